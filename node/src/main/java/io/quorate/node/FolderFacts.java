package io.quorate.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a replica's own files say of it, whether it runs or not. Found by {@link FolderReader}; nothing is judged here.
 *
 * @param config its quorate.toml, if there is one
 * @param objection why its settings, keys or genesis file cannot be used
 * @param running a process uses the data folder
 * @param member its number, where its key or its settings tell
 * @param rpcUrl where it would serve JSON-RPC
 * @param chain the database; {@code log} the ordering log. Both are looked into while it is stopped only
 * @param ports where it wants to listen; looked at while it is stopped only
 */
public record FolderFacts(Optional<Path> config, Path dataDir, Optional<String> objection,
        boolean running, OptionalInt member, String name, Optional<String> rpcUrl,
        Optional<Identity> identity, Optional<TlsKey> tls, List<Certificate> certificates,
        Room room, Store chain, Store log, List<Port> ports) {
    public FolderFacts {
        certificates = List.copyOf(certificates);
        ports = List.copyOf(ports);
    }

    /**
     * What all replicas must have the same, by its genesis file.
     *
     * @param rules a line "name value" each, as replicas compare them when they connect
     * @param validators their names, by number
     */
    public record Identity(Path file, long chainId, String genesisHash, List<String> rules,
            List<String> validators, int slowReplicas) {
        public Identity {
            rules = List.copyOf(rules);
            validators = List.copyOf(validators);
        }
    }

    /**
     * Fingerprints of the TLS key.
     *
     * @param named by the genesis file; empty where it does not name this replica
     * @param objection why key and certificate cannot be used
     */
    public record TlsKey(Path file, String shown, Optional<String> named,
            Optional<String> objection) {}

    /** @param name {@code p2p} or {@code rpc} */
    public record Certificate(String name, Path file, long secondsLeft) {}

    /** Of the disk, in bytes. */
    public record Room(long freeBytes, long minFreeBytes) {}

    /** What was found where data are stored. */
    public record Store(State state, String text) {
        /** Whether it can be used. */
        public enum State {
            SOUND, ABSENT, DAMAGED, OTHER_CHAIN, NOT_READ
        }
    }

    /** @param objection why nobody could listen there now; empty where it is free */
    public record Port(String setting, String endpoint, int number, Optional<String> objection) {}
}
