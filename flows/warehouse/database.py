"""Opening the warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

SCHEMAS = {
    "raw": "原始记录：文件中的原文，带出处（文件、工作表、行号）",
    "reference": "参考数据：镇街、村居、量表、用词、测评办法等",
    "staging": "整理：类型、镇街、日期、量表已读出；读不出的见 ops.issue",
    "core": "指标与得分：分期、分范围，附分子分母",
    "mart": "结果：通报和报告读取的表，供查询使用",
    "ops": "运行：问题清单、模型清单",
}


def connect(path: Path | None = None, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a warehouse file, or one in memory, that never reaches for the network."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "preserve_insertion_order": "true",
        # A build is thrown away if it is interrupted: no need to settle it on disk step by step.
        "checkpoint_threshold": "10GB",
    }
    return duckdb.connect(str(path) if path else ":memory:", read_only=read_only, config=config)


def create(path: Path) -> None:
    """Make a new, empty warehouse with its schemas; an older file of that name goes."""
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    with connect(path) as connection:
        for schema in SCHEMAS:
            connection.execute(f"create schema {schema}")


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Do several statements as one, or none of them."""
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def quoted(text: str) -> str:
    """Write a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
