package io.quorate.node.cli;

import io.quorate.node.Findings;
import java.io.PrintWriter;

/** What a check found, as the operator reads it. */
final class Damages {
    private static final int SOUND = 0;
    private static final int DAMAGED = 1;

    private Damages() {}

    /** The exit code. {@code next} says what to do about damages. */
    static int print(Findings findings, String what, PrintWriter out, String next) {
        if (findings.count() == 0) {
            out.println("sound: " + what);
            return SOUND;
        }
        findings.damages().forEach(damage -> out.println("damaged: " + damage));
        long more = findings.count() - findings.damages().size();
        if (more > 0) out.println("... and " + more + " more");
        out.println("DAMAGED: " + what + ", " + findings.count() + " damages. " + next);
        return DAMAGED;
    }
}
