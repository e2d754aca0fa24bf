package io.quorate.node.cli;

import io.quorate.bft.runtime.LogUnusableException;
import io.quorate.genesis.ConfigException;
import io.quorate.node.OperatorException;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator why a command failed; the exit code tells a script. */
final class Failures {
    /** What a shell sees where the operator asked for something that cannot be. */
    static final int OPERATOR_ERROR = 2;
    private static final int FAILURE = 1;
    private static final Logger LOG = LoggerFactory.getLogger(QuorateCommand.class);

    private Failures() {}

    static int report(Exception e, String command, PrintWriter err) {
        if (e instanceof OperatorException || e instanceof ConfigException
                || e instanceof LogUnusableException) {
            err.println("quorate: " + e.getMessage());
            err.flush();
            return OPERATOR_ERROR;
        }
        LOG.error("command failed name={}", command, e);
        return FAILURE;
    }
}
