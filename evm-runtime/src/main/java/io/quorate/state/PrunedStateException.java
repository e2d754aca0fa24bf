package io.quorate.state;

/** A block was given up while it was read. The reader asked in time, but did not come to its end. */
public final class PrunedStateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long block;
    private final long oldest;

    /** {@code oldest} is the first block that is still kept. */
    public PrunedStateException(long block, long oldest) {
        super("block " + block + " was pruned while it was read, the oldest kept is " + oldest);
        this.block = block;
        this.oldest = oldest;
    }

    public long block() {
        return block;
    }

    public long oldest() {
        return oldest;
    }
}
