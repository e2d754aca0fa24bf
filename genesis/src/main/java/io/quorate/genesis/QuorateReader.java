package io.quorate.genesis;

import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.lane.LaneSetting;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Address;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** Reads the {@code quorate} section, where every key is ours: an unknown one is an error. */
final class QuorateReader {
    private static final int VALIDATORS_MAX = 1_024;
    private static final int NAME_LENGTH_MAX = 64;
    private static final long INTERVAL_MILLIS_MAX = 24 * 3_600_000L;
    private static final int WINDOW_MAX = 1_024;

    private final JsonSection section;
    /** Where each value that must be unique was used first. */
    private final Map<Object, String> used = new HashMap<>();

    QuorateReader(JsonSection section) {
        this.section = section;
    }

    QuorateConfig read() {
        List<JsonSection> entries = section.strictSections("validators", VALIDATORS_MAX);
        CertificateSuite suite = section.text("suite").map(this::suite)
                .orElseGet(() -> CertificateSuite.ofSize(entries.size()));
        List<Validator> validators = new ArrayList<>();
        for (JsonSection entry : entries) {
            validators.add(validator(entry, validators.size(), suite));
        }
        FeeMode feeMode = section.text("feeMode").map(this::feeMode).orElse(FeeMode.BLIND);
        long interval = section.number("emptyBlockIntervalMillis", 0, INTERVAL_MILLIS_MAX)
                .orElse(0L);
        boolean blobs = section.bool("blobs").orElse(false);
        int slowReplicas = slowReplicas(validators.size());
        int window = section.number("window", 1, WINDOW_MAX).map(Long::intValue)
                .orElse(QuorateConfig.DEFAULT_WINDOW);
        OrderingLimits limits = section.strictSection("limits")
                .map(entry -> limits(entry, validators.size(), window))
                .orElse(OrderingLimits.of(validators.size(), window));
        Optional<Members> members = section.strictSection("members")
                .map(entry -> new MembersReader(entry).read());
        boolean development = section.bool("development").orElse(false);
        if (development && limits.lanes()) {
            throw section.problem("development",
                    "is true and limits.lanes as well; a development chain has no lanes");
        }
        section.refuseUnknownKeys();
        return new QuorateConfig(validators, feeMode, interval, blobs, slowReplicas, window,
                limits, suite, members, development);
    }

    private CertificateSuite suite(String word) {
        return CertificateSuite.ofKey(word).orElseThrow(() -> section.wrong("suite",
                Arrays.stream(CertificateSuite.values()).map(suite -> "\"" + suite.key() + "\"")
                        .collect(Collectors.joining(" or "))));
    }

    private FeeMode feeMode(String word) {
        return Arrays.stream(FeeMode.values()).filter(mode -> mode.key().equals(word)).findFirst()
                .orElseThrow(() -> section.wrong("feeMode", Arrays.stream(FeeMode.values())
                        .map(mode -> "\"" + mode.key() + "\"")
                        .collect(Collectors.joining(" or "))));
    }

    private int slowReplicas(int committee) {
        int c = section.number("c", 0, VALIDATORS_MAX).map(Long::intValue).orElse(-1);
        if (committee == 0) {
            return Math.max(c, 0);
        }
        if (committee < Quorums.COMMITTEE_MIN) {
            throw section.problem("validators", "has " + committee
                    + " entries; at least " + Quorums.COMMITTEE_MIN
                    + " are needed to tolerate a fault");
        }
        if (c < 0) {
            return Quorums.ofSize(committee).c();
        }
        int max = (committee - Quorums.COMMITTEE_MIN) / 2;
        if (c > max) {
            throw section.wrong("c", "0 to " + max + " for " + committee + " validators");
        }
        return c;
    }

    /** More slots in flight than the window has could never be voted on. */
    private OrderingLimits limits(JsonSection limits, int committee, int window) {
        OrderingLimits read = new OrderingLimits(
                limits.number("maxBatchBytes", OrderingLimits.BATCH_BYTES_MIN,
                        OrderingLimits.BATCH_BYTES_MAX).map(Long::intValue)
                        .orElse(OrderingLimits.DEFAULT.maxBatchBytes()),
                limits.number("maxInFlight", 1, window).map(Long::intValue)
                        .orElse(Math.min(OrderingLimits.DEFAULT.maxInFlight(), window)),
                limits.bool("lanes").orElse(LaneSetting.suits(committee)));
        limits.refuseUnknownKeys();
        return read;
    }

