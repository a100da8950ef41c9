#!/usr/bin/env bash
# Makes the tree ready to run; does and prints nothing when it already is.
#
# Usage: setup/prepare.sh report|test
#   report  what making the documents needs: system libraries, .venv, .fonts
#   test    that, and the development requirements and poppler-utils
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

stage="${1:-}"
if [ "$stage" != report ] && [ "$stage" != test ]; then
    echo "usage: setup/prepare.sh report|test" >&2
    exit 2
fi
cd "$root"

# key STAGE: changes with every file that decides what the stage sets up. The folder is part of it: a virtual
# environment that was moved or copied must be put right.
key() {
    local inputs=(requirements.in requirements.txt pyproject.toml setup/*)
    if [ "$1" = test ]; then inputs+=(requirements-dev.txt); fi
    { printf '%s\n' "$root" && sha256sum -- "${inputs[@]}"; } | sha256sum
}

is_ready() {
    local name stamp=''
    if [ -f "$venv/.ready-$stage" ]; then stamp="$(<"$venv/.ready-$stage")"; fi
    if [ "$stamp" != "$(key "$stage")" ] || [ ! -x "$venv/bin/python" ] || [ ! -x "$venv/bin/minyi" ]; then return 1; fi
    for name in "${font_names[@]}" fonts.conf; do
        if [ ! -s "$font_folder/$name" ]; then return 1; fi
    done
}

if is_ready; then exit 0; fi

# Most often something an earlier `sudo make` left behind.
for folder in "$root" "$venv" "$font_folder"; do
    if [ -e "$folder" ] && [ ! -w "$folder" ]; then
        fail "当前用户不能写入 $folder，请更改其所有者或将其删除。" "this user cannot write to $folder: change its owner or remove it."
    fi
done
# Two makes at once would build one environment over the other: the second waits, then finds it done.
exec 9<"$root/setup"
if command -v flock >/dev/null; then flock 9; fi
if is_ready; then exit 0; fi

SECONDS=0
say "首次运行（或依赖有变化），正在准备环境 …"
bash setup/system.sh "$stage"
bash setup/python.sh "$stage"
bash setup/fonts.sh
# Also where the environment tells Python to keep nothing: compiling again at every run costs seconds.
PYTHONDONTWRITEBYTECODE= "$venv/bin/python" setup/warm.py || fail "环境检查没有通过（原因见上）。" "the set-up does not work (see above)."
key report >"$venv/.ready-report"
if [ "$stage" = test ]; then key test >"$venv/.ready-test"; fi
say "环境已就绪（用时 $SECONDS 秒）；以后不再重复，也不再联网。"
