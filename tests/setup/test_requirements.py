"""The pinned requirements: safe to install from any mirror, and of one mind."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-bench.txt"])
def test_requirements_name_no_address_and_hash_every_line(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert "://" not in text
    pins = [line for line in text.replace("\\\n", " ").splitlines() if line.strip() and line[0] not in " #"]
    assert pins
    unpinned = [
        pin.split()[0]
        for pin in pins
        if not re.fullmatch(r"[\w.\-\[\],]+==\S+(\s*;.*?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*", pin)
    ]
    assert unpinned == []


def test_runtime_and_development_pins_agree() -> None:
    runtime, development = (
        set(re.findall(r"^([\w.\-]+)==(\S+)", (ROOT / name).read_text("utf-8"), re.MULTILINE))
        for name in ("requirements.txt", "requirements-dev.txt")
    )
    shared = dict(runtime).keys() & dict(development).keys()
    assert {pin for pin in development if pin[0] in shared} == {pin for pin in runtime if pin[0] in shared}
