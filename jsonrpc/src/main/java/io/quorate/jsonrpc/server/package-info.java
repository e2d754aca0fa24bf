/** Serves the methods over HTTP and WebSocket on one port; {@link io.quorate.jsonrpc.server.JsonRpcServer}. */
package io.quorate.jsonrpc.server;
