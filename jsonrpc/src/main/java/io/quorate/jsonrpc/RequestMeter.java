package io.quorate.jsonrpc;

/** Told of every request that was looked at, to count it. Called on the threads that answer: it must not wait. */
@FunctionalInterface
public interface RequestMeter {
    /** In place of names that are no method's: anybody may send any. */
    String OTHER = "other";

    RequestMeter NONE = (method, code, nanos) -> {};

    /**
     * @param method of this server, or {@link #OTHER}
     * @param code of the error; 0 if there was none
     * @param nanos from the start of its work to the written answer
     */
    void answered(String method, int code, long nanos);
}
