/**
 * The methods, one class for each family. {@link io.quorate.jsonrpc.method.StandardMethods} puts the table
 * together; a method reads its parameters, asks the ports and answers with a value that writes itself, or
 * ends with a {@link io.quorate.jsonrpc.json.JsonRpcException}.
 */
package io.quorate.jsonrpc.method;
