"""The key is found, made and replaced; what is wrong with it is said, and what it is never is."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from flows.issues import InputError
from flows.key import (
    destroy_old_key,
    find_key,
    key_id,
    new_key_file,
    old_key,
    read_key,
    replace_key,
)

LONG = "k" * 32


def told(environment: dict[str, str]) -> str:
    with pytest.raises(InputError) as error:
        find_key(environment)
    return str(error.value)


def key_at(path: Path, content: str = LONG, mode: int = 0o600) -> Path:
    path.write_text(content)
    path.chmod(mode)
    return path


def test_the_environment_gives_the_key_or_the_file_that_holds_it(tmp_path: Path) -> None:
    path = key_at(tmp_path / "key", f"{LONG}\n")
    assert find_key({}) is None
    assert find_key({"MINYI_KEY": LONG}) == find_key({"MINYI_KEY_FILE": str(path)}) == LONG.encode()


def test_an_unusable_key_is_told_without_being_shown(tmp_path: Path) -> None:
    short = "secret-and-short"
    texts = [
        told({"MINYI_KEY": short}),
        told({"MINYI_KEY_FILE": str(key_at(tmp_path / "short", short))}),
        told({"MINYI_KEY": LONG, "MINYI_KEY_FILE": "somewhere"}),
        told({"MINYI_KEY_FILE": str(tmp_path / "nowhere")}),
        told({"MINYI_KEY_FILE": str(tmp_path)}),
        *[
            told({"MINYI_KEY_FILE": str(key_at(tmp_path / f"open{mode}", mode=mode))})
            for mode in (0o644, 0o640, 0o604, 0o620)
        ],
    ]
    expected = ["太短", "太短", "只能设置一个", "无法读取", "密钥文件", *["chmod 600"] * 4]
    assert [word in text for word, text in zip(expected, texts, strict=True)] == [True] * 9
    assert not any(short in text or LONG in text for text in texts)


def test_a_new_key_is_the_owners_alone_and_no_other_file_is_touched(tmp_path: Path) -> None:
    path = tmp_path / "deep/key"
    named = new_key_file(path, (tmp_path / "project",))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert named == key_id(path)
    assert named not in path.read_text()
    with pytest.raises(InputError, match="已经存在"):
        new_key_file(path, ())
    assert key_id(path) == named
    with pytest.raises(InputError, match="程序或数据文件夹内"):
        new_key_file(tmp_path / "project/deep/key", (tmp_path / "project",))
    other = tmp_path / "other"
    new_key_file(other, ())
    assert read_key(other) != read_key(path)


def test_a_replaced_key_waits_beside_until_it_is_destroyed(tmp_path: Path) -> None:
    path = key_at(tmp_path / "key")
    replace_key(path)
    new = read_key(path)
    assert new != LONG.encode() == read_key(old_key(path))
    replace_key(path)
    assert read_key(path) == new, "replaced twice before everything was made anew"
    destroy_old_key(path)
    assert [each.name for each in tmp_path.iterdir()] == ["key"]


@pytest.mark.parametrize("left", [("new",), ("new", "old")])
def test_a_replacement_cut_short_before_the_switch_is_done_again(tmp_path: Path, left: tuple[str, ...]) -> None:
    path = key_at(tmp_path / "key")
    if "new" in left:
        key_at(tmp_path / "key.new", "half")
    if "old" in left:
        old_key(path).hardlink_to(path)
    assert read_key(path) == LONG.encode()
    replace_key(path)
    assert read_key(path) != LONG.encode()
    assert read_key(old_key(path)) == LONG.encode()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["key", "key.old"]
