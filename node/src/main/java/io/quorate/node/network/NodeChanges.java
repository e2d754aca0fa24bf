package io.quorate.node.network;

import io.quorate.execution.MemberRegistry;
import io.quorate.genesis.BlsKey;
import io.quorate.genesis.Endpoint;
import io.quorate.genesis.NodeSettings;
import io.quorate.genesis.ReplicaConfigFile;
import io.quorate.genesis.keys.AccountKey;
import io.quorate.genesis.keys.KeyPlace;
import io.quorate.genesis.keys.Keys;
import io.quorate.genesis.keys.Passwords;
import io.quorate.node.OperatorException;
import io.quorate.node.members.NodeFile;
import io.quorate.node.members.SystemCall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** What differs in one node that is in the registry. */
final class NodeChanges {
    private final long chainId;
    private final MemberRegistry.Node is;
    private final NetworkFile.Node wanted;
    private final String subject;
    private final List<Change> changes = new ArrayList<>();

    NodeChanges(long chainId, MemberRegistry.Node is, NetworkFile.Node wanted) {
        this.chainId = chainId;
        this.is = is;
        this.wanted = wanted;
        this.subject = "node " + Integer.toUnsignedString(is.number());
    }

    List<Change> all() {
        requireSame("organisation", String.valueOf(is.organisation()),
                wanted.organisation().map(String::valueOf));
        requireSame("role", is.role().name().toLowerCase(Locale.ROOT), wanted.role());
        String endpoint = wanted.endpoint()
                .or(() -> wanted.joiner().map(NodeFile::endpoint)).orElse(is.endpoint());
        if (!endpoint.equals(is.endpoint())) {
            if (port(endpoint).orElse(0) == 0) {
                throw new OperatorException(subject + ": endpoint is \"" + endpoint
                        + "\"; expected host:port, such as \"r1.example:30303\".");
            }
            add("endpoint", is.endpoint(), endpoint, SystemCall.setEndpoint(is.number(), endpoint));
        }
        described();
        wanted.tlsFingerprint().filter(then -> !then.equals(is.tlsFingerprint().bytes()))
                .ifPresent(then -> add("tls-fingerprint", is.tlsFingerprint().toString(),
                        then.toHexString(), SystemCall.rotateTlsKey(is.number(), then)));
        wanted.validatorKey().ifPresent(this::rotated);
        if (!wanted.consensusKey().orElse(is.consensusKey()).equals(is.consensusKey())) {
            throw new OperatorException(subject + ": consensus-key differs from the registry's, "
                    + is.consensusKey().toHexString() + "; a new key needs a signature by it: name"
                    + " its file with validator-key.");
        }
        wanted.settings().ifPresent(this::settings);
        return changes;
    }

    private void requireSame(String key, String now, Optional<String> then) {
        if (!now.equals(then.orElse(now))) {
            throw new OperatorException(subject + ": " + key + " is " + now + " and cannot become "
                    + then.get() + "; admit a node of its own for that, and remove this one.");
        }
    }

    private void described() {
        String name = wanted.name().orElse(is.name());
        String operator = wanted.operator().orElse(is.operator());
        String jurisdiction = wanted.jurisdiction().orElse(is.jurisdiction());
        SystemCall call = Calls.describe(is.number(), name, operator, jurisdiction);
        if (!name.equals(is.name())) add("name", is.name(), name, call);
        if (!operator.equals(is.operator())) add("operator", is.operator(), operator, call);
        if (!jurisdiction.equals(is.jurisdiction())) {
            add("jurisdiction", is.jurisdiction(), jurisdiction, call);
        }
    }

    private void rotated(Path file) {
        AccountKey key = Keys.account(new KeyPlace.InFile(file),
                Passwords.from(Optional.empty(), System.getenv()));
        Bytes publicKey = NodeFile.compressed(key);
        if (publicKey.equals(is.consensusKey())) return;
        Optional<BlsKey> bls = wanted.blsKey().map(BlsKey::read);
        add("consensus-key", is.consensusKey().toHexString(), publicKey.toHexString(),
                SystemCall.rotateConsensusKey(is.number(), publicKey,
                        NodeFile.possession(key, chainId, is.organisation()),
                        bls.map(own -> own.identity().publicKey()).orElse(Bytes.EMPTY),
                        bls.map(own -> own.identity().proof()).orElse(Bytes.EMPTY)));
    }

    /**
     * Of the chain as it is, not of what a vote may make of it: a replica that listens elsewhere before the others know is not
     * reached.
     */
    private void settings(Path file) {
        NodeSettings settings = ReplicaConfigFile.read(file, Map.of());
        int listens = settings.p2p().listen().port();
        Optional<Integer> dialled = port(is.endpoint());
        if (dialled.isPresent() && listens != dialled.get()) {
            changes.add(new Change.InFile(subject, file, "p2p", "port", String.valueOf(listens),
                    dialled.get().toString()));
        }
        int number = settings.member().orElse(-1);
        if (wanted.joiner().isPresent() && number != is.number()) {
            changes.add(new Change.InFile(subject, file, "node", "member",
                    number < 0 ? "" : String.valueOf(number), String.valueOf(is.number())));
        }
    }

    /** Of what the registry has, which anybody of the organisation may have put there. */
    private static Optional<Integer> port(String endpoint) {
        try {
            return Optional.of(Endpoint.parse(endpoint).port());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private void add(String field, String now, String then, SystemCall call) {
        changes.add(new Change.ByVote(subject, field, now, then, call));
    }
}
