"""A fault in topics.csv is told with its line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flows.issues import InputError
from flows.reference import load_reference
from tests.topics.conftest import REFERENCE


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("盗墓|文物保护|", "盗墓|文物++保护|", "topics.csv 第{line}行：keywords"),
        ("盗墓|文物保护|", "盗墓|团费|", "规则“团费”在主题 travel_agency 中已有"),
        ("文物保护,文体生活", "文物保护,文体", "topics.csv 第{line}行：theme“文体”只能是"),
        ("heritage,", "Heritage,", "topics.csv 第{line}行：topic“Heritage”写法不对"),
        ("heritage,", "waste,", "“waste”与第{line}行重复"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    folder = shutil.copytree(REFERENCE, tmp_path / "reference")
    path = folder / "topics.csv"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    with pytest.raises(InputError) as error:
        load_reference(folder)
    assert told.format(line=line) in str(error.value)
    assert f"第{line}行" in str(error.value)
