package io.quorate.node.cli;

import java.io.PrintWriter;
import java.util.List;

/** One line that begins with {@code ready}: tests and scripts wait for it. */
final class Ready {
    private Ready() {}

    static void print(PrintWriter out, List<String> urls) {
        out.println("ready " + String.join(" ", urls));
        out.flush();
    }
}
