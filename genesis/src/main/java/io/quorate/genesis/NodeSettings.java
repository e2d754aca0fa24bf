package io.quorate.genesis;

import java.net.URI;
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
        Sync sync, Storage storage, Execution execution, Tracing tracing, Console console) {

    /**
     * Where the secrets are: the validator's secp256k1 key, its BLS12-381 key (a file that only some networks have)
     * and the TLS identity.
     *
     * @param device a PKCS#11 URI, where the validator's key is in a device and not in its file
     * @param tlsKey PEM, or PKCS#12 with the certificate in it
     * @param passwordFile with the password of those that are encrypted
     * @param nextValidatorKey takes the place of the validator's key from a coming epoch on
     * @param nextBlsKey the same of the BLS key
     * @param firstLog the incarnation of the log that the first start begins, which takes the file away
     */
    public record Keys(Path validatorKey, Optional<String> device, Path blsKey, Path tlsKey,
            Path tlsCertificate, Optional<Path> passwordFile, Optional<Path> nextValidatorKey,
            Optional<Path> nextBlsKey, Path firstLog) {
        /** Where {@code network init} writes it. */
        static Path firstLogBeside(Path validatorKey) {
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
     * @param connectionsMax of HTTP and WebSocket together
     * @param callGasMax of one {@code eth_call} or estimate
     */
    public record Rpc(boolean enabled, Endpoint listen, List<String> groups, List<String> origins,
            List<String> hosts, Optional<Path> access, int connectionsMax, int callGasMax) {}

    public record Log(Level level, Format format) {
        /** What a line looks like. */
        public enum Format {
            TEXT, JSON
        }

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

    /**
     * What is told of single transactions, by OTLP over HTTP.
     *
     * @param endpoint who is told; nobody where it is empty
     * @param samplingRatio from 0 to 1, of all transactions; the same for all replicas
     */
    public record Tracing(Optional<URI> endpoint, double samplingRatio) {
        public static final Tracing OFF = new Tracing(Optional.empty(), 0);
    }

    /**
     * The web console on JSON-RPC's port.
     *
     * @param networks file of other networks that it shows
     */
    public record Console(boolean enabled, Optional<Path> networks) {}
}
