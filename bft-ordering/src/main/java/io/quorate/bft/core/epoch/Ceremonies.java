package io.quorate.bft.core.epoch;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.ReplicaConfig;
import java.util.List;
import java.util.Optional;

/**
 * What operators decided by hand, as it lies beside this replica's log: how epochs ended whose members lost too many
 * logs.
 *
 * @param ended installed records, at most one an epoch, in ascending order
 * @param promised epochs whose end this validator signed: whether or not the record is installed, it votes there no more
 */
public record Ceremonies(List<SignedRecovery> ended, List<Long> promised) {
    public static final Ceremonies NONE = new Ceremonies(List.of(), List.of());

    public Ceremonies {
        ended = List.copyOf(ended);
        promised = List.copyOf(promised);
        for (int i = 1; i < ended.size(); i++) {
            long epoch = ended.get(i).record().ended().number();
            if (epoch <= ended.get(i - 1).record().ended().number()) {
                throw new IllegalArgumentException("two recovery records end epoch " + epoch
                        + ", or it is out of order");
            }
        }
    }

    /** Whoever installed them checked all this before: what is wrong now must not be voted from. */
    void check(EpochSetup setup) {
        for (SignedRecovery signed : ended) {
            RecoveryRecord record = signed.record();
            ReplicaConfig config = setup.config(record.ended(), new ReplicaId(0));
            Optional<String> objection = config.chainId() != record.chainId()
                    ? Optional.of("it is of chain " + record.chainId() + ", not of "
                            + config.chainId())
                    : signed.objection(setup.verifying(record.ended()));
            objection.ifPresent(reason -> {
                throw new IllegalStateException("the recovery record " + record.fingerprint()
                        + " does not end epoch " + record.ended().number() + ": " + reason);
            });
        }
    }

    /** Why this replica must not vote in {@code epoch}, of those that it knows the end of. */
    Optional<String> objection(long epoch) {
        Optional<RecoveryRecord> over = ended.stream().map(SignedRecovery::record)
                .filter(record -> record.ended().number() == epoch).findFirst();
        if (over.isPresent()) {
            return Optional.of("epoch " + epoch + " ended at slot " + over.get().last().number()
                    + " by the recovery record " + over.get().fingerprint()
                    + ", and it follows up to there");
        }
        return promised.contains(epoch) ? Optional.of("a recovery record that ends epoch " + epoch
                + " was signed here, and none is installed") : Optional.empty();
    }
}
