/**
 * Epochs: who orders changes at the end of one, by a decision of the application. {@link
 * io.quorate.bft.core.epoch.Participant} is the entry point, pure like the rest of the core: one process with one log
 * that votes in an epoch, looks on in another and hands over between them. Invariants: no slot beyond an epoch's last
 * one is voted on in it, a message counts in its own epoch only, and a process votes only from the log that the epoch
 * names.
 */
package io.quorate.bft.core.epoch;
