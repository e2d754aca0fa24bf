#!/bin/bash
# Puts a release's files together: layout.sh CHECKOUT FOLDER. Maven has built node/target/dist/lib, and a Java runtime
# beside FOLDER. Everything gets the modes that it shall have in the archive, whatever the umask is.
set -euo pipefail

checkout=$1
folder=$2
built=$(dirname "$folder")
jars=$checkout/node/target/dist/lib
umask 022

rm -rf "$folder"
mkdir -p "$folder"/{bin,lib,native,licenses,systemd}
cp "$checkout/release/src/main/dist/bin/quorate" "$folder/bin/"
ln -s bin/quorate "$folder/quorate" # as in a checkout and in the documents
cp "$jars"/*.jar "$checkout/config/launch-options.sh" "$folder/lib/"
cp -R "$built/runtime" "$folder/runtime"
cp "$checkout/config/systemd/quorate@.service" "$folder/systemd/"
cp "$checkout"/{LICENSE,README.md,CHANGELOG.md,ARCHITECTURE.md} "$folder/"
(cd "$checkout" && find docs -type f -not -path '*/node_modules/*' -not -path '*/target/*' -print0 |
    tar -c --null -T -) | tar -x -C "$folder"

# The libraries of this machine's kind, so that no start has to unpack them.
case $(uname -s)-$(uname -m) in
    Linux-x86_64) rocksdb=librocksdbjni-linux64.so secp256k1=linux-x86_64 ;;
    Linux-aarch64) rocksdb=librocksdbjni-linux-aarch64.so secp256k1=linux-aarch64 ;;
    *)
        echo "a release can be made on Linux, x86-64 or AArch64, and this is $(uname -s) $(uname -m)" >&2
        exit 2
        ;;
esac
unzip -q -o -j "$jars"/rocksdbjni-*.jar "$rocksdb" -d "$folder/native"
unzip -q -o -j "$jars"/secp256k1-kmp-jni-jvm-linux-*.jar \
    "fr/acinq/secp256k1/jni/native/$secp256k1/libsecp256k1-jni.so" -d "$folder/native"

# It is there already, and those of other machines are 90 MB.
zip -q -d "$folder"/lib/rocksdbjni-*.jar 'librocksdbjni-*'

# What the jars say of their licences themselves; which one each is under is in THIRD-PARTY.md.
for jar in "$jars"/*.jar; do
    name=$(basename "$jar" .jar)
    unzip -q -o -j "$jar" 'META-INF/*LICENSE*' 'META-INF/*NOTICE*' 'META-INF/*license*' 'LICENSE*' 'NOTICE*' \
        -d "$folder/licenses/$name" 2>/dev/null || [ $? -eq 11 ] # 11: it has none
    rmdir "$folder/licenses/$name" 2>/dev/null || true
done

# For heaps of 32 GiB and more, which no command asks for.
rm -f "$folder/runtime/lib/server/classes_nocoops.jsa"

chmod -R u=rwX,go=rX "$folder"
