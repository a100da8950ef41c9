#!/usr/bin/env bash
# What must come from the operating system: Python, the libraries that lay out text, and for tests poppler.
#
# Usage: setup/system.sh report|test
# Each thing is looked for itself, not as a package: where it is present no package manager is needed.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
stage="$1"

# Plain users on Debian have no sbin on PATH. Python's loader also sees what LD_LIBRARY_PATH adds.
libraries="$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)"
has_library() {
    [[ "$libraries" == *"$1 ("* ]] || python3 -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" >/dev/null 2>&1
}

# The Debian packages that would bring a usable interpreter, one a line; nothing when there is one.
missing_python() {
    local found candidate
    if found="$(find_python)"; then
        if "$found" -c 'import ensurepip, venv' >/dev/null 2>&1; then return 0; fi
        # Debian ships the module apart from the interpreter, under the interpreter's own version.
        candidate="$("$found" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')"
        if [ "$(readlink -f "$(command -v python3)" || true)" = "$(readlink -f "$found")" ]; then candidate=python3; fi
        printf '%s\n' "$candidate-venv"
        return 0
    fi
    # Where the distribution's default is older than 3.11, some (Ubuntu 22.04) carry 3.11 beside it.
    if command -v python3 >/dev/null; then candidate=python3.11; else candidate=python3; fi
    printf '%s\n' "$candidate" "$candidate-venv"
}

missing_packages() {
    missing_python
    has_library libpango-1.0.so.0 || echo libpango-1.0-0
    has_library libpangoft2-1.0.so.0 || echo libpangoft2-1.0-0
    # Without this one every document still comes out, but takes ten times as long.
    has_library libharfbuzz-subset.so.0 || echo libharfbuzz-subset0
    if [ "$stage" = test ] && ! command -v pdftotext >/dev/null; then echo poppler-utils; fi
}

mapfile -t packages < <(missing_packages)
if [ "${#packages[@]}" -eq 0 ]; then exit 0; fi
install_packages "${packages[@]}"

hash -r
libraries="$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)"
mapfile -t packages < <(missing_packages)
if [ "${#packages[@]}" -gt 0 ]; then
    fail "软件包已安装，但仍找不到：${packages[*]}。需要 Python 3.11 或更高版本；可用变量 PYTHON 指定解释器。" \
        "packages were installed but these are still not found: ${packages[*]}. Python 3.11 or newer is needed; PYTHON may name one."
fi
