package io.quorate.node.conformance;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.evm.primitives.Hash;
import java.util.Locale;
import java.util.Optional;

/**
 * How one case did.
 *
 * @param name the file and the test, with the indexes of data, gas and value of a state test
 * @param fork or network, as the test names it; empty where a test is of no fork
 * @param stateRoot after the transaction or the last block; absent where there is none
 * @param error why it failed or was skipped; absent where it passed
 */
public record CaseResult(Suite suite, String name, String fork, Verdict verdict,
        Optional<Hash> stateRoot, Optional<String> error) {
    /** What became of a case; a skipped one has its reason in the list of exceptions. */
    public enum Verdict {
        PASSED,
        FAILED,
        SKIPPED
    }

    /** Passed where there is no {@code error}. */
    static CaseResult of(Suite suite, String name, String fork, Optional<Hash> stateRoot,
            Optional<String> error) {
        return new CaseResult(suite, name, fork,
                error.isEmpty() ? Verdict.PASSED : Verdict.FAILED, stateRoot, error);
    }

    /** As {@link #of} for a case without a state root. */
    static CaseResult of(Suite suite, String name, String fork, Optional<String> error) {
        return of(suite, name, fork, Optional.empty(), error);
    }

    public boolean passed() {
        return verdict == Verdict.PASSED;
    }

    /** With the keys that other clients' test commands print. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", name).put("fork", fork).put("pass", passed());
        if (verdict == Verdict.SKIPPED) {
            json.put("skipped", true);
        }
        stateRoot.ifPresent(root -> json.put("stateRoot", root.toString()));
        error.ifPresent(text -> json.put("error", text));
        return json;
    }

    /** One line: the verdict, the fork, the name and what is wrong. */
    public String toLine() {
        return verdict.name().toLowerCase(Locale.ROOT) + " " + suite.label() + " "
                + (fork.isEmpty() ? "-" : fork) + " " + name
                + error.map(text -> ": " + text).orElse("");
    }
}
