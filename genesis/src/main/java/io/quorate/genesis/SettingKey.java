package io.quorate.genesis;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The keys of a replica's {@code quorate.toml}, in the order in which a file lists them. */
enum SettingKey {
    DATA_DIR("node", "data-dir", "data",
            "Where the chain, the state and the ordering log are kept."),
    GENESIS("node", "genesis", "genesis.json", "The genesis file, the same for all replicas."),
    MEMBER("node", "member", "",
            "The number of this node in the registry of the members; that of its key in the genesis file if empty."),
    RECORD("node", "record", "",
            "The folder in which every input of the ordering core is recorded; none if empty."),
    VALIDATOR_KEY("keys", "validator", "key",
            "The secp256k1 key with which this replica orders: 64 hexadecimal digits, or an Ethereum keystore."),
    KEY_DEVICE("keys", "device", "",
            "Instead of that file, a key in a device: pkcs11:object=LABEL?module-path=LIBRARY; none if empty."),
    PASSWORD_FILE("keys", "password-file", "",
            "The password of encrypted keys, and the device's PIN; QUORATE_PASSWORD or the terminal if empty."),
    BLS_KEY("keys", "bls", "bls.key",
            "The BLS12-381 key for it, where the genesis file's suite is bls12381."),
    NEXT_VALIDATOR_KEY("keys", "next-validator", "",
            "The secp256k1 key that takes its place from a coming epoch on; none if empty."),
    NEXT_BLS_KEY("keys", "next-bls", "",
            "The BLS12-381 key that takes its place from a coming epoch on; none if empty."),
    TLS_KEY("keys", "tls-key", "tls.key",
            "The private key of the TLS certificate (PEM, PKCS#8), or both in PKCS#12."),
    TLS_CERTIFICATE("keys", "tls-certificate", "tls.crt",
            "The TLS certificate (PEM); its key's fingerprint is in the genesis file or the registry."),
    FIRST_LOG("keys", "first-log", "",
            "The file of the first ordering log, which the first start takes away; beside the validator's key if empty."),
    P2P_HOST("p2p", "host", "127.0.0.1",
            "Where this replica listens to the others; 0.0.0.0 for every interface."),
    P2P_PORT("p2p", "port", 30_303, "The port for it; 0 lets the system choose."),
    RPC_ENABLED("rpc", "enabled", true, "Whether JSON-RPC is served (HTTP and WebSocket)."),
    RPC_HOST("rpc", "host", "127.0.0.1", "Where JSON-RPC listens."),
    RPC_PORT("rpc", "port", 8_545, "The port for it; 0 lets the system choose."),
    RPC_GROUPS("rpc", "groups", "eth,net,web3",
            "What callers may use that do not say who they are: groups (also txpool, debug, trace, audit), methods, *."),
    RPC_ORIGINS("rpc", "origins", "",
            "Web pages that may call, as https://explorer.example; localhost, extensions for all such."),
    RPC_HOSTS("rpc", "hosts", "",
            "Names by which callers may reach it, besides addresses and localhost."),
    RPC_ACCESS("rpc", "access", "",
            "The file with roles, tokens, TLS, limits and the access log; none if empty."),
    RPC_CONNECTIONS("rpc", "connections-max", 1_000,
            "So many connections of HTTP and WebSocket are open at once; each takes heap."),
    RPC_CALL_GAS("rpc", "call-gas-max", 100_000_000, "The most gas of one eth_call, from 21000."),
    LOG_LEVEL("log", "level", "info", "error, warn, info, debug or trace."),
    LOG_FORMAT("log", "format", "text", "text, or json: an object a line."),
    METRICS_ENABLED("metrics", "enabled", false, "Whether Prometheus metrics are served."),
    METRICS_HOST("metrics", "host", "127.0.0.1", "Where metrics are served, on /metrics."),
    METRICS_PORT("metrics", "port", 9_545, "The port for it; 0 lets the system choose."),
    SNAPSHOT_INTERVAL("sync", "snapshot-interval", 4_096,
            "A state is offered of every so many slots; the same for all replicas, from 16."),
    SLOTS_KEPT("sync", "slots-kept", 0,
            "So many of the last slots are kept for replicas that lag; 0 keeps all."),
    STORAGE_MODE("storage", "mode", "archive",
            "archive keeps every block and state; pruned keeps the last ones."),
    BLOCKS_KEPT("storage", "blocks-kept", 100_000,
            "In mode pruned: so many of the last blocks are kept at least, from 256."),
    MIN_FREE("storage", "min-free-mib", 256,
            "The replica stops in order before less of its disk is free; 0 never stops it."),
    CACHE("storage", "cache-mib", 24, "Memory for what was read from the database."),
    WRITE_BUFFER("storage", "write-buffer-mib", 16,
            "Memory for what was written and is not in the database's files yet."),
    OPEN_FILES("storage", "open-files", 256, "So many of the database's files are kept open."),
    EXECUTION_THREADS("execution", "threads", 1,
            "So many threads execute the transactions of a block; 0 for one a processor."),
    EXECUTION_OVERLAP("execution", "overlap", false,
            "With more threads than one: a block is begun while the one before is committed."),
    TRACING_ENDPOINT("tracing", "endpoint", "",
            "Where traces of transactions are sent (OTLP over HTTP), as http://127.0.0.1:4318/v1/traces; none if empty."),
    TRACING_RATIO("tracing", "sampling-ratio", 1.0,
            "The share of transactions that are traced, 0 to 1; the same for all replicas."),
    CONSOLE_ENABLED("console", "enabled", false,
            "Whether the web console is served, at /console on JSON-RPC's port."),
    CONSOLE_NETWORKS("console", "networks", "",
            "The file of other networks that the console shows, which 'quorate networks' writes; none if empty.");

    private static final String ENVIRONMENT_PREFIX = "QUORATE_";

    private final String section;
    private final String key;
    private final Object defaultValue;
    private final String description;

    SettingKey(String section, String key, Object defaultValue, String description) {
        this.section = section;
        this.key = key;
        this.defaultValue = defaultValue;
        this.description = description;
    }

    String section() {
        return section;
    }

    String key() {
        return key;
    }

    /** A text, a number, or a truth value. */
    Object defaultValue() {
        return defaultValue;
    }

    String description() {
        return description;
    }

    /** As messages name it: {@code rpc.port}. */
    String path() {
        return section + "." + key;
    }

    /** The variable that takes the place of the file's value: {@code QUORATE_RPC_PORT}. */
    String variable() {
        return ENVIRONMENT_PREFIX
                + (section + "_" + key).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    static Optional<SettingKey> find(String section, String key) {
        return Arrays.stream(values()).filter(k -> k.section.equals(section) && k.key.equals(key))
                .findFirst();
    }

    static List<String> sections() {
        return Arrays.stream(values()).map(SettingKey::section).distinct().toList();
    }

    static List<String> keysOf(String section) {
        return Arrays.stream(values()).filter(k -> k.section.equals(section))
                .map(SettingKey::key).toList();
    }

    /** Whether {@code variable} looks like one of ours: it names one of our sections. */
    static boolean isInOurSections(String variable) {
        return sections().stream().anyMatch(section -> variable
                .startsWith(ENVIRONMENT_PREFIX + section.toUpperCase(Locale.ROOT) + "_"));
    }
}
