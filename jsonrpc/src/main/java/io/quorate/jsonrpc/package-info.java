/**
 * Ethereum JSON-RPC: the ports through which it sees a node, and their values. {@link
 * io.quorate.jsonrpc.ChainQueries} reads, {@link io.quorate.jsonrpc.TransactionSubmitter} writes, {@link
 * io.quorate.jsonrpc.DevKeys} signs for development networks. The entry point that serves them is {@code
 * io.quorate.jsonrpc.server.JsonRpcServer}. Nothing here knows of consensus.
 */
package io.quorate.jsonrpc;
