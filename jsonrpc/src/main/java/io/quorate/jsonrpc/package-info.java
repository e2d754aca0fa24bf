/** Ethereum JSON-RPC over HTTP and WebSocket. */
package io.quorate.jsonrpc;
