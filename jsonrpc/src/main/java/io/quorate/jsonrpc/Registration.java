package io.quorate.jsonrpc;

/** A listener's place; after {@link #close} it is called no more, but a call under way may still end. */
@FunctionalInterface
public interface Registration extends AutoCloseable {
    @Override
    void close();
}
