#!/usr/bin/env bash
# The ten fonts of the documents, in .fonts with the fontconfig file that shows only them: the same pages
# on every machine, whatever it has installed.
#
# Looked for in this order: .fonts itself; the user's cache of an earlier download; FONT_DIRS and the usual
# folders; the Debian packages, fetched and unpacked without root and without installing them.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

cache="${XDG_CACHE_HOME:-${HOME:-}/.cache}/minyi/fonts"
smallest_font=1000000 # bytes; the smallest of the ten has 3.5 million

# number FILE OFFSET BYTES: a big-endian unsigned integer out of a file.
number() { od -An -tu"$3" --endian=big -j"$2" -N"$3" -- "$1" | tr -d ' '; }

# Is this a whole OpenType font or collection? Every table its directory names must lie within the file.
is_font() {
    local file="$1" size starts start end tables
    [ -f "$file" ] && [ -r "$file" ] || return 1
    size="$(stat -Lc %s -- "$file")"
    [ "$size" -ge "$smallest_font" ] || return 1
    case "$(head -c 4 -- "$file" | tr -d '\0')" in
    OTTO) starts=0 ;;
    ttcf) starts="$(od -An -tu4 --endian=big -j12 -N$((4 * $(number "$file" 8 4))) -- "$file")" ;;
    *) return 1 ;;
    esac
    for start in $starts; do
        tables="$(number "$file" $((start + 4)) 2)"
        [ "$tables" -gt 0 ] || return 1
        end="$(od -An -v -tu4 --endian=big -w16 -j$((start + 12)) -N$((16 * tables)) -- "$file" |
            awk '$3 + $4 > end { end = $3 + $4 } END { printf "%.0f", end }')"
        [ "$end" -le "$size" ] || return 1
    done
}

# place FILE FOLDER: copied beside its place, then renamed, so that a font is there whole or not at all.
place() {
    local part="$2/.part-$$-${1##*/}"
    cp -L -- "$1" "$part" && chmod 644 "$part" && mv -f -- "$part" "$2/${1##*/}"
}

missing_fonts() {
    local name
    for name in "${font_names[@]}"; do
        is_font "$font_folder/$name" || printf '%s\n' "$name"
    done
}

# take_from FOLDER…: what is still missing, from the first folder that has a whole copy.
take_from() {
    local name folder
    for name in $(missing_fonts); do
        for folder in "$@"; do
            if is_font "$folder/$name"; then
                place "$folder/$name" "$font_folder"
                break
            fi
        done
    done
}

installed_folders() {
    local name found texmf=fonts/opentype/public/fandol
    printf '%s\n' "${FONT_DIRS:-}" | tr ':' '\n'
    printf '%s\n' "/usr/share/texlive/texmf-dist/$texmf" "/usr/share/texmf/$texmf" "/usr/share/texmf-dist/$texmf" \
        "/usr/local/share/texmf/$texmf" /usr/local/texlive/*/texmf-dist/"$texmf" "${HOME:-}/texmf/$texmf" \
        /usr/share/fonts/opentype/noto /usr/share/fonts/opentype/noto-cjk /usr/share/fonts/noto-cjk \
        /usr/local/share/fonts "${HOME:-}/.local/share/fonts" "${HOME:-}/.fonts"
    # TeX knows about trees in other places.
    if command -v kpsewhich >/dev/null; then
        for name in "${font_names[@]}"; do
            found="$(kpsewhich "$name" 2>/dev/null || true)"
            if [ -n "$found" ]; then printf '%s\n' "${found%/*}"; fi
        done
    fi
}

# download PACKAGE…: unpacks the fonts of Debian packages into $incoming; needs no root.
download() {
    local package state="$incoming/apt" archive
    local apt=(apt-get -qq -o Acquire::Retries=3 -o APT::Sandbox::User=root)
    cd "$incoming"
    if ! "${apt[@]}" download "$@" 2>/dev/null; then
        # No package lists on this machine, or stale ones, and they are not ours to refresh: use our own.
        mkdir -p "$state/lists/partial" "$state/archives/partial"
        apt+=(-o Dir::State::lists="$state/lists" -o Dir::Cache="$state" -o Dir::Cache::archives="$state/archives")
        "${apt[@]}" update >&2 && "${apt[@]}" download "$@" >&2 || return 1
    fi
    for package in "$@"; do
        for archive in "$package"_*.deb; do
            mkdir -p "$incoming/unpacked"
            dpkg-deb --fsys-tarfile "$archive" |
                tar -x -C "$incoming/unpacked" --wildcards --no-anchored 'Fandol*.otf' 'Noto*CJK-*.ttc' 2>/dev/null || true
        done
    done
    # tar reports a pattern that matches nothing; whether a font came out whole is checked file by file.
    find "$incoming/unpacked" -type f \( -name '*.otf' -o -name '*.ttc' \) -exec mv -f -- {} "$incoming" \;
}

mkdir -p "$font_folder"
rm -rf -- "$font_folder"/.part-* "$font_folder"/.incoming-*
mapfile -t folders < <(installed_folders)
take_from "$cache" "${folders[@]}"

mapfile -t missing < <(missing_fonts)
if [ "${#missing[@]}" -gt 0 ] && command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null; then
    packages=()
    if [[ "${missing[*]}" == *Fandol* ]]; then packages+=(texlive-lang-chinese); fi
    if [[ "${missing[*]}" == *Noto* ]]; then packages+=(fonts-noto-cjk); fi
    started=$SECONDS
    say "下载公文字体（${packages[*]}，每包约 50 MB）…"
    incoming="$(mktemp -d "$font_folder/.incoming-XXXXXX")"
    trap 'rm -rf -- "$incoming"' EXIT
    if (download "${packages[@]}"); then
        take_from "$incoming"
        # The cache is a kindness to the next clone: a home that cannot be written is no reason to fail.
        if mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ]; then
            find "$cache" -name '.part-*' -mmin +60 -delete
            for name in "${missing[@]}"; do
                if is_font "$incoming/$name"; then place "$incoming/$name" "$cache" || true; fi
            done
        fi
        say "    完成（$((SECONDS - started)) 秒）"
    fi
    mapfile -t missing < <(missing_fonts)
fi

if [ "${#missing[@]}" -gt 0 ]; then
    fail "缺少字体：${missing[*]}。首次运行需联网从 Debian 软件源下载；也可安装 texlive-lang-chinese 和 fonts-noto-cjk，或把字体文件放入一个目录并这样运行：" \
        "fonts are missing: ${missing[*]}. The first run fetches them from the Debian archive. Or install texlive-lang-chinese and fonts-noto-cjk, or put the files in a folder and run:" \
        "FONT_DIRS=/path/to/fonts make report"
fi
place "$root/setup/fonts.conf" "$font_folder"
