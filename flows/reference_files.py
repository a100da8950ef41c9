"""One file of data/reference → validated lines or settings; each fault is a sentence with file and line."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

AnyModel = TypeVar("AnyModel", bound=BaseModel)


def read_csv(path: Path, model: type[AnyModel], key: tuple[str, ...], faults: list[str]) -> dict[int, AnyModel]:
    """Read a CSV with a header; return its rows by the line of the file on which each ends.

    Args:
        path: the file, UTF-8 with or without BOM.
        model: what a row is.
        key: the columns of which no two rows have the same values.
        faults: what is wrong is added here, in Chinese; a faulty row is left out.
    """
    rows: dict[int, AnyModel] = {}
    seen: dict[tuple[object, ...], int] = {}
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        faults.append(f"{path.name}：没有这个文件")
        return rows
    except (OSError, UnicodeDecodeError) as error:
        faults.append(f"{path.name}：读不出来（{error}），应为 UTF-8 编码的 CSV")
        return rows
    reader = csv.DictReader(text.splitlines(keepends=True), restval="")
    for record in reader:
        line = reader.line_num
        if record.pop(None, None):
            faults.append(f"{path.name} 第{line}行：单元格比表头多，请核对逗号")
            continue
        try:
            row = model.model_validate(record)
        except ValidationError as error:
            faults += [_fault(path.name, line, fault) for fault in error.errors()]
            continue
        identity = tuple(getattr(row, name) for name in key)
        if identity in seen:
            shown = "、".join(str(part) for part in identity)
            faults.append(f"{path.name} 第{line}行：“{shown}”与第{seen[identity]}行重复")
        seen[identity] = line
        rows[line] = row
    return rows


def read_toml(path: Path, model: type[AnyModel], faults: list[str]) -> AnyModel | None:
    """Read a TOML file; what is wrong is added to `faults`, in Chinese, and then there is no result."""
    try:
        text = path.read_text(encoding="utf-8")
        return model.model_validate(tomllib.loads(text))
    except FileNotFoundError:
        faults.append(f"{path.name}：没有这个文件")
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        place = f"{path.name} 第{at[1]}行" if at else f"{path.name} 末尾"
        faults.append(f"{place}：不合 TOML 写法，请核对引号、等号和括号（{error}）")
    except (OSError, UnicodeDecodeError) as error:
        faults.append(f"{path.name}：读不出来（{error}），应为 UTF-8 编码")
    except ValidationError as error:
        for fault in error.errors():
            faults.append(_fault(path.name, line_of(text, fault["loc"]), fault))
    return None


def line_of(text: str, location: Sequence[int | str]) -> int | None:
    """Find the line on which a part of a TOML text stands, or the nearest named part around it.

    Args:
        text: the file.
        location: what leads to the part, from the outside in: names, and the place (from 0) in a list of tables.
    """
    lines = text.splitlines()
    names = [part for part in location if isinstance(part, str)]
    found = None
    if len(location) > 1 and isinstance(location[1], int):
        starts = [number for number, line in enumerate(lines, 1) if line.strip().startswith(f"[[{names[0]}]]")]
        if location[1] < len(starts):
            found, names = starts[location[1]], names[1:]
    for name in names:
        for number in range(found or 0, len(lines)):
            if found and lines[number].lstrip().startswith("["):
                break  # the section that was found ends here
            if re.match(rf'\s*(\[.*\b)?"?{re.escape(name)}\b', lines[number]):
                found = number + 1
                break
    return found


def _fault(file: str, line: int | None, fault: Any) -> str:
    place = f"{file} 第{line}行" if line else file
    return f"{place}：{fault_text(fault)}"


def fault_text(fault: Any) -> str:
    """Say in Chinese what is wrong with which item, of an error that pydantic found."""
    where = ".".join(str(part) for part in fault["loc"])
    context = fault.get("ctx", {})
    reasons = {
        "missing": "缺少这一项",
        "extra_forbidden": "没有这一项，请删去或改名",
        "int_parsing": "应为整数",
        "float_parsing": "应为数字",
        "bool_parsing": "应为 1 或 0",
        "date_from_datetime_parsing": "应为 2022-06-07 样式的日期",
        "date_parsing": "应为 2022-06-07 样式的日期",
        "literal_error": f"只能是 {context.get('expected', '')}",
        "string_too_short": "不能为空",
        "string_pattern_mismatch": f"写法不对（应合乎 {context.get('pattern', '')}）",
        "greater_than": f"应大于 {context.get('gt', '')}",
        "greater_than_equal": f"不能小于 {context.get('ge', '')}",
        "less_than": f"应小于 {context.get('lt', '')}",
        "less_than_equal": f"不能大于 {context.get('le', '')}",
        "string_type": "应为文字，请加引号",
        "tuple_type": "应为列表",
        "dict_type": "应为一组项目",
        "too_short": "至少要有一项",
        "value_error": str(context.get("error", "")),
    }
    reason = reasons.get(fault["type"], fault["msg"])
    value = fault.get("input", "")
    shown = "" if isinstance(value, dict) else f"“{value}”"  # of a missing item, the input is all that stands around it
    return f"{where}{shown}{reason}"
