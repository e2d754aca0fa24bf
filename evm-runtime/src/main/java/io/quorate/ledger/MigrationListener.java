package io.quorate.ledger;

/** Is told how far the data of an older program has been brought to the present format. */
@FunctionalInterface
public interface MigrationListener {
    MigrationListener NONE = (nextBlock, headBlock) -> {};

    /** At the start, now and then, and at the end, when {@code nextBlock} is past {@code headBlock}. */
    void migrating(long nextBlock, long headBlock);
}
