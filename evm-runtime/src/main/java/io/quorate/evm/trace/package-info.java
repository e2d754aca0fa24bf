/** What an observer of an execution sees: {@link io.quorate.evm.trace.Tracer}. Tracers never change a result. */
package io.quorate.evm.trace;
