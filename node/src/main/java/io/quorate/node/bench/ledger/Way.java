package io.quorate.node.bench.ledger;

/** How blocks are made; with one thread the first is all there is. */
enum Way {
    /** On one thread. */
    ALONE("1 thread"),
    /** Transactions and roots on several threads, one block after another. */
    SHARED("more threads"),
    /** As {@link #SHARED}, and a block is begun while the one before it is hashed and committed. */
    OVERLAPPED("blocks overlap");

    private final String title;

    Way(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