    private Validator validator(JsonSection entry, int index, CertificateSuite suite) {
        String name = entry.text("name").orElse("replica-" + index);
        requireName(entry, "name", name);
        String organisation = entry.text("organisation").orElse(name);
        requireName(entry, "organisation", organisation);
        Bytes publicKey = publicKey(entry);
        Address address = Secp256k1.addressOf(publicKey);
        entry.bytes("address", Address.SIZE, Address.SIZE).map(Address::of)
                .filter(written -> !written.equals(address)).ifPresent(_ -> {
                    throw entry.wrong("address", address + ", which belongs to the publicKey");
                });
        Bytes32 fingerprint = entry.bytes("tlsFingerprint", Bytes32.SIZE, Bytes32.SIZE)
                .map(Bytes32::wrap)
                .orElseThrow(() -> entry.missing("tlsFingerprint", "32 bytes in hexadecimal"));
        Bytes incarnation = entry
                .bytes("incarnation", Validator.INCARNATION_SIZE, Validator.INCARNATION_SIZE)
                .orElseThrow(() -> entry.missing("incarnation",
                        Validator.INCARNATION_SIZE + " bytes in hexadecimal"));
        Endpoint endpoint = endpoint(entry);
        requireUnique(entry, "name", name);
        requireUnique(entry, "publicKey", publicKey);
        requireUnique(entry, "tlsFingerprint", fingerprint);
        requireUnique(entry, "incarnation", incarnation);
        requireUnique(entry, "endpoint", endpoint);
        Optional<BlsIdentity> bls = blsIdentity(entry);
        if (bls.isEmpty() && suite == CertificateSuite.BLS12_381) {
            throw entry.missing("blsPublicKey",
                    BlsIdentity.PUBLIC_KEY_SIZE + " bytes in hexadecimal, for suite \""
                            + suite.key() + "\"");
        }
        bls.ifPresent(key -> requireUnique(entry, "blsPublicKey", key.publicKey()));
        entry.refuseUnknownKeys();
        return new Validator(name, publicKey, address, endpoint, fingerprint, incarnation, bls,
                organisation);
    }

    static void requireName(JsonSection entry, String key, String name) {
        if (name.length() > NAME_LENGTH_MAX || !name.matches("[A-Za-z0-9][A-Za-z0-9._ -]*")) {
            throw entry.wrong(key,
                    "1 to 64 letters, digits, spaces or any of . _ - after a letter or digit");
        }
    }

    private static Optional<BlsIdentity> blsIdentity(JsonSection entry) {
        Optional<Bytes> key = entry.bytes("blsPublicKey", BlsIdentity.PUBLIC_KEY_SIZE,
                BlsIdentity.PUBLIC_KEY_SIZE);
        Optional<Bytes> proof = entry.bytes("blsProof", BlsIdentity.PROOF_SIZE,
                BlsIdentity.PROOF_SIZE);
        if (key.isEmpty() && proof.isEmpty()) {
            return Optional.empty();
        }
        BlsIdentity identity = new BlsIdentity(
                key.orElseThrow(() -> entry.missing("blsPublicKey",
                        "the " + BlsIdentity.PUBLIC_KEY_SIZE + " bytes that blsProof is about")),
                proof.orElseThrow(() -> entry.missing("blsProof",
                        BlsIdentity.PROOF_SIZE + " bytes that prove possession of blsPublicKey")));
        if (!identity.provesPossession()) {
            throw entry.wrong("blsProof",
                    "a proof of possession of blsPublicKey (BLS_POP of its 96 bytes)");
        }
        return Optional.of(identity);
    }

    private Bytes publicKey(JsonSection entry) {
        Bytes written = entry.bytes("publicKey", 33, 65)
                .orElseThrow(() -> entry.missing("publicKey", "33 or 64 bytes in hexadecimal"));
        return PublicKeys.decode(written).orElseThrow(() -> entry.wrong("publicKey",
                "a point of secp256k1: 33 bytes compressed, or 64 bytes of x and y"));
    }

    private Endpoint endpoint(JsonSection entry) {
        String text = entry.text("endpoint").orElseThrow(
                () -> entry.missing("endpoint", "host:port, as in \"replica-0.example:30303\""));
        try {
            Endpoint endpoint = Endpoint.parse(text);
            if (endpoint.port() == 0) {
                throw entry.wrong("endpoint", "a port from 1 to 65535 that others can dial");
            }
            return endpoint;
        } catch (IllegalArgumentException e) {
            throw entry.problem("endpoint", "is wrong: " + e.getMessage());
        }
    }

    private void requireUnique(JsonSection entry, String key, Object value) {
        String before = used.putIfAbsent(value, entry.path() + key);
        if (before != null) {
            throw entry.problem(key, "is the same as " + before);
        }
    }
}
