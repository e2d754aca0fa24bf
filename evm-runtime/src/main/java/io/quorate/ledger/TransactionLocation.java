package io.quorate.ledger;

/** The block of a transaction and its place in it, counted from 0. */
public record TransactionLocation(long blockNumber, int index) {}
