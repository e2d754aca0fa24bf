package io.quorate.state;

import java.util.Optional;

/** Accounts as they are stored, read by whoever doubts that they are. */
final class StoredAccounts {
    private StoredAccounts() {}

    /** Empty where {@code encoded} is no account in its one form. */
    static Optional<StoredAccount> tryDecode(byte[] encoded) {
        try {
            return Optional.of(StoredAccount.decode(encoded));
        } catch (IllegalStateException _) {
            return Optional.empty();
        }
    }
}
