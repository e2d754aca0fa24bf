/**
 * Runs one replica: the loop that feeds the pure core, syncs the log before anything leaves, and
 * executes what is decided. Entry point: {@code OrderingService}.
 */
package io.quorate.bft.runtime;
