package io.quorate.genesis;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything one replica reads from its {@code quorate.toml}; all paths are absolute.
 *
 * @param member its number in the registry of the members; that of its key in the genesis file where it is empty
 * @param recording where every input of the ordering core is recorded, if it is
 */
public record NodeSettings(Path configFile, Path dataDir, Path genesisFile,
        OptionalInt member, Optional<Path> recording, Keys keys, P2p p2p, Rpc rpc, Log log,
        Metrics metrics,
        Sync sync, Storage storage, Execution execution) {

    /**
     * Where the secrets are: the validator's secp256k1 key, its BLS12-381 key (a file that only some networks have)
     * and the TLS identity (PEM); and the keys that are to take the place of the first two, if any.
     */
    public record Keys(Path validatorKey, Path blsKey, Path tlsKey, Path tlsCertificate,
            Optional<Path> nextValidatorKey, Optional<Path> nextBlsKey) {
        public Keys(Path validatorKey, Path blsKey, Path tlsKey, Path tlsCertificate) {
            this(validatorKey, blsKey, tlsKey, tlsCertificate, Optional.empty(), Optional.empty());
        }

        /**
         * Beside the validator's key: the incarnation of the log that the first start begins, which takes the file
         * away. Written by {@code network init}.
         */
        public Path firstLog() {
            return validatorKey.resolveSibling("first-log");
        }
    }

    /** Where other replicas connect to. What they dial is the endpoint in the genesis file. */
    public record P2p(Endpoint listen) {}

    /**
     * JSON-RPC; HTTP and WebSocket share the port.
     *
     * @param groups and methods open to callers that do not say who they are
     * @param origins of web pages that may call
     * @param hosts names by which callers may reach it, besides addresses
     * @param access file of roles, tokens, TLS, limits and the access log
     */
    public record Rpc(boolean enabled, Endpoint listen, List<String> groups, List<String> origins,
            List<String> hosts, Optional<Path> access) {}

    public record Log(Level level) {
        /** From what weight on lines are written. */
        public enum Level {
            ERROR, WARN, INFO, DEBUG, TRACE
        }
    }

    /** Prometheus text on {@code /metrics}. */
    public record Metrics(boolean enabled, Endpoint listen) {}

    /**
     * How replicas that lag are helped.
     *
     * @param snapshotInterval in slots; the same for all replicas
     * @param slotsKept of the last ones; 0 for all, else at least two intervals
     */
    public record Sync(int snapshotInterval, int slotsKept) {}

    /**
     * What is kept on disk, and how much memory and room it takes.
     *
     * @param blocksKept at least, in mode pruned
     * @param minFreeMib below it the replica stops; 0 for never
     * @param openFiles of the database, at most
     */
    public record Storage(Mode mode, int blocksKept, int minFreeMib, int cacheMib,
            int writeBufferMib, int openFiles) {
        /** Whether old blocks and states are kept. */
        public enum Mode {
            ARCHIVE, PRUNED
        }
    }

    /** @param threads for the transactions of a block; 0 for one a processor */
    public record Execution(int threads, boolean overlap) {}
}
