package io.quorate.node.bench.rpc;

/** Looks for an error object near the begin of a body, where it stands in answers to one request. Mutable, for one thread. */
final class BodyCheck {
    private static final byte[] ERROR = {'"', 'e', 'r', 'r', 'o', 'r', '"'};
    private static final int HEAD_BYTES = 96;

    private int matched;
    private boolean error;
    private long length;

    void take(byte[] bytes, int from, int to) {
        long left = HEAD_BYTES - length;
        length += to - from;
        int end = (int) Math.min(to, from + Math.max(0, left));
        for (int i = from; i < end && !error; i++) {
            if (bytes[i] == ERROR[matched]) {
                matched++;
                error = matched == ERROR.length;
            } else {
                matched = bytes[i] == ERROR[0] ? 1 : 0;
            }
            if (error) {
                return;
            }
        }
    }

    boolean hasError() {
        return error;
    }

    long length() {
        return length;
    }

    void reset() {
        matched = 0;
        error = false;
        length = 0;
    }
}
