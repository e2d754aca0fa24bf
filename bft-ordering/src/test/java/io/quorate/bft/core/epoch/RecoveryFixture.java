package io.quorate.bft.core.epoch;

import io.quorate.bft.Digest;
import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.Timeouts;
import io.quorate.bft.core.crypto.BlsMultisig;
import io.quorate.bft.core.crypto.BlsSigner;
import io.quorate.bft.core.crypto.KeySigner;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.crypto.SecpList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;

/** Members of both suites, seven of them, and a record that two of them come back by. */
enum RecoveryFixture {
    SECP(SecpList.SUITE, i -> new KeySigner(secret(i)).publicKey(),
            i -> new SecpKeys(List.of(new KeySigner(secret(i))))),
    BLS(BlsMultisig.SUITE, i -> BlsMultisig.memberKey(BlsSigner.ofSeed(secret(i)).publicKey(),
            new KeySigner(secret(i)).publicKey()),
            i -> new BlsKeys(List.of(new BlsKeys.Pair(BlsSigner.ofSeed(secret(i)),
                    new KeySigner(secret(i))))));

    static final int MEMBERS = 7;
    static final long CHAIN_ID = 1337;

    private final byte suite;
    private final Function<Integer, Bytes> publicKeys;
    private final Function<Integer, CommitteeKeys> keys;

    RecoveryFixture(byte suite, Function<Integer, Bytes> publicKeys,
            Function<Integer, CommitteeKeys> keys) {
        this.suite = suite;
        this.publicKeys = publicKeys;
        this.keys = keys;
    }

    private static Bytes secret(int member) {
        return Bytes.repeat((byte) (member + 1), 32);
    }

    /** Member {@code i} has the number {@code 2i}: places and numbers are not the same. */
    EpochConfig ended() {
        return new EpochConfig(3, new SeqNum(512), IntStream.range(0, MEMBERS)
                .mapToObj(i -> new Member(new MemberId(2 * i), publicKeys.apply(i),
                        Bytes.of(7, i), Bytes.repeat((byte) i, Member.INCARNATION_BYTES)))
                .toList(), suite,
                new EpochConfig.Parameters(0, 64, 16, 1 << 18, 256,
                        Timeouts.DEFAULT, false));
    }

    RecoveryRecord record() {
        EpochConfig ended = ended();
        List<Member> members = ended.members().stream().map(member -> member.id().number() < 4
                ? member.withIncarnation(Bytes.repeat((byte) 99, Member.INCARNATION_BYTES))
                : member).toList();
        return new RecoveryRecord(CHAIN_ID, digest(1), ended, digest(2),
                ended.next(new SeqNum(600), members, ended.parameters()));
    }

    static Digest digest(int of) {
        return Digest.of(Bytes.repeat((byte) of, Digest.SIZE));
    }

    QuorumScheme scheme(int member) {
        return keys.apply(member).signing(ended(), new ReplicaId(member)).orElseThrow();
    }

    QuorumScheme verifying() {
        return keys.apply(0).verifying(ended());
    }

    SignedRecovery signedBy(RecoveryRecord record, int... signers) {
        SignedRecovery signed = SignedRecovery.unsigned(record);
        for (int signer : signers) {
            signed = signed.signedBy(new ReplicaId(signer), scheme(signer));
        }
        return signed;
    }

    /** By a quorum: five of seven. */
    SignedRecovery complete() {
        return signedBy(record(), 0, 1, 2, 4, 6);
    }
}
