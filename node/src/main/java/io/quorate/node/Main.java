package io.quorate.node;

import io.quorate.node.cli.QuorateCommand;

/** Where the process starts, and the only place that ends it. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(QuorateCommand.run(arguments));
    }
}
