package io.quorate.node.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Predicate;

/** One of the formats that official tests come in. Implementations are safe for any thread. */
interface TestFormat {
    /**
     * A test of a file.
     *
     * @param file path within the folder or archive
     * @param name key of the test in the file
     */
    record Entry(String file, String name, JsonNode content) {
        String fullName() {
            return name.isEmpty() ? file : file + "::" + name;
        }
    }

    Suite suite();

    /** Whether {@code entry} has this format. */
    boolean matches(Entry entry);

    /** Runs the cases of {@code entry} whose fork is wanted. */
    List<CaseResult> run(Entry entry, Predicate<String> wantsFork);
}
