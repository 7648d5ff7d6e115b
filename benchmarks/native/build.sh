#!/bin/sh
# Builds libargon2 with our shim for the benchmark, once per instruction set:
#   build.sh <unpacked source of libargon2> <target folder>
set -eu

[ $# -eq 2 ] && [ -f "$1/src/opt.c" ] || { sed -n '2,3p' "$0" >&2; exit 2; }
source=$1
target=$2
here=$(dirname "$0")
mkdir -p "$target"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# name, file with the compression function, instruction set
build() {
    rm -f "$work"/*.o
    for file in argon2 core thread encoding blake2/blake2b "$2"; do
        # shellcheck disable=SC2086 # no flags for ref
        ${CC:-gcc} -std=c89 -O3 -pthread -fPIC -I"$source/include" -I"$source/src" $3 \
            -c "$source/src/$file.c" -o "$work/$(basename "$file").o"
    done
    ${CC:-gcc} -std=gnu11 -O2 -fPIC -I"$source/include" $4 -c "$here/shim.c" -o "$work/shim.o"
    ${CC:-gcc} -shared -pthread "$work"/*.o -o "$target/libargon2-$1.so"
}

build ref ref "" ""
build avx2 opt -march=x86-64-v3 -DSHIM_AVX2
build avx512 opt -march=x86-64-v4 -DSHIM_AVX512
ls "$target"/libargon2-*.so
