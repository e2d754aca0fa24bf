package io.quorate.genesis;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;

/**
 * The {@code quorate} section of a genesis file: what a chain needs beyond Ethereum's own format.
 *
 * @param validators in the order of their replica indexes; empty for a chain that is only served
 * @param emptyBlockIntervalMillis 0 where an idle chain makes no blocks
 * @param blobs whether blob transactions are accepted
 * @param slowReplicas the {@code c} of the ordering protocol: how many slow members its fast path tolerates
 * @param window how many sequence numbers may be voted on at a time, the {@code W} of the protocol
 * @param suite with BLS12-381, every validator has such a key
 * @param members what the contracts of the members begin with; empty on a chain without them
 * @param development whether the chain takes commands that change accounts and its clock; without lanes only
 */
public record QuorateConfig(List<Validator> validators, FeeMode feeMode,
        long emptyBlockIntervalMillis, boolean blobs, int slowReplicas, int window,
        OrderingLimits limits, CertificateSuite suite, Optional<Members> members,
        boolean development) {
    public static final int DEFAULT_WINDOW = 64;

    /** What holds where the file has no such section: nobody orders, fees as on Ethereum. */
    public static final QuorateConfig ABSENT = new QuorateConfig(List.of(), FeeMode.EIP1559, 0,
            false, 0, DEFAULT_WINDOW, OrderingLimits.DEFAULT);

    public QuorateConfig {
        validators = List.copyOf(validators);
        if (development && limits.lanes()) {
            throw new IllegalArgumentException("a development chain has no lanes");
        }
        if (suite == CertificateSuite.BLS12_381
                && validators.stream().anyMatch(each -> each.bls().isEmpty())) {
            throw new IllegalArgumentException("a validator has no BLS12-381 key");
        }
    }

    /** Without contracts of the members. */
    public QuorateConfig(List<Validator> validators, FeeMode feeMode,
            long emptyBlockIntervalMillis, boolean blobs, int slowReplicas, int window,
            OrderingLimits limits, CertificateSuite suite) {
        this(validators, feeMode, emptyBlockIntervalMillis, blobs, slowReplicas, window, limits,
                suite, Optional.empty(), false);
    }

    /** With certificates of secp256k1 signatures. */
    public QuorateConfig(List<Validator> validators, FeeMode feeMode,
            long emptyBlockIntervalMillis, boolean blobs, int slowReplicas, int window,
            OrderingLimits limits) {
        this(validators, feeMode, emptyBlockIntervalMillis, blobs, slowReplicas, window, limits,
                CertificateSuite.SECP256K1);
    }

    /** The same for a development chain, or for none. */
    public QuorateConfig withDevelopment(boolean isDevelopment) {
        return new QuorateConfig(validators, feeMode, emptyBlockIntervalMillis, blobs,
                slowReplicas, window, limits, suite, members, isDevelopment);
    }

    /** The same with contracts of the members. */
    public QuorateConfig withMembers(Members begin) {
        return new QuorateConfig(validators, feeMode, emptyBlockIntervalMillis, blobs,
                slowReplicas, window, limits, suite, Optional.of(begin), development);
    }

    /** The replica index of the validator with this key (64 bytes); empty where it is none. */
    public OptionalInt replicaOf(Bytes publicKey) {
        return IntStream.range(0, validators.size())
                .filter(k -> validators.get(k).publicKey().equals(publicKey)).findFirst();
    }
}
