"""`minyi`: what the analyst types."""

from __future__ import annotations

import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from flows.issues import InputError
from flows.orchestration import prepare_prefect
from flows.period import Month
from flows.settings import Settings, find_settings

# Exit codes: 0 published · 2 the request or the reference data is wrong · 3 a check withheld publication ·
# 4 Prefect's server did not start.
BAD_REQUEST = 2
NO_SERVER = 4
WITHHELD = 3

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


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
    settings = find_settings()
    began_at, began = datetime.now(UTC), time.perf_counter()
    from flows.monthly import PublicationWithheldError, monthly

    if not direct:
        where = prepare_prefect(settings.root / ".prefect")
        typer.echo(f"Prefect：{where}……")
        from flows.orchestrated import monthly

    wanted = ["all"] if every else list(months or [])
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
        for failure in error.failures:
            typer.echo(f"  {failure.protects}（{failure.row_count} 处）", err=True)
            for example in failure.examples:
                typer.echo(f"    {example}", err=True)
        typer.echo("待查：" + "、".join(_shown(path) for path in error.kept), err=True)
        raise typer.Exit(WITHHELD) from None
    seconds = time.perf_counter() - began
    _record(settings, began_at, wanted, seconds, "published")
    around = "启动" if direct else "Prefect 启动和收尾"
    typer.echo(f"完成：各步骤 {published.seconds:.1f} 秒，{around} {seconds - published.seconds:.1f} 秒。已发布：")
    for path in published.files:
        typer.echo(f"  {_shown(path)}")


@app.command()
def init(month: Annotated[str, typer.Argument(help="月份，如 2022-07")]) -> None:
    """建立一个月的文件夹，放入各来源的空白模板；已有的文件不动。

    例：minyi init 2022-07
    """
    from flows.reference import load_reference
    from flows.templates import make_templates, questions_of

    settings = find_settings()
    try:
        wanted = Month.parse(month)
        reference = load_reference(settings.reference)
        done = make_templates(settings.raw, reference, wanted)
    except (InputError, ValueError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(BAD_REQUEST) from None
    typer.echo(
        f"{_shown(settings.raw / str(wanted))}：新建 {len(done.made)} 个模板，原有 {len(done.present)} 个没有动。"
    )
    for path in done.made:
        typer.echo(f"  新建 {path.name}")
    for path in done.present:
        typer.echo(f"  原有 {path.name}")
    if not questions_of(reference, wanted):
        typer.echo(f"questionnaire.csv 中没有 {wanted} 的题目，访问模板没有题目列：登记题目后删去该模板再运行。")
    typer.echo("模板没有填写时不算缺漏；用不到的可以删去。")
    typer.echo("文件名中没有“演示数据”，按真实数据读取：运行前须设置密钥 MINYI_KEY，否则这些文件不能载入。")


def _shown(path: Path) -> str:
    return os.path.relpath(path)


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
