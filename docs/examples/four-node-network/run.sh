#!/usr/bin/env bash
# Four replicas as processes; one of them is killed and comes back.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=$here/../../..
port=${RPC_PORT:-8545}
work=$(mktemp -d)
pids=()

finish() {
    for pid in "${pids[@]}"; do
        if kill "$pid" 2>/dev/null; then wait "$pid" || true; fi
    done
    rm -r "$work"
}
trap finish EXIT

start() {
    "$root/quorate" node --config "$work/net/replica-$1/quorate.toml" --log-level warn \
        >"$work/replica-$1.log" 2>"$work/replica-$1.err" &
    pids[$1]=$!
}

# The line 'ready' says that requests are served.
await() {
    until grep -q '^ready' "$work/replica-$1.log"; do
        kill -0 "${pids[$1]}" || { cat "$work/replica-$1.err" >&2; exit 1; }
        sleep 0.2
    done
}

url() { echo "http://127.0.0.1:$((port + $1))"; }

[ -d "$root/it/clients/node_modules" ] || (cd "$root/it/clients" && npm ci)

"$root/quorate" network init --replicas 4 --dir "$work/net" --chain-id 20261 \
    --rpc-port "$port" --base-port "${P2P_PORT:-30303}" >/dev/null
for k in 0 1 2 3; do start $k; done
for k in 0 1 2 3; do await $k; done
echo "four replicas are ready"
echo "all four      $(node "$here/send.mjs" 1 "$(url 0)" "$(url 1)" "$(url 2)" "$(url 3)")"

kill -KILL "${pids[3]}"
wait "${pids[3]}" 2>/dev/null || true
echo "replica 3 is killed"
echo "three of four $(node "$here/send.mjs" 1 "$(url 0)" "$(url 1)" "$(url 2)")"

start 3
await 3
echo "replica 3 is back"
# Nothing is sent: the fourth catches up with what it missed.
echo "all four      $(node "$here/send.mjs" 0 "$(url 0)" "$(url 1)" "$(url 2)" "$(url 3)")"
