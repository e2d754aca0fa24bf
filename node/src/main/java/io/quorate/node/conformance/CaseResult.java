package io.quorate.node.conformance;

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
        Optional<String> error) {}
