/** Pure execution of one message: interpreter, gas, forks. Entry point: {@code Evm}. No clock, no I/O, no logging. */
package io.quorate.evm;
