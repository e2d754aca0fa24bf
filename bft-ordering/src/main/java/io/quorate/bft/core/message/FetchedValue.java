package io.quorate.bft.core.message;

/** A value that was asked for by its digest. */
public record FetchedValue(Value value) implements Message {}
