"""What is published already: its warehouse to write further documents from, and its folders to add them to."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

from flows.issues import InputError
from flows.period import Month
from flows.reading import month_folders
from flows.settings import Settings
from flows.steps import write_manifest
from flows.warehouse.publish import WAREHOUSE, publish_folder


def published_warehouse(settings: Settings, month: Month) -> Path:
    """Return the published warehouse.

    Raises:
        InputError: the month is not published.
    """
    warehouse = settings.processed / WAREHOUSE
    published = month_folders(settings.processed)
    if month not in published or not warehouse.exists():
        there = f"；已发布的月份：{'、'.join(map(str, published))}" if published else "，请先运行 minyi run"
        raise InputError(f"{month} 没有发布{there}")
    return warehouse


def newest_month(settings: Settings) -> Month:
    """Return the newest published month.

    Raises:
        InputError: none is published.
    """
    published = month_folders(settings.processed)
    if not published:
        raise InputError("还没有发布任何月份，请先运行 minyi run")
    return published[-1]


def show_files(
    settings: Settings, shop: Path, month: Month, files: Mapping[str, bytes], gone: Collection[str] = ()
) -> Path:
    """Put files into a published month, or in place of those there, and take others away; return its folder.

    Readers see the folder before or the one after, as they do when a run publishes.
    """
    folder = shop / str(month)
    shutil.copytree(settings.processed / str(month), folder)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    for name in gone:
        (folder / name).unlink(missing_ok=True)
    (folder / "manifest.json").unlink(missing_ok=True)
    write_manifest(settings.processed / WAREHOUSE, month, folder)
    return publish_folder(folder, settings.processed, str(month))
