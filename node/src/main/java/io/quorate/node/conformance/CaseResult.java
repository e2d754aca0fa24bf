package io.quorate.node.conformance;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.evm.primitives.Hash;
import java.util.Optional;

/**
 * How one case did.
 *
 * @param name the file, the test, and the indexes of its data, gas and value
 * @param stateRoot after the transaction; absent where the case could not be run
 * @param error why it failed; absent where it passed
 */
public record CaseResult(String name, String fork, boolean passed, Optional<Hash> stateRoot,
        Optional<String> error) {
    /** With the keys that other clients' state test commands print. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", name).put("fork", fork).put("pass", passed);
        stateRoot.ifPresent(root -> json.put("stateRoot", root.toString()));
        error.ifPresent(text -> json.put("error", text));
        return json;
    }
}
