/**
 * Treats JSON-RPC as an attacker would and looks whether it keeps its promises: {@code AbuseBench} is the entry. All load is
 * bounded in count and time.
 */
package io.quorate.node.bench.abuse;
