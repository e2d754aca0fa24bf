#!/usr/bin/env bash
# Starts a network for development, deploys a contract to it, and ends it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=$here/../../..
port=${RPC_PORT:-8545}
work=$(mktemp -d)
dev=

finish() {
    if [ -n "$dev" ]; then kill "$dev" && wait "$dev" || true; fi
    rm -r "$work"
}
trap finish EXIT

[ -d "$root/it/clients/node_modules" ] || (cd "$root/it/clients" && npm ci)

"$root/quorate" dev --rpc-port "$port" --log-level warn >"$work/dev.log" &
dev=$!
# The line 'ready' says that requests are served.
until grep -q '^ready' "$work/dev.log"; do
    kill -0 "$dev" || { cat "$work/dev.log" >&2; exit 1; }
    sleep 0.2
done

node "$here/deploy.mjs" "http://127.0.0.1:$port"
