package io.quorate.node;

import io.quorate.node.cli.PlainNode;
import io.quorate.node.cli.QuorateCommand;

/** Where the process starts, and the only place that ends it. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(PlainNode.config(arguments).map(PlainNode::run)
                .orElseGet(() -> QuorateCommand.run(arguments)));
    }
}
