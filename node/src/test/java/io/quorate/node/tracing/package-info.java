/** Tests of traces. */
package io.quorate.node.tracing;
