"""`minyi report`, `minyi compare`, `minyi issue`: what the analyst types for single documents of a published month."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.settings import find_settings
from flows.telling import month_of, shown, told


def report(
    name: Annotated[str, typer.Argument(help="报告名称，见 minyi report --list")] = "",
    month: Annotated[str, typer.Argument(help="已发布的月份，如 2022-06；不写为最新一个月")] = "",
    subject: Annotated[str, typer.Option(help="只要其中一份：镇街、单位等的名称")] = "",
    to: Annotated[Path | None, typer.Option(help="写到这个文件夹；不写为 data/processed 中该月的文件夹")] = None,
    archive: Annotated[bool, typer.Option("--archive", help="存档版（PDF/A-3a）")] = False,
    listed: Annotated[bool, typer.Option("--list", help="列出全部报告")] = False,
) -> None:
    """从已发布的数据库单独生成一种报告，不重新读入、不重新排名。

    例：minyi report bulletin 2022-06 ； minyi report --list
    """
    from flows.one_report import write_report
    from flows.published import newest_month
    from reports.catalogue import REPORTS

    if listed or not name:
        for each in REPORTS:
            typer.echo(f"  {each.name:<12} {each.title}")
        return
    settings = find_settings()
    with told():
        wanted = month_of(month) if month else newest_month(settings)
        paths = write_report(settings, name, wanted, subject, to=to, is_archive=archive)
    for path in paths:
        typer.echo(f"已生成 {shown(path)}")


def compare(
    one: Annotated[str, typer.Argument(help="月份，如 2022-05")],
    other: Annotated[str, typer.Argument(help="另一个月份，如 2022-06；先后不限")],
) -> None:
    """对比任意两个月：全县、镇街、分项、各类居民的得分变化及其检验，工作指标并列。

    例：minyi compare 2021-12 2022-06
    """
    from flows.compare import compare as compare_two

    settings = find_settings()
    with told():
        path = compare_two(settings, month_of(one), month_of(other))
    typer.echo(f"已生成 {shown(path)}")


def issue(
    month: Annotated[str, typer.Argument(help="已发布的月份，如 2022-06")],
    name: Annotated[str, typer.Argument(help="报告名称，见 minyi report --list")],
    date: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="成文日期，如 2022-07-05")],
    number: Annotated[int | None, typer.Option(min=1, help="文号的顺序号；不编文号的报告不写")] = None,
    subject: Annotated[str, typer.Option(help="哪一份：镇街、单位等的名称；只有一份的不写")] = "",
    copy_to: Annotated[str | None, typer.Option(help="抄送（发送）单位；不写为文件原有的")] = None,
    correct: Annotated[bool, typer.Option("--correct", help="更正：以新的文号替代已印发的一份")] = False,
) -> None:
    """印发一份审定的送审稿：编文号、定日期，记入发文登记（data/reference/issued.csv），原件存入 data/issued。

    例：minyi issue 2022-06 bulletin --number 6 --date 2022-07-05
    """
    from flows.issuing import Request
    from flows.issuing import issue as issue_document

    settings = find_settings()
    with told():
        request = Request(month_of(month), name, date.date(), subject, number, copy_to, correct)
        path, line = issue_document(settings, request)
    typer.echo(f"已印发 {shown(path)}" + (f"（{line.document_number}）" if line.document_number else ""))
    typer.echo(f"原件 {shown(settings.issued / line.file)}，已记入 {shown(settings.reference / 'issued.csv')}。")
