package io.quorate.node.conformance;

import java.util.function.Predicate;

/**
 * Which tests to run.
 *
 * @param suite by the suite; where some are left out, files that no runner understands are passed over
 * @param file by the file's path within the folder or archive
 * @param fork by the fork's name in the tests
 */
public record TestSelection(Predicate<Suite> suite, Predicate<String> file,
        Predicate<String> fork) {
    public static TestSelection all() {
        return new TestSelection(suite -> true, file -> true, fork -> true);
    }

    public static TestSelection of(Suite only) {
        return new TestSelection(suite -> suite == only, file -> true, fork -> true);
    }

    public TestSelection withFile(Predicate<String> wanted) {
        return new TestSelection(suite, wanted, fork);
    }

    public TestSelection withFork(Predicate<String> wanted) {
        return new TestSelection(suite, file, wanted);
    }
}
