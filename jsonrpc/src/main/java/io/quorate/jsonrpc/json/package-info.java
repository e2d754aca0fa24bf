/**
 * JSON-RPC 2.0 as text and back: requests, parameters with names, results and errors. Everything that comes
 * in is bounded in bytes, depth and number length before it is kept, and duplicate keys are refused.
 */
package io.quorate.jsonrpc.json;
