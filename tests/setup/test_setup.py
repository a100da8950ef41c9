"""The set-up scripts, run in a copy of the tree with a PATH that holds only what a test puts there."""

import os
import re
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = [
    *(
        "bash",
        "env",
        "cat",
        "chmod",
        "cp",
        "cut",
        "dirname",
        "head",
        "ln",
        "ls",
        "mkdir",
        "mktemp",
        "mv",
        "od",
    ),
    *(
        "readlink",
        "rm",
        "sha256sum",
        "stat",
        "tail",
        "touch",
        "tr",
        "awk",
        "find",
        "flock",
        "grep",
        "sed",
        "tar",
    ),
]
LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
FONTS = re.findall(
    r"\b(?:Fandol|Noto)\w+-\w+\.ot[ft]\b|\bNoto\w+-\w+\.ttc\b", (ROOT / "setup/common.sh").read_text("utf-8")
)
# A python3.11 whose venv and pip leave behind what the real ones would, and write down that they were called.
PYTHON = """
echo "python $*" >>"$CALLS"
case "$*" in
*CDLL*) exit 1 ;;
*_base_executable*) echo "$0" ;;
*"-m venv"*)
    mkdir -p "$TREE/.venv/bin"
    cp "$0" "$TREE/.venv/bin/python"
    ;;
*--editable*) echo '#!/bin/sh' >"$TREE/.venv/bin/minyi" && chmod +x "$TREE/.venv/bin/minyi" ;;
esac
"""


