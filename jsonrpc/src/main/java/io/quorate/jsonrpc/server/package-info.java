/**
 * JSON-RPC over HTTP and WebSocket on one port; {@link io.quorate.jsonrpc.server.JsonRpcServer} is the entry
 * point. Event loops only move bytes: each request runs on a virtual thread, and what may compute for long
 * on one of few platform threads besides. The number of requests under way is bounded.
 */
package io.quorate.jsonrpc.server;
