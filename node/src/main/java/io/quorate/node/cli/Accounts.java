package io.quorate.node.cli;

import io.quorate.evm.primitives.Address;
import io.quorate.node.OperatorException;

/** Accounts and contracts, as people type them. */
final class Accounts {
    private Accounts() {}

    /** Fails with {@link OperatorException} that names {@code option}. */
    static Address parse(String option, String text) {
        if (!text.matches("0x[0-9a-fA-F]{40}")) {
            throw new OperatorException(option + ": \"" + text
                    + "\" is no address; expected 0x and 40 hexadecimal digits.");
        }
        return Address.fromHex(text);
    }
}
