"""The key of the telephone hashes: where it comes from, and how it is made and replaced.

The key is a secret of the bureau's. It stands in a file that only its owner can read, outside this working copy; code
passes it by value, never in an argument of a command, a message or a file of ours.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

from flows.ingest.privacy import Door
from flows.issues import InputError

KEY_VARIABLE = "MINYI_KEY"
KEY_FILE_VARIABLE = "MINYI_KEY_FILE"
SHORTEST_KEY = 32
ADVICE = "可用 minyi key new 文件路径 生成"


def find_key(environment: Mapping[str, str] = os.environ) -> bytes | None:
    """Return the key that the environment gives or points to; None where it says nothing.

    Raises:
        InputError: it gives two, the file cannot be read or others can read it, or the key is too short.
    """
    value, path = environment.get(KEY_VARIABLE, ""), key_file(environment)
    if value and path:
        raise InputError(f"环境变量 {KEY_VARIABLE} 和 {KEY_FILE_VARIABLE} 只能设置一个，请去掉其中一个")
    if path:
        return read_key(path)
    return _checked(value, f"环境变量 {KEY_VARIABLE}") if value else None


def key_file(environment: Mapping[str, str] = os.environ) -> Path | None:
    """Return the key's file that the environment names, if it names one."""
    path = environment.get(KEY_FILE_VARIABLE, "")
    return Path(path).expanduser().absolute() if path else None


def read_key(path: Path) -> bytes:
    """Read a key from its file.

    Raises:
        InputError: there is no such file, others than its owner can read it, or the key is too short.
    """
    try:
        with path.open("rb") as file:
            about = os.fstat(file.fileno())
            if not stat.S_ISREG(about.st_mode):
                raise InputError(f"密钥文件 {path} 不是普通文件，请改正 {KEY_FILE_VARIABLE}")
            if about.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise InputError(f"密钥文件 {path} 其他用户也能读取，请运行 chmod 600 {path} 后重试")
            content = file.read()
    except OSError as error:
        raise InputError(
            f"密钥文件 {path} 无法读取（{error.strerror}），请改正 {KEY_FILE_VARIABLE}，{ADVICE}"
        ) from None
    return _checked(content.decode("utf-8", "replace").strip(), f"密钥文件 {path}")


def _checked(value: str, where: str) -> bytes:
    if len(value) < SHORTEST_KEY:
        raise InputError(f"{where} 中的密钥太短（至少 {SHORTEST_KEY} 个字符），请换一个，{ADVICE}")
    return value.encode()


def new_key_file(path: Path, working_copy: tuple[Path, ...]) -> str:
    """Make a key and write it to a new file that only its owner can read.

    Args:
        path: the file to make.
        working_copy: folders in which a key must not lie, because they are copied and shared.

    Returns:
        The id of the key, which names it without giving it away.

    Raises:
        InputError: the file exists, lies in the working copy, or cannot be written.
    """
    path = path.expanduser().absolute()
    if any(path.resolve().is_relative_to(folder.resolve()) for folder in working_copy):
        raise InputError(f"密钥不能放在程序或数据文件夹内（{path}），请放到别处，如 ~/.minyi/key")
    if path.exists():
        raise InputError(f"{path} 已经存在；更换密钥请用 minyi key rotate")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(path)
    except OSError as error:
        raise InputError(f"密钥文件 {path} 无法写入（{error.strerror}），请换一个位置") from None
    return key_id(path)


def key_id(path: Path) -> str:
    """Name the key in a file without giving it away, as raw.file does."""
    return Door(read_key(path)).key_id


def replace_key(path: Path) -> None:
    """Put a new key in the place of the one in a file, keeping the old one beside it as `.old`.

    At any moment `path` holds a whole key. Where `.old` differs from it, the key was replaced before and the old one
    has not been destroyed yet: then nothing is left to do here.

    Raises:
        InputError: the file holds no key, or the folder cannot be written.
    """
    current, old, fresh = read_key(path), old_key(path), path.with_name(f"{path.name}.new")
    try:
        if old.exists():
            if old.read_bytes().strip() != current:
                return
            old.unlink()
        fresh.unlink(missing_ok=True)
        _write(fresh)
        old.hardlink_to(path)
        fresh.replace(path)
        _sync(path.parent)
    except OSError as error:
        raise InputError(f"密钥文件 {path} 无法更换（{error.strerror}），密钥没有变") from None


def destroy_old_key(path: Path) -> None:
    """Remove the key that was replaced, once nothing needs it any more."""
    old_key(path).unlink(missing_ok=True)
    _sync(path.parent)


def old_key(path: Path) -> Path:
    """Where a replaced key waits until everything is made anew with its successor."""
    return path.with_name(f"{path.name}.old")


def _write(path: Path) -> None:
    """Write a new key to a new file, settled on disk; nobody else can read it at any moment."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n")
        file.flush()
        os.fsync(file.fileno())
    _sync(path.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
