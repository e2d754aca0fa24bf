/**
 * Watching an execution: {@link io.quorate.evm.trace.Tracer} is the interface, {@link
 * io.quorate.evm.trace.ResultTracer} the tracers that JSON-RPC offers, {@link
 * io.quorate.evm.trace.TraceResult} what they found. A tracer never changes a result, and what it keeps is
 * bounded. Without one the interpreter pays nothing.
 */
package io.quorate.evm.trace;
