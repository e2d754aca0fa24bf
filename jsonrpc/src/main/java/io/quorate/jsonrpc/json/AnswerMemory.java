package io.quorate.jsonrpc.json;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory of all large answers that are written or not yet sent. Without a bound, a few clients that ask for much and
 * read nothing would fill the heap. Answers up to {@link #FREE_BYTES} are not counted: the number of requests under way
 * bounds them. Safe for any thread.
 */
public final class AnswerMemory {
    static final int FREE_BYTES = 8 << 10;

    private final AtomicLong left;

    public AnswerMemory(long bytesMax) {
        left = new AtomicLong(bytesMax);
    }

    /** A quarter of the heap. */
    public static AnswerMemory ofThisProcess() {
        return new AnswerMemory(Runtime.getRuntime().maxMemory() / 4);
    }

    boolean reserve(long bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        left.addAndGet(bytes);
        return false;
    }

    void release(long bytes) {
        left.addAndGet(bytes);
    }

    /** Whether there is room for an answer that is made already; if so it is to be released. */
    public boolean reserve(byte[] answer) {
        return reserve(heldBy(answer.length));
    }

    /** For whoever has sent an answer, or given it up; once. */
    public void release(byte[] answer) {
        release(heldBy(answer.length));
    }

    /** What an answer of so many bytes holds until it is released. */
    static long heldBy(int length) {
        return length > FREE_BYTES ? length : 0;
    }
}