class Machine:
    """A copy of the set-up in a folder of its own, and the commands this machine is made to have."""

    def __init__(self, folder: Path) -> None:
        self.tree = folder / "tree"
        self.bin = folder / "bin"
        self.home = folder / "home"
        self.fonts = folder / "fonts"
        self.calls_file = folder / "calls"
        for made in (self.tree, self.bin, self.home, self.fonts):
            made.mkdir()
        self.calls_file.touch()
        shutil.copytree(ROOT / "setup", self.tree / "setup")
        (self.tree / "setup/fonts.conf").write_text("<fontconfig/>\n")
        for name in ("requirements.in", "requirements.txt", "requirements-dev.txt", "pyproject.toml"):
            shutil.copy(ROOT / name, self.tree)
        for tool in TOOLS:
            (self.bin / tool).symlink_to(shutil.which(tool) or pytest.skip(f"{tool} is not on this machine"))
        self.command("id", "echo 1000")
        self.command("ldconfig", "".join(f"echo '  {name} (libc6) => /lib/{name}'\n" for name in LIBRARIES))
        self.command("python3.11", PYTHON)
        self.command("python3", "exit 1")
        # Nothing may be fetched unless a test says how.
        self.command("apt-get", 'echo "apt-get $*" >>"$CALLS"; exit 100')

    def command(self, name: str, script: str) -> None:
        """Put a command on this machine's PATH, in place of one of the same name."""
        path = self.bin / name
        path.unlink(missing_ok=True)
        path.write_text(f"#!{shutil.which('bash')}\n{script}\n")
        path.chmod(0o755)

    def run(self, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of setup/*.sh without a terminal."""
        return subprocess.run(
            [str(self.bin / "bash"), str(self.tree / "setup" / script), *arguments],
            env={
                "PATH": str(self.bin),
                "HOME": str(self.home),
                "FONT_DIRS": str(self.fonts),
                "CALLS": str(self.calls_file),
                "TREE": str(self.tree),
                "LC_ALL": "C.UTF-8",
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def calls(self) -> list[str]:
        """The fake commands called so far."""
        return self.calls_file.read_text().splitlines()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def write_font(path: Path, claimed: int = 1_200_000) -> None:
    """An OpenType file (or, by its name, a collection) of one table that claims to be so many bytes long."""
    path.parent.mkdir(parents=True, exist_ok=True)
    head = struct.pack(">4sIII", b"ttcf", 0x20000, 1, 16) if path.suffix == ".ttc" else b""
    tables = struct.pack(">4s4H4sIII", b"OTTO", 1, 0, 0, 0, b"CFF ", 0, 64, claimed)
    path.write_bytes((head + tables).ljust(64 + 1_200_000, b"\0"))


def test_missing_libraries_name_the_command_when_the_user_cannot_become_root(machine: Machine) -> None:
    machine.command("ldconfig", "echo '  libpango-1.0.so.0 (libc6) => /lib/x'")
    result = machine.run("system.sh", "report")
    assert result.returncode == 1
    wanted = "apt-get install -y --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0\n"
    assert wanted in result.stderr
    assert "请管理员以 root 身份执行" in result.stderr
    assert "Ask the administrator" in result.stderr
    assert not [call for call in machine.calls() if call.startswith("apt-get")]


def test_sudo_that_wants_a_password_counts_as_no_sudo_without_a_terminal(machine: Machine) -> None:
    machine.command("ldconfig", "")
    machine.command("sudo", "exit 1")
    result = machine.run("system.sh", "report")
    assert result.returncode == 1
    assert "sudo apt-get update && sudo apt-get install" in result.stderr
    assert not [call for call in machine.calls() if call.startswith("apt-get")]


def test_sudo_installs_what_is_missing_and_only_that(machine: Machine) -> None:
    (machine.bin / "ldconfig").rename(machine.bin / "ldconfig-after")
    machine.command("ldconfig", "")
    machine.command("sudo", 'shift; exec "$@"')
    machine.command("true", "exit 0")
    machine.command("apt-get", 'echo "apt-get $*" >>"$CALLS"; mv "${0%/*}/ldconfig-after" "${0%/*}/ldconfig"')
    machine.command("pdftotext", "exit 0")
    result = machine.run("system.sh", "test")
    assert result.returncode == 0, result.stderr
    (call,) = (call for call in machine.calls() if call.startswith("apt-get"))
    assert call.endswith("install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0")


def test_poppler_is_asked_for_by_tests_alone(machine: Machine) -> None:
    assert machine.run("system.sh", "report").returncode == 0
    result = machine.run("system.sh", "test")
    assert result.returncode == 1
    assert "install -y --no-install-recommends poppler-utils\n" in result.stderr


@pytest.mark.parametrize(
    ("script", "packages"),
    [
        ("exit 1", "python3.11 python3.11-venv"),  # only an older python3
        (
            'case "$*" in *ensurepip*) exit 1 ;; *_base*) echo "$0" ;; *%d*) echo python3.11 ;; esac',
            "python3.11-venv",
        ),
    ],
)
def test_python_without_what_is_needed_is_asked_for(machine: Machine, script: str, packages: str) -> None:
    machine.command("python3.11", script)
    result = machine.run("system.sh", "report")
    assert result.returncode == 1
    assert f"--no-install-recommends {packages}\n" in result.stderr


def test_another_system_is_told_what_it_needs(machine: Machine) -> None:
    machine.command("ldconfig", "")
    (machine.bin / "apt-get").unlink()
    result = machine.run("system.sh", "report")
    assert result.returncode == 1
    assert "libharfbuzz-subset0" in result.stderr
    assert "没有 apt-get" in result.stderr


def test_there_are_ten_fonts() -> None:
    assert len(set(FONTS)) == len(FONTS) == 10


def test_installed_fonts_are_copied_without_a_download(machine: Machine) -> None:
    for name in FONTS:
        write_font(machine.fonts / name)
    result = machine.run("fonts.sh")
    assert result.returncode == 0, result.stderr
    assert {path.name for path in (machine.tree / ".fonts").iterdir()} == {*FONTS, "fonts.conf"}
    assert machine.calls() == []
    assert result.stdout == ""


def test_a_cached_download_serves_the_next_clone(machine: Machine) -> None:
    for name in FONTS:
        write_font(machine.home / ".cache/minyi/fonts" / name)
    assert machine.run("fonts.sh").returncode == 0
    assert machine.calls() == []


def test_half_a_font_is_no_font(machine: Machine) -> None:
    for name in FONTS[1:-1]:
        write_font(machine.fonts / name)
    write_font(machine.fonts / FONTS[0], claimed=1_200_001)
    write_font(machine.fonts / FONTS[-1], claimed=1_200_001)
    result = machine.run("fonts.sh")
    assert result.returncode == 1
    assert f"缺少字体：{FONTS[0]} {FONTS[-1]}。" in result.stderr
    assert "FONT_DIRS=/path/to/fonts make report" in result.stderr
    left = {path.name for path in (machine.tree / ".fonts").iterdir()}
    assert left == set(FONTS[1:-1])


def test_only_the_package_that_is_missing_is_fetched_then_cached(machine: Machine, tmp_path: Path) -> None:
    for name in FONTS:
        write_font((tmp_path / "package/usr/share" if "Noto" in name else machine.fonts) / name)
    machine.command("apt-get", 'echo "apt-get $*" >>"$CALLS"; touch "${@: -1}_1_all.deb"')
    machine.command("dpkg-deb", f'tar -c -C "{tmp_path}/package" .')
    result = machine.run("fonts.sh")
    assert result.returncode == 0, result.stderr
    (call,) = machine.calls()
    assert call.endswith(" download fonts-noto-cjk")
    cached = {path.name for path in (machine.home / ".cache/minyi/fonts").iterdir()}
    assert cached == {name for name in FONTS if "Noto" in name}
    assert {path.name for path in (machine.tree / ".fonts").iterdir()} == {*FONTS, "fonts.conf"}


def test_a_second_run_does_and_prints_nothing(machine: Machine) -> None:
    for name in FONTS:
        write_font(machine.fonts / name)
    first = machine.run("prepare.sh", "report")
    assert first.returncode == 0, first.stderr
    assert any("--require-hashes -r requirements.txt" in call for call in machine.calls())
    assert not any("requirements-dev.txt" in call for call in machine.calls())

    machine.calls_file.write_text("")
    second = machine.run("prepare.sh", "report")
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert machine.calls() == []


def test_what_is_ready_for_tests_is_ready_for_reports(machine: Machine) -> None:
    for name in FONTS:
        write_font(machine.fonts / name)
    machine.command("pdftotext", "exit 0")
    assert machine.run("prepare.sh", "test").returncode == 0
    assert any("-r requirements-dev.txt" in call for call in machine.calls())
    assert machine.run("prepare.sh", "report").stdout == ""


@pytest.mark.parametrize("changed", ["requirements.txt", "pyproject.toml", "setup/fonts.conf", ".fonts"])
def test_a_change_is_noticed(machine: Machine, changed: str) -> None:
    for name in FONTS:
        write_font(machine.fonts / name)
    assert machine.run("prepare.sh", "report").returncode == 0
    if changed == ".fonts":
        (machine.tree / ".fonts" / FONTS[0]).unlink()
    else:
        with (machine.tree / changed).open("a") as file:
            file.write("\n<!-- newer -->\n" if changed.endswith("conf") else "\n# newer\n")
    assert machine.run("prepare.sh", "report").stdout != ""
    assert machine.run("prepare.sh", "report").stdout == ""
    placed = (machine.tree / ".fonts/fonts.conf").read_text()
    assert placed == (machine.tree / "setup/fonts.conf").read_text()


def test_a_killed_installation_is_started_over(machine: Machine) -> None:
    for name in FONTS:
        write_font(machine.fonts / name)
    machine.command("python3.11", PYTHON.replace("*--editable*", "*requirements.txt*) kill -9 $PPID ;; *--editable*"))
    assert machine.run("prepare.sh", "report").returncode != 0
    machine.command("python3.11", PYTHON)
    machine.calls_file.write_text("")
    assert machine.run("prepare.sh", "report").returncode == 0
    assert any("-m venv --clear" in call for call in machine.calls())
    assert not (machine.tree / ".venv/.installing").exists()


def test_a_failed_step_leaves_no_stamp(machine: Machine) -> None:
    assert machine.run("prepare.sh", "report").returncode == 1  # no fonts anywhere
    assert not list((machine.tree / ".venv").glob(".ready-*"))


def test_set_up_names_no_address() -> None:
    for path in [ROOT / "Makefile", ROOT / ".ci/run", *(ROOT / "setup").glob("*.sh")]:
        assert not re.search(r"\w+://|--(extra-)?index-url|--trusted-host", path.read_text("utf-8")), path
        assert not path.suffix or os.access(path, os.X_OK), path
