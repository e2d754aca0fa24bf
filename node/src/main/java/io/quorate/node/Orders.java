package io.quorate.node;

import io.quorate.bft.Digest;
import io.quorate.bft.MemberId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.Timeouts;
import io.quorate.bft.core.crypto.BlsMultisig;
import io.quorate.bft.core.crypto.SecpList;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.net.NetworkIdentity;
import io.quorate.bft.net.Peer;
import io.quorate.bft.runtime.OrderingConfig;
import io.quorate.bft.wal.WalConfig;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.QuorateConfig;
import io.quorate.genesis.Validator;
import io.quorate.proof.TrustedStart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** What a genesis says about ordering, as the ordering layer wants to hear it. */
public final class Orders {
    /** Raised when replicas of two versions would not understand each other. */
    static final int PROTOCOL_VERSION = 8;

    private Orders() {}

    /** The log goes into the folder {@code ordering} of {@code dataDir}. */
    public static OrderingConfig config(int replica, Genesis genesis, Path dataDir) {
        return OrderingConfig.of(new MemberId(replica), genesis.chainId(),
                firstEpoch(genesis.quorate()), WalConfig.in(dataDir.resolve("ordering")));
    }

    /** The place in the genesis file becomes the member's number for good. */
    static EpochConfig firstEpoch(QuorateConfig quorate) {
        List<Member> members = new ArrayList<>();
        for (Validator validator : quorate.validators()) {
            members.add(new Member(new MemberId(members.size()), publicKey(validator, quorate),
                    channel(validator, members.size()), validator.incarnation()));
        }
        return new EpochConfig(0, SeqNum.ZERO, members, suite(quorate),
                new EpochConfig.Parameters(quorate.slowReplicas(), quorate.window(),
                        quorate.limits().maxInFlight(), quorate.limits().maxBatchBytes(),
                        segmentSlots(quorate), Timeouts.DEFAULT,
                        quorate.limits().lanes()));
    }

    /**
     * What somebody who has nothing but the genesis file starts from. Fails with {@link OperatorException} where it
     * names no validators.
     */
    public static TrustedStart trustedStart(Genesis genesis, Path file) {
        if (genesis.quorate().validators().isEmpty()) {
            throw new OperatorException(file + " names no validators (quorate.validators), whose"
                    + " signatures could be checked; name the genesis file of the network, as"
                    + " 'quorate network init' writes it. Those of 'quorate dev' are in none.");
        }
        return new TrustedStart(genesis.chainId(), genesis.block().block().hash(),
                firstEpoch(genesis.quorate()));
    }

    private static byte suite(QuorateConfig quorate) {
        return switch (quorate.suite()) {
            case SECP256K1 -> SecpList.SUITE;
            case BLS12_381 -> BlsMultisig.SUITE;
        };
    }

    private static Bytes publicKey(Validator validator, QuorateConfig quorate) {
        return switch (quorate.suite()) {
            case SECP256K1 -> validator.publicKey();
            case BLS12_381 -> BlsMultisig.memberKey(validator.bls().orElseThrow().publicKey(),
                    validator.publicKey());
        };
    }

    /** None within one process. */
    private static Bytes channel(Validator validator, int number) {
        return validator.endpoint().port() == 0 ? Bytes.EMPTY
                : new Peer(number, validator.endpoint().host(), validator.endpoint().port(),
                        Bytes32.wrap(validator.tlsFingerprint())).channel();
    }

    private static long segmentSlots(QuorateConfig quorate) {
        return Math.max(ReplicaConfig.SEGMENT_SLOTS, 2L * quorate.window());
    }

    /** Of the genesis block. */
    static Digest hash(Genesis genesis) {
        return Digest.of(genesis.block().block().hash().toArray());
    }

    /** What two replicas must have in common before they talk. */
    static NetworkIdentity identity(Genesis genesis) {
        return new NetworkIdentity(PROTOCOL_VERSION, genesis.chainId(),
                bytes32(genesis.block().block().hash()), rules(genesis.quorate()));
    }

    /** Everything that all replicas must have the same, or they would refuse each other's proposals, by its name. */
    private static String rules(QuorateConfig quorate) {
        List<String> lines = new ArrayList<>();
        lines.add("c " + quorate.slowReplicas());
        lines.add("window " + quorate.window());
        lines.add("segment " + segmentSlots(quorate));
        lines.add("feeMode " + quorate.feeMode());
        lines.add("blobs " + quorate.blobs());
        lines.add("emptyBlockIntervalMillis " + quorate.emptyBlockIntervalMillis());
        lines.add("limits.maxBatchBytes " + quorate.limits().maxBatchBytes());
        lines.add("limits.maxInFlight " + quorate.limits().maxInFlight());
        lines.add("limits.lanes " + quorate.limits().lanes());
        lines.add("suite " + quorate.suite());
        lines.add("timers " + timers());
        List<Validator> validators = quorate.validators();
        lines.add("validators.count " + validators.size());
        lines.add("validators.publicKey " + hash(validators, Validator::publicKey));
        lines.add("validators.blsPublicKey " + hash(validators,
                validator -> validator.bls().map(bls -> bls.publicKey()).orElse(Bytes.EMPTY)));
        lines.add("validators.tlsFingerprint " + hash(validators, Validator::tlsFingerprint));
        lines.add("validators.incarnation " + hash(validators, Validator::incarnation));
        return String.join("\n", lines);
    }

    private static String timers() {
        Timeouts t = Timeouts.DEFAULT;
        return LongStream.of(t.rttMillis(), t.batchMillis(), t.progressMillis(),
                t.newViewMillis(), t.silenceMillis(), t.capMillis(), t.statusMillis(),
                t.idleStatusMillis(), t.retransmitMillis(), t.clockToleranceMillis())
                .mapToObj(String::valueOf).collect(Collectors.joining(","));
    }

    private static Hash hash(List<Validator> validators, Function<Validator, Bytes> part) {
        RlpWriter writer = new RlpWriter().startList();
        validators.forEach(validator -> writer.write(part.apply(validator)));
        return Keccak256.hash(writer.endList().toArray());
    }

    private static Bytes32 bytes32(Hash hash) {
        return Bytes32.wrap(hash.toArray());
    }
}
