package io.quorate.bft.core.epoch;

import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.crypto.Preimages;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * What a quorum of an epoch's members puts in the place of its last BlockCert, after too many of them lost their logs:
 * the epoch ended at a slot with this result, and this configuration follows (note §7). Worth something only with
 * signatures: see {@link SignedRecovery}.
 *
 * @param genesis hash of the genesis block
 * @param ended the epoch that is over, whose members sign
 * @param result digest of the last slot's record
 * @param next starts at the last slot
 */
public record RecoveryRecord(long chainId, Digest genesis, EpochConfig ended, Digest result,
        EpochConfig next) {
    private static final int FINGERPRINT_GROUPS = 5;
    private static final int GROUP_DIGITS = 4;

    public RecoveryRecord {
        if (next.number() != ended.number() + 1 || next.start().isBefore(ended.start())
                || next.suite() != ended.suite()) {
            throw new IllegalArgumentException("epoch " + next.number() + " of suite "
                    + next.suite() + " from slot " + next.start() + " on cannot follow epoch "
                    + ended.number() + " of suite " + ended.suite() + " from slot "
                    + ended.start() + " on");
        }
    }

    /** The last slot of the epoch that is over. */
    public SeqNum last() {
        return next.start();
    }

    public Bytes encode() {
        return RecoveryCodec.encode(this);
    }

    /** Refuses what {@link #encode} would not have written. */
    public static RecoveryRecord decode(Bytes bytes) throws DecodeException {
        return RecoveryCodec.decodeRecord(bytes);
    }

    /** Names this record: SHA-256 of {@link #encode}. */
    public Digest digest() {
        return preimages().content(encode());
    }

    /** What members sign. */
    public Digest preimage() {
        return preimages().recovery(last(), digest());
    }

    private Preimages preimages() {
        return new Preimages(ended.suite(), chainId, ended.number());
    }

    /** The first 80 bits of the {@link #digest}, in groups: short enough to be read out over the telephone. */
    public String fingerprint() {
        String digits = digest().toString();
        StringBuilder grouped = new StringBuilder();
        for (int group = 0; group < FINGERPRINT_GROUPS; group++) {
            grouped.append(group == 0 ? "" : "-").append(digits, group * GROUP_DIGITS,
                    (group + 1) * GROUP_DIGITS);
        }
        return grouped.toString();
    }

    /** Whether {@code known} is the epoch that this ends; how members are reached may differ from place to place. */
    public boolean ends(EpochConfig known) {
        return withoutChannels(ended).equals(withoutChannels(known));
    }

    private static EpochConfig withoutChannels(EpochConfig epoch) {
        return new EpochConfig(epoch.number(), epoch.start(), epoch.members().stream()
                .map(member -> new Member(member.id(), member.publicKey(), Bytes.EMPTY,
                        member.incarnation()))
                .toList(), epoch.suite(), epoch.parameters());
    }

    /** Why a replica that executed {@code seq} last, with that result, must not go on from this record. */
    Optional<String> contradictedBy(SeqNum seq, Digest executedResult) {
        return seq.equals(last()) && !executedResult.equals(result)
                ? Optional.of("the recovery record " + fingerprint() + " ends epoch "
                        + ended.number() + " at slot " + last().number() + " with result " + result
                        + ", this replica's result of that slot is " + executedResult)
                : Optional.empty();
    }
}
