#!/bin/bash
# Packs a release's folder so that the same files give the same bytes: archive.sh FOLDER TIME.
set -euo pipefail
export LC_ALL=C TZ=UTC

folder=$1
time=$2
name=$(basename "$folder")
machine=$(uname -m)
archive=$name-linux-$machine.tar.gz
cd "$(dirname "$folder")"

(cd "$name" && find . -type f -not -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum | sed 's| \./| |' >SHA256SUMS)
chmod 644 "$name/SHA256SUMS"
tar --create --sort=name --format=posix --pax-option='exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime' \
    --mtime="$time" --owner=0 --group=0 --numeric-owner "$name" | gzip -6 -n >"$archive"
sha256sum "$archive" >"$archive.sha256"
cp "$name/sbom.cdx.json" "$name-linux-$machine.cdx.json"
cat "$archive.sha256"
