"""`minyi`: what the analyst types."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.document_commands import compare, issue, report
from flows.issues import InputError
from flows.key import (
    ADVICE,
    KEY_FILE_VARIABLE,
    destroy_old_key,
    find_key,
    key_file,
    key_id,
    new_key_file,
    old_key,
    replace_key,
)
from flows.orchestration import prepare_prefect
from flows.settings import Settings, find_settings
from flows.telling import BAD_REQUEST, month_of, shown, told
from flows.warehouse.checks import Failure

# Exit codes: 0 published · 2 the request or the reference data is wrong · 3 a check withheld publication ·
# 4 Prefect's server did not start.
NO_SERVER = 4
WITHHELD = 3

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
key_app = typer.Typer(no_args_is_help=True, help="电话加密密钥：生成、更换。")
app.add_typer(key_app, name="key")
app.command()(report)
app.command()(compare)
app.command()(issue)


@app.callback()
def main() -> None:
    """民意：电话访问、热线工单、工作台账 → 排名与通报。"""


@app.command()
def run(
    months: Annotated[list[str] | None, typer.Argument(help="月份，如 2022-06；不写为最新一个月")] = None,
    every: Annotated[bool, typer.Option("--all", help="所有月份")] = False,
    direct: Annotated[bool, typer.Option("--direct", help="不经 Prefect 编排，直接运行各步骤")] = False,
) -> None:
    """读入全部月份，发布所选月份的通报。

    例：minyi run 2022-06 ； minyi run --all ； minyi run --direct
    """
    _publish(["all"] if every else list(months or []), direct)


def _publish(wanted: list[str], direct: bool) -> None:
    """Run the monthly flow and say what it published, or why it did not and leave with the exit code for that."""
    settings = find_settings()
    began_at, began = datetime.now(UTC), time.perf_counter()
    from flows.monthly import PublicationWithheldError, monthly

    if not direct:
        where = prepare_prefect(settings.root / ".prefect")
        typer.echo(f"Prefect：{where}……")
        from flows.orchestrated import monthly

    try:
        published = monthly(wanted)
    except RuntimeError as error:
        if "Prefect" not in str(error):
            raise
        _record(settings, began_at, wanted, time.perf_counter() - began, "no server")
        typer.echo(f"Prefect 服务没有启动（{error}）。可先运行 minyi run --direct，不经 Prefect。", err=True)
        raise typer.Exit(NO_SERVER) from None
    except InputError as error:
        _record(settings, began_at, wanted, time.perf_counter() - began, "bad request")
        typer.echo(str(error), err=True)
        raise typer.Exit(BAD_REQUEST) from None
    except PublicationWithheldError as error:
        _record(settings, began_at, wanted, time.perf_counter() - began, "withheld")
        typer.echo("核对未通过，没有发布；已发布的文件保持不变：", err=True)
        _tell(error.failures)
        typer.echo("待查：" + "、".join(shown(path) for path in error.kept), err=True)
        raise typer.Exit(WITHHELD) from None
    seconds = time.perf_counter() - began
    _record(settings, began_at, wanted, seconds, "published")
    around = "启动" if direct else "Prefect 启动和收尾"
    typer.echo(f"完成：各步骤 {published.seconds:.1f} 秒，{around} {seconds - published.seconds:.1f} 秒。已发布：")
    for path in published.files:
        typer.echo(f"  {shown(path)}")


@app.command()
def check(
    months: Annotated[list[str] | None, typer.Argument(help="月份，如 2022-06；不写为最新一个月")] = None,
) -> None:
    """核对月份文件：生成数据质量报告和退回记录，不排名、不发布。

    例：minyi check 2022-06
    """
    from flows.checking import check as check_months

    with told():
        checked = check_months(list(months or []))
    typer.echo("已生成：")
    for path in checked.files:
        typer.echo(f"  {shown(path)}")
    if checked.failures:
        typer.echo("以下问题改正之前不能发布：", err=True)
        _tell(checked.failures)
        raise typer.Exit(WITHHELD)


def _tell(failures: Sequence[Failure]) -> None:
    for failure in failures:
        typer.echo(f"  {failure.protects}（{failure.row_count} 处）", err=True)
        for example in failure.examples:
            typer.echo(f"    {example}", err=True)


@app.command()
def init(month: Annotated[str, typer.Argument(help="月份，如 2022-07")]) -> None:
    """建立一个月的文件夹，放入各来源的空白模板；已有的文件不动。

    例：minyi init 2022-07
    """
    from flows.reference import load_reference
    from flows.remarks import lay_out_remarks
    from flows.templates import make_templates, questions_of

    settings = find_settings()
    with told():
        wanted = month_of(month)
        reference = load_reference(settings.reference)
        done = make_templates(settings.raw, reference, wanted)
        remarks = lay_out_remarks(settings.remarks, wanted, reference.remark_sections)
    typer.echo(
        f"{shown(settings.raw / str(wanted))}：新建 {len(done.made)} 个模板，原有 {len(done.present)} 个没有动。"
    )
    for path in done.made:
        typer.echo(f"  新建 {path.name}")
    for path in done.present:
        typer.echo(f"  原有 {path.name}")
    if remarks:
        typer.echo(f"新建 {shown(remarks)}：分析人员要写进报告的段落（原因分析、下步要求等）写在这里。")
    if not questions_of(reference, wanted):
        typer.echo(f"questionnaire.csv 中没有 {wanted} 的题目，访问模板没有题目列：登记题目后删去该模板再运行。")
    typer.echo("模板没有填写时不算缺漏；用不到的可以删去。")
    typer.echo("文件名中没有“演示数据”，按真实数据读取：运行前须设置密钥 MINYI_KEY，否则这些文件不能载入。")


@app.command()
def appeal(
    month: Annotated[str, typer.Argument(help="已发布的月份，如 2022-06")],
    town: Annotated[str, typer.Argument(help="镇（街道）：名称、别名或代码")],
) -> None:
    """为提出申诉的镇（街道）生成复核材料：本镇街的逐份访问和一个自己就能运行的复核程序。

    例：minyi appeal 2022-06 南麻街道
    """
    from flows.appeal.archive import write_appeal
    from flows.reference import load_reference

    settings = find_settings()
    with told():
        path, exposure = write_appeal(settings, load_reference(settings.reference), month_of(month), town)
    typer.echo(f"已生成 {shown(path)}")
    if exposure.is_for_handing_over:
        typer.echo("可以交申诉镇街的经办人复核，不公开、不转发。")
    else:
        typer.echo(
            f"只供现场查阅：{exposure.groups} 个组中有 {exposure.telling} 个（{exposure.telling_interviews} 份访问）"
            "份数太少或回答全部相同，知道谁接受了访问的人可以推出其回答。"
        )


@key_app.command("new")
def key_new(path: Annotated[Path, typer.Argument(help="密钥文件的路径，放在程序文件夹之外，如 ~/.minyi/key")]) -> None:
    """生成一个新密钥，写入只有本人能读的文件。

    例：minyi key new ~/.minyi/key
    """
    settings = find_settings()
    with told():
        made = new_key_file(path, (settings.root, settings.data))
    where = path.expanduser().absolute()
    typer.echo(f"已生成密钥 {made}（编号，不是密钥本身），存于 {where}，只有本人能读。请另存一份备份。")
    typer.echo(f"使用前运行：export {KEY_FILE_VARIABLE}={where}")


@key_app.command("rotate")
def key_rotate() -> None:
    """更换密钥：换上新密钥，用它重新入库、重新发布，成功后销毁旧密钥；中断了再运行一次即可。

    例：MINYI_KEY_FILE=~/.minyi/key minyi key rotate
    """
    settings = find_settings()
    with told():
        path = key_file()
        if path is None:
            raise InputError(f"更换密钥需要密钥文件：请设置环境变量 {KEY_FILE_VARIABLE}，{ADVICE}")
        find_key()
        from flows.reading import forget_readings, published_months
        from flows.steps import workshop

        with workshop(settings):
            replace_key(path)
            forget_readings(settings)
    typer.echo(f"新密钥 {key_id(path)} 已启用，旧密钥暂存为 {old_key(path).name}；重新入库……")
    _publish([str(month) for month in published_months(settings)], direct=True)
    destroy_old_key(path)
    typer.echo("更换完成，旧密钥已删除。备份中的旧密钥也请销毁。")


def _record(settings: Settings, began_at: datetime, months: list[str], seconds: float, result: str) -> None:
    """Add a line to the ledger of runs; times belong there and nowhere in the outputs."""
    settings.processed.mkdir(parents=True, exist_ok=True)
    line = {
        "began_at": began_at.isoformat(timespec="seconds"),
        "months": months,
        "seconds": round(seconds, 1),
        "result": result,
    }
    with (settings.processed / "runs.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
