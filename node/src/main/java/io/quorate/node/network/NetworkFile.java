package io.quorate.node.network;

import io.quorate.bft.net.TlsIdentity;
import io.quorate.node.OperatorException;
import io.quorate.node.members.NodeFile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.tuweni.bytes.Bytes;

/**
 * A network as it should be (docs/network-file.md). What is absent stays as it is.
 *
 * @param organisations all of them; empty where the file names none, and so changes none
 * @param nodes the same
 */
public record NetworkFile(long chainId, Limits limits, Ordering ordering, Votes votes,
        Optional<List<Organisation>> organisations, Optional<List<Node>> nodes) {
    static final List<String> SUITES = List.of("secp256k1", "bls12381");
    static final List<String> ENFORCED = List.of("senders", "deployers", "contracts", "readers");
    static final List<String> OF_NODES = List.of("endpoints", "tls-keys", "consensus-keys",
            "logs");
    static final List<String> OF_ACCOUNTS = List.of("accounts", "contracts");

    private static final long UINT32_MAX = 0xffff_ffffL;
    private static final Pattern QUORUM = Pattern.compile("[1-9]\\d{0,2}/[1-9]\\d{0,2}");
    private static final Pattern ACCOUNT = Pattern.compile("0x[0-9a-fA-F]{40}");
    private static final int ADMINS_MAX = 16;
    private static final int BYTE_MAX = 255;

    record Limits(Optional<Long> maxBatchBytes, Optional<Long> window, Optional<Long> inFlight) {}

    record Ordering(Optional<Long> c, Optional<String> suite, Optional<Boolean> lanes) {}

    /** @param quorum such as 2/3: more than that part decides */
    record Votes(Optional<String> quorum, Optional<Long> lifetimeSeconds,
            Optional<Integer> enforced, Optional<Integer> nodesAlone,
            Optional<Integer> accountsAlone) {}

    /** @param number absent for one that is to be admitted, whose first admins are then {@code admins} */
    record Organisation(Optional<Integer> number, String name, boolean suspended,
            List<String> admins) {}

    /**
     * @param number absent for one that is to be admitted, as {@code joiner} describes it
     * @param settings its {@code quorate.toml}, where it is at hand
     */
    record Node(Optional<Integer> number, Optional<NodeFile> joiner,
            Optional<Integer> organisation, Optional<String> role, Optional<String> endpoint,
            Optional<String> name, Optional<String> operator, Optional<String> jurisdiction,
            Optional<Bytes> tlsFingerprint, Optional<Bytes> consensusKey,
            Optional<Path> validatorKey, Optional<Path> blsKey, Optional<Path> settings) {}

    /** Fails with {@link OperatorException} that names the line and what was expected there. */
    public static NetworkFile read(Path file) {
        Toml root = Toml.read(file).only("chain-id", "limits", "ordering", "votes",
                "organisations", "nodes");
        Toml limits = root.table("limits").only("max-batch-bytes", "window", "in-flight");
        Toml ordering = root.table("ordering").only("c", "suite", "lanes");
        NetworkFile read = new NetworkFile(
                root.number("chain-id", 1, Long.MAX_VALUE)
                        .orElseThrow(() -> root.wrong("chain-id", "the network's chain id")),
                new Limits(limits.number("max-batch-bytes", 163_840, 4_194_304),
                        limits.number("window", 1, 1_024), limits.number("in-flight", 1, 1_024)),
                new Ordering(ordering.number("c", 0, 254),
                        ordering.matching("suite", SUITES::contains, String.join(" or ", SUITES)),
                        ordering.flag("lanes")),
                votes(root.table("votes")),
                all(root, "organisations", NetworkFile::organisation),
                all(root, "nodes", NetworkFile::node));
        requireOnce(root.tables("organisations"), read.organisations.orElse(List.of()).stream()
                .map(Organisation::number).toList());
        requireOnce(root.tables("nodes"), read.nodes.orElse(List.of()).stream()
                .map(node -> node.number.<Object>map(number -> number)
                        .or(() -> node.joiner.map(NodeFile::consensusKey)))
                .toList());
        return read;
    }

    private static <T> Optional<List<T>> all(Toml root, String key, Function<Toml, T> read) {
        return root.has(key) ? Optional.of(root.tables(key).stream().map(read).toList())
                : Optional.empty();
    }

    private static void requireOnce(List<Toml> tables, List<? extends Optional<?>> numbers) {
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < tables.size(); i++) {
            if (numbers.get(i).isPresent() && !seen.add(numbers.get(i).get())) {
                throw tables.get(i).wrong("is there twice: " + numbers.get(i).get());
            }
        }
    }

    private static Votes votes(Toml votes) {
        votes.only("quorum", "proposal-seconds", "enforce", "nodes-alone", "accounts-alone");
        return new Votes(votes.matching("quorum", NetworkFile::isQuorum,
                "a fraction from 1/2 on and below 1, such as 2/3"),
                votes.number("proposal-seconds", 3_600, 31_536_000),
                votes.bits("enforce", ENFORCED), votes.bits("nodes-alone", OF_NODES),
                votes.bits("accounts-alone", OF_ACCOUNTS));
    }

    private static boolean isQuorum(String text) {
        if (!QUORUM.matcher(text).matches()) return false;
        int numerator = numerator(text);
        int denominator = denominator(text);
        return numerator < denominator && 2 * numerator >= denominator && denominator <= BYTE_MAX;
    }

    static int numerator(String quorum) {
        return Integer.parseInt(quorum.substring(0, quorum.indexOf('/')));
    }

    static int denominator(String quorum) {
        return Integer.parseInt(quorum.substring(quorum.indexOf('/') + 1));
    }

    private static Organisation organisation(Toml table) {
        table.only("number", "name", "state", "admins");
        Optional<Integer> number = table.number("number", 1, UINT32_MAX).map(Long::intValue);
        List<String> admins = table.texts("admins", ACCOUNT, ADMINS_MAX,
                "1 to 16 accounts, 0x and 40 hexadecimal digits each").orElse(List.of());
        if (number.isEmpty() && admins.isEmpty()) {
            throw table.wrong("needs number, or admins where it is to be admitted");
        }
        return new Organisation(number,
                table.text("name", 1, 64).orElseThrow(() -> table.wrong("name", "its name")),
                table.matching("state", List.of("active", "suspended")::contains,
                        "active or suspended").orElse("active").equals("suspended"),
                admins);
    }

    private static Node node(Toml table) {
        table.only("number", "file", "organisation", "role", "endpoint", "name", "operator",
                "jurisdiction", "tls-fingerprint", "tls-certificate", "consensus-key",
                "validator-key", "bls-key", "settings");
        Optional<Integer> number = table.number("number", 0, UINT32_MAX).map(Long::intValue);
        Optional<NodeFile> joiner = table.path("file").map(NodeFile::read);
        if (number.isPresent() == joiner.isPresent()) {
            throw table.wrong("needs either number, of a node that is in the registry, or file,"
                    + " the node.json of one that is to be admitted");
        }
        if (table.has("tls-fingerprint") && table.has("tls-certificate")) {
            throw table.wrong("has tls-fingerprint and tls-certificate; one of them says it");
        }
        if (table.has("consensus-key") && table.has("validator-key")) {
            throw table.wrong("has consensus-key and validator-key; one of them says it");
        }
        return new Node(number, joiner,
                table.number("organisation", 1, UINT32_MAX).map(Long::intValue),
                table.matching("role", List.of("validator", "observer")::contains,
                        "validator or observer"),
                table.text("endpoint", 3, BYTE_MAX),
                table.text("name", 1, 64),
                table.text("operator", 0, 64), table.text("jurisdiction", 0, 64),
                table.matching("tls-fingerprint", text -> isHex(text, 32),
                        "0x and 64 hexadecimal digits").map(Bytes::fromHexString)
                        .or(() -> table.path("tls-certificate").map(NetworkFile::fingerprint)),
                table.matching("consensus-key", text -> isHex(text, 33),
                        "0x and 66 hexadecimal digits").map(Bytes::fromHexString),
                table.path("validator-key"), table.path("bls-key"), table.path("settings"));
    }

    private static Bytes fingerprint(Path certificate) {
        try {
            return TlsIdentity.keyPin(TlsIdentity.loadCertificate(certificate));
        } catch (IllegalArgumentException e) {
            throw new OperatorException(e.getMessage() + ".", e);
        }
    }

    private static boolean isHex(String text, int bytes) {
        return text.matches("0x[0-9a-fA-F]{" + 2 * bytes + "}");
    }
}
