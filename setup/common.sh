# Shared by the set-up scripts: where the tree is, how they speak, how they find Python and become root.
#
# Variables a user may set (all optional):
#   PYTHON          the interpreter to build .venv from (3.11 or newer)
#   FONT_DIRS       colon-separated folders searched for fonts before anything is downloaded
#   XDG_CACHE_HOME  where downloaded fonts are kept for the next clone (default ~/.cache)

# shellcheck shell=bash
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
venv="$root/.venv"
font_folder="$root/.fonts"
font_names=(
    FandolFang-Regular.otf FandolSong-Regular.otf FandolSong-Bold.otf
    FandolHei-Regular.otf FandolHei-Bold.otf FandolKai-Regular.otf
    NotoSerifCJK-Regular.ttc NotoSerifCJK-Bold.ttc NotoSansCJK-Regular.ttc NotoSansCJK-Bold.ttc
)

say() { printf '%s\n' "$*"; }

# fail CHINESE ENGLISH [COMMAND]: says why in both languages, names the command that helps, ends with status 1.
fail() {
    {
        printf '\n准备未完成：%s\nSet-up stopped: %s\n' "$1" "$2"
        if [ $# -gt 2 ]; then printf '\n    %s\n\n' "$3"; fi
    } >&2
    exit 1
}

# The interpreter to build .venv from, on standard output; status 1 when there is none.
# 3.11 comes first because the pinned requirements were resolved for it. Each candidate is run, not
# only looked up: version managers leave commands on PATH that refuse to start.
find_python() {
    local name probe='import sys; sys.exit(sys.version_info < (3, 11))'
    for probe in "import ensurepip, venv; $probe" "$probe"; do
        for name in ${PYTHON:+"$PYTHON"} python3.11 python3.12 python3.13 python3; do
            if "$name" -c "$probe" >/dev/null 2>&1; then
                # Of an activated .venv its base: the environment must not be rebuilt by itself.
                "$name" -c 'import sys; print(sys._base_executable)'
                return 0
            fi
        done
    done
    return 1
}

# Sets as_root to the words that run a command as root; status 1 when this user cannot become root.
find_root() {
    if [ "$(id -u)" = 0 ]; then
        as_root=()
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        as_root=(sudo -n)
    elif command -v sudo >/dev/null && [ -t 0 ] && [ -t 2 ]; then
        as_root=(sudo)
    else
        return 1
    fi
}

# install_packages NAME…: installs Debian packages as root, or says what the administrator should run.
install_packages() {
    local prefix='' log options=(-qq -y --no-install-recommends -o DPkg::Lock::Timeout=120 -o Acquire::Retries=3)
    if command -v sudo >/dev/null; then prefix='sudo '; fi
    local command="${prefix}apt-get update && ${prefix}apt-get install -y --no-install-recommends $*"
    if ! command -v apt-get >/dev/null; then
        fail "缺少系统组件（以 Debian 包名表示）：$*。本机没有 apt-get，请用本系统的软件包管理器安装对应组件。" \
            "system components are missing (Debian names): $*. There is no apt-get here; install their equivalents."
    fi
    if ! find_root; then
        fail "缺少系统组件：$*。当前用户没有管理员权限，请管理员以 root 身份执行下面的命令，再重新运行 make：" \
            "system components are missing: $*. Ask the administrator to run this as root, then run make again:" \
            "$command"
    fi
    say "安装系统组件：$* …"
    log="$(mktemp)"
    # The lists are refreshed only when the packages cannot be had without: most machines have them.
    if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" install "$@" >"$log" 2>&1 &&
        ! { "${as_root[@]}" apt-get -qq -o Acquire::Retries=3 update &&
            "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" install "$@"; } >"$log" 2>&1; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        fail "系统组件安装失败（原因见上）。可手工执行：" "the packages could not be installed (see above). By hand:" "$command"
    fi
    rm -f "$log"
}
