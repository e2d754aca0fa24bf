#!/bin/bash
# Puts together what the container image holds: image.sh RELEASE FOLDER. Each folder in FOLDER becomes a layer: the C and
# C++ libraries of this Debian, the Java runtime, and Quorate. There is no shell and no tool of the system in it.
set -euo pipefail
umask 022

release=$1
folder=$2
home=/opt/quorate
system=$folder/system
packages=$folder/packages.tsv

die() {
    echo "image: $*" >&2
    exit 2
}
command -v dpkg-query >/dev/null ||
    die "its C library is taken from Debian, and there is no dpkg-query here; build on Debian, or with -Dimage.skip."

rm -rf "$folder"
mkdir -p "$system"/{etc,tmp,var/lib/quorate} "$folder/runtime$home" "$folder/quorate$home/lib"

# What the programs are linked with, and that with: the loader finds it in these folders without a cache.
find "$release/runtime" "$release/native" \( -name '*.so' -o -path '*/bin/java' \) -exec ldd {} + 2>/dev/null |
    awk '/^\t/ { file = $2 == "=>" ? $3 : $1; if (file ~ "^/") print file }' | grep -v "^$release/" | sort -u >"$folder/libraries.txt"
: >"$packages"
while read -r library; do
    mkdir -p "$system${library%/*}"
    cp -L "$library" "$system$library"
    real=$(readlink -f "$library")
    owner=$(dpkg-query -S "$real" 2>/dev/null || dpkg-query -S "${real#/usr}" 2>/dev/null) ||
        die "$library belongs to no package."
    dpkg-query -W -f '${Package}\t${Version}\t${Architecture}\t${source:Package}\tdebian-${Package}\n' \
        "${owner%%: *}" >>"$packages"
done <"$folder/libraries.txt"
sort -u -o "$packages" "$packages"

echo 'quorate:x:10001:10001:Quorate:/var/lib/quorate:/sbin/nologin' >"$system/etc/passwd"
echo 'quorate:x:10001:' >"$system/etc/group"
echo 'hosts: files dns' >"$system/etc/nsswitch.conf"

cp -R "$release/runtime" "$folder/runtime$home/"
cp "$release"/lib/*.jar "$folder/quorate$home/lib/"
cp -R "$release"/{native,licenses,LICENSE,CHANGELOG.md} "$folder/quorate$home/"
while read -r name _; do
    cp "/usr/share/doc/$name/copyright" "$folder/quorate$home/licenses/debian-$name" ||
        die "the licence of Debian's $name is not on this machine."
done <"$packages"

# What the launcher would tell the JVM for 'node', for an entry point without a shell.
natives=$release/native
# shellcheck source=../../../../config/launch-options.sh
. "$release/lib/launch-options.sh"
launch_options node
{
    printf '%s\n' "-Dquorate.root=$home" "${jvm_options[@]}" "${memory[@]}" -cp
    path=''
    for jar in "$folder/quorate$home"/lib/*.jar; do path=$path:$home/lib/${jar##*/}; done
    printf '%s\n' "${path#:}"
} | sed "s|$natives|$home/native|" >"$folder/quorate$home/lib/node.args"
