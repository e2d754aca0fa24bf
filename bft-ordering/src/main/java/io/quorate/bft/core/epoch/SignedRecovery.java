package io.quorate.bft.core.epoch;

import io.quorate.bft.DecodeException;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.crypto.QuorumScheme;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * A {@link RecoveryRecord} with the signatures that were gathered so far: one of each member of the epoch that ended, by
 * the key that it voted with.
 */
public record SignedRecovery(RecoveryRecord record, SortedMap<ReplicaId, Bytes> signatures) {
    static final int SIGNATURE_BYTES_MAX = 192;

    public SignedRecovery {
        signatures = Collections.unmodifiableSortedMap(new TreeMap<>(signatures));
        for (var each : signatures.entrySet()) {
            if (each.getKey().index() >= record.ended().members().size()
                    || each.getValue().isEmpty()
                    || each.getValue().size() > SIGNATURE_BYTES_MAX) {
                throw new IllegalArgumentException("signature of " + each.getKey() + ", "
                        + each.getValue().size() + " bytes; there are "
                        + record.ended().members().size() + " members");
            }
        }
    }

    public static SignedRecovery unsigned(RecoveryRecord record) {
        return new SignedRecovery(record, new TreeMap<>());
    }

    /** With the signature of {@code signer}, made by the scheme of the epoch that ended; an earlier one is replaced. */
    public SignedRecovery signedBy(ReplicaId signer, QuorumScheme scheme) {
        return with(signer, scheme.sign(record.preimage()));
    }

    private SignedRecovery with(ReplicaId signer, Bytes signature) {
        TreeMap<ReplicaId, Bytes> all = new TreeMap<>(signatures);
        all.put(signer, signature);
        return new SignedRecovery(record, all);
    }

    /** With all signatures of both, which must be of one record. */
    public SignedRecovery merge(SignedRecovery other) {
        if (!other.record.equals(record)) {
            throw new IllegalArgumentException("records " + record.fingerprint() + " and "
                    + other.record.fingerprint() + " are not one");
        }
        TreeMap<ReplicaId, Bytes> all = new TreeMap<>(other.signatures);
        all.putAll(signatures);
        return new SignedRecovery(record, all);
    }

    public int quorum() {
        return record.ended().quorums().quorum();
    }

    /** Whose signature is none; {@code verifying} is the scheme of the epoch that ended. */
    public List<ReplicaId> forged(QuorumScheme verifying) {
        return signatures.entrySet().stream().filter(
                each -> !verifying.verifyShare(each.getKey(), record.preimage(), each.getValue()))
                .map(each -> each.getKey()).toList();
    }

    /** Why this does not end the epoch; empty if a quorum of its members signed and no signature is wrong. */
    public Optional<String> objection(QuorumScheme verifying) {
        if (verifying.suite() != record.ended().suite()
                || verifying.committeeSize() != record.ended().members().size()) {
            return Optional.of("its signatures are of suite " + record.ended().suite() + " and "
                    + record.ended().members().size() + " members, not of suite "
                    + verifying.suite() + " and " + verifying.committeeSize());
        }
        List<ReplicaId> forged = forged(verifying);
        if (!forged.isEmpty()) {
            return Optional.of("the signature of member "
                    + record.ended().member(forged.getFirst()).id()
                    + " was not made over this record with that member's key");
        }
        return signatures.size() >= quorum() ? Optional.empty()
                : Optional.of(signatures.size() + " members signed it, a quorum of epoch "
                        + record.ended().number() + " is " + quorum() + " of "
                        + record.ended().members().size());
    }

    public Bytes encode() {
        return RecoveryCodec.encode(this);
    }

    /** Refuses what {@link #encode} would not have written; verifies no signature. */
    public static SignedRecovery decode(Bytes bytes) throws DecodeException {
        return RecoveryCodec.decodeSigned(bytes);
    }
}
