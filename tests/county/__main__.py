"""Write the demo county: data/raw, data/reference/population.csv and tests/county/planted.csv.

`python -m tests.county` writes them in place; `--out DIR` writes the raw months and planted.csv into
DIR only; `--months 2022-05 2022-06` limits the months (with `--out`).
"""

from __future__ import annotations

import argparse
import csv
import io
import shutil
from pathlib import Path

from tests.county import population, truth
from tests.county.build import files_of
from tests.county.places import PROJECT

_README = """# 演示数据

本目录全部为**演示数据**，由 `python -m tests.county` 生成，与任何真实调查、工单和台账无关。

- 村居和镇（街道）名称为真实地名；除此之外，人员、电话、身份证号码、工单、得分、问题等均为模拟。
- 手机号码一律使用未分配的 142 号段，固定电话带 000，身份证号码出生年份为 1900 年，姓名写作“张某”“李某某”。
- 文件中有意保留了常见的填报差错，清单见 `tests/county/planted.csv`。
- 请勿将真实数据放入本目录后提交到代码库。
"""
_FIELDS = ("month", "file", "sheet", "row", "column", "value", "kind", "expected", "reads_as")


def write(raw: Path, planted: Path, months: tuple[str, ...] = truth.MONTHS) -> None:
    """Write the months' folders under `raw` and the list of what was planted to `planted`.

    A month's folder is emptied first, so that a renamed file leaves nothing behind.
    """
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(_FIELDS)
    for month in months:
        folder = raw / month
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for made in files_of(month):
            (folder / made.name).write_bytes(made.content)
            for line in made.planted:
                where = (line.sheet, line.row, line.column, line.value)
                table.writerow((month, made.name, *where, line.kind, line.expected, line.reads_as))
    planted.write_text(out.getvalue(), encoding="utf-8")
    (raw / "README.md").write_text(_README, encoding="utf-8")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.county", description="生成演示数据")
    parser.add_argument("--out", type=Path, help="写入该目录（默认 data/raw）")
    parser.add_argument("--months", nargs="+", default=truth.MONTHS, choices=truth.MONTHS, help="只写这些月份")
    given = parser.parse_args()
    if given.out is None:
        if tuple(given.months) != truth.MONTHS:
            parser.error("--months 须与 --out 同用，以免 planted.csv 不全")
        population.write()
        write(PROJECT / "data" / "raw", Path(__file__).with_name("planted.csv"))
    else:
        given.out.mkdir(parents=True, exist_ok=True)
        write(given.out, given.out / "planted.csv", tuple(given.months))


if __name__ == "__main__":
    main()
