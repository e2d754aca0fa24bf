package io.quorate.node;

import io.quorate.state.storage.StorageException;
import java.nio.file.Path;
import java.util.Optional;

/** Words what an operator can do where stored data are missing or altered. */
final class Damage {
    private Damage() {}

    /** A data folder that cannot be opened. */
    static OperatorException unusable(Path dataDir, StorageException e) {
        return new OperatorException("The data folder " + dataDir + " cannot be used: "
                + e.getMessage() + "." + (e.isDamage() ? " " + advice(dataDir) : ""), e);
    }

    /** What was damaged, if that is what {@code failure} comes from. */
    static Optional<String> in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StorageException e && e.isDamage()) {
                return Optional.of(e.getMessage());
            }
        }
        return Optional.empty();
    }

    /** The next commands, in the order in which they help. */
    static String advice(Path dataDir) {
        return "Data are damaged, and another start will not mend them. './quorate verify"
                + " --data-dir " + dataDir + "' tells how much of them. Then move the folder "
                + dataDir.resolve("chain") + " away, and only that one ("
                + dataDir.resolve("ordering") + " must stay as it is), and either put a"
                + " snapshot in its place ('./quorate snapshot restore'), or start without:"
                + " the replica then fetches what it needs from the others.";
    }
}
