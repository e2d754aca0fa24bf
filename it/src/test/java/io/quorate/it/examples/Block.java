package io.quorate.it.examples;

import java.nio.file.Path;

/**
 * A fenced block of a document and what is to become of it.
 *
 * @param page relative to the checkout
 * @param line of the opening fence, from 1
 */
record Block(Path page, int line, String language, String text, Use use) {
    /** By the comment above the block; without one a shell or JavaScript block is run. */
    sealed interface Use {
        /** Run as it stands. {@code afterStop}: the reader has ended what ran before with Ctrl-C. */
        record Run(boolean afterStop) implements Use {}

        /** Left out of the test, and why. */
        record NotRun(String reason) implements Use {}

        /** What the block before it prints. */
        record Output() implements Use {}

        /** For the eye alone. */
        record Shown() implements Use {}
    }

    /** Where a reader finds it. */
    String place() {
        return page + ":" + line;
    }
}
