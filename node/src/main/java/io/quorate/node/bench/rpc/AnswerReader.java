package io.quorate.node.bench.rpc;

/**
 * Finds the end of one answer in the bytes of a connection, and whether it is an answer as hoped for. Each request is sent
 * after the answer to the one before, so bytes beyond an answer's end are a fault. Mutable, for one thread.
 */
interface AnswerReader {
    /** Takes {@code bytes[from, to)}; true once the answer is whole. Fails with BenchException on what no server sends. */
    boolean feed(byte[] bytes, int from, int to);

    /** Of the answer that is whole: false for another status than 200 and for a body with an error. Begins the next one. */
    boolean takeVerdict();

    /** Bytes of the body of the answer that was whole last. */
    long bodyBytes();
}
