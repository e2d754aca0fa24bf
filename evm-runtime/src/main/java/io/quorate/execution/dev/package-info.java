/**
 * What a development chain can be told beside transactions: to change an account, to move its clock, to go back to a
 * state it was in. Entry points: {@link io.quorate.execution.dev.DevOrder}, which is ordered as transactions are, and {@link
 * io.quorate.execution.dev.DevExecutor}, which carries it out, purely: all replicas get the same. A chain whose genesis does
 * not say that it is one for development has nothing of this.
 */
package io.quorate.execution.dev;
