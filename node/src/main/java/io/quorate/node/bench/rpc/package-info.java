/** Measures JSON-RPC: how many requests a second a node answers, and how soon; {@code RpcBench} is the entry. */
package io.quorate.node.bench.rpc;
