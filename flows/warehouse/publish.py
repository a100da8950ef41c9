"""Publication: readers see a whole month or the one before, never half of one."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from flows.warehouse.database import connect

WAREHOUSE = "minyi.duckdb"


def publish_warehouse(built: Path, processed: Path) -> Path:
    """Put a finished warehouse in place of the published one by an atomic rename.

    The built file lies on the same file system; it is checkpointed, closed and synced before it is renamed, so that
    a reader gets the old file or the new one, each complete.
    """
    with connect(built) as connection:
        connection.execute("checkpoint")
    target = processed / WAREHOUSE
    _sync(built)
    # Someone wrote into the published file and broke off: what is left of that must not be played into the new one.
    target.with_name(f"{WAREHOUSE}.wal").unlink(missing_ok=True)
    built.replace(target)
    _sync(processed)
    return target


def publish_folder(made: Path, processed: Path, name: str) -> Path:
    """Show a finished folder as `processed/name` by an atomic rename of a link to it.

    Versions are kept under `.published`, named after their content; the one before goes once the new one shows.
    """
    versions = processed / ".published"
    versions.mkdir(parents=True, exist_ok=True)
    version = versions / f"{name}.{_content_name(made)}"
    if version.exists():
        shutil.rmtree(made)
    else:
        for path in made.iterdir():
            _sync(path)
        made.rename(version)
    shown = processed / name
    link = versions / f".{name}.{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path(".published") / version.name, target_is_directory=True)
    link.replace(shown)
    _sync(processed)
    for other in versions.glob(f"{name}.*"):
        if other != version:
            shutil.rmtree(other, ignore_errors=True)
    return shown


def _content_name(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
