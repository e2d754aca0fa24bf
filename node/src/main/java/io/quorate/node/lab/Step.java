package io.quorate.node.lab;

import io.quorate.genesis.ConfigException;
import io.quorate.node.OperatorException;
import java.io.UncheckedIOException;

/**
 * One thing that a lab wants done.
 *
 * @param what as a sentence that holds once it is done
 * @param hint what to do where it is not
 */
record Step(String what, String hint, Look look) {
    /** Looks at the network and the files. */
    @FunctionalInterface
    interface Look {
        /** Whether it is done; an {@link OperatorException} or {@link ConfigException} says why it is not. */
        boolean isDone();
    }

    Finding find() {
        try {
            return look.isDone() ? new Finding.Done(what) : new Finding.Missing(what, "", hint);
        } catch (OperatorException | ConfigException e) {
            return new Finding.Missing(what, e.getMessage(), hint);
        } catch (UncheckedIOException e) {
            return new Finding.Missing(what, e.getCause().toString(), hint);
        }
    }
}
