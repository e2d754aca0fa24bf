package io.quorate.jsonrpc;

/** Told of every request that was looked at. Called on the threads that answer: it must not wait. */
@FunctionalInterface
public interface AccessLog {
    AccessLog NONE = entry -> {};

    void answered(Entry entry);

    /**
     * @param identity who called, as proved; {@code anonymous} if not
     * @param remote address of the connection
     * @param method cut at 80 characters, since anybody may send any
     * @param target the first account, contract, block or transaction hash that the request names; empty if none
     * @param block the block that it names, as sent; empty if none
     * @param code of the error; 0 if there was none
     */
    record Entry(String identity, String remote, String method, String target, String block,
            int code, long micros) {}
}
