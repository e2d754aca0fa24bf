/** Applies transactions and ordered batches to the state and yields blocks. */
package io.quorate.execution;
