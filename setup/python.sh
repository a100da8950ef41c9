#!/usr/bin/env bash
# The virtual environment in .venv: pinned, hash-checked requirements and the project itself.
#
# Usage: setup/python.sh report|test
# pip runs as the machine configures it (mirrors, proxies, certificates); nothing here names an address.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
stage="$1"
cd "$root"

# Made anew: an environment cut short (an interpreter without pip, or the mark of an installation that was
# killed: pip takes a half-written package for an installed one), and one whose base was upgraded away.
mark="$venv/.installing"
if [ -e "$mark" ] || ! "$venv/bin/python" -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    python="$(find_python)" || fail "需要 Python 3.11 或更高版本。" "Python 3.11 or newer is needed."
    say "创建虚拟环境 .venv（$("$python" --version)）…"
    "$python" -m venv --clear "$venv"
fi

# Twice quiet: errors still show, warnings about every folder a mirror does not have do not.
pip=("$venv/bin/python" -m pip --quiet --quiet --disable-pip-version-check --no-input)

# install FILE: what the file pins, and only if every archive has the hash written there.
install() {
    local started=$SECONDS
    touch "$mark"
    say "安装 $1 中的 $(grep -c '^[A-Za-z0-9]' "$1") 个 Python 包 …"
    # Most of these files are never imported: compiling those that are (setup/warm.py) takes half the time.
    "${pip[@]}" install --no-compile --require-hashes -r "$1" || {
        rm -f "$mark"
        fail "Python 包安装失败（原因见上）。请检查网络和 pip 的镜像设置，再重新运行。" \
            "the Python packages could not be installed (see above). Check the network and pip's settings, then run again." \
            "$venv/bin/python -m pip config list"
    }
    rm -f "$mark"
    say "    完成（$((SECONDS - started)) 秒）"
}

install requirements.txt
if [ "$stage" = test ]; then install requirements-dev.txt; fi
"${pip[@]}" install --no-deps --no-build-isolation --editable . || fail \
    "项目本身安装失败（原因见上）。" "the project itself could not be installed (see above)."
