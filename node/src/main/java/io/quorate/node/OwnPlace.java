package io.quorate.node;

import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.epoch.Ceremonies;
import io.quorate.bft.core.epoch.EpochChange;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.RecoveryRecord;
import io.quorate.bft.core.epoch.SignedRecovery;
import java.util.Optional;
import java.util.function.LongFunction;

/** Where this validator stands among an epoch's members: the place may change with every epoch, its number never. */
record OwnPlace(EpochConfig first, MemberId self, Ceremonies ceremonies) {
    /** On a chain on which no epoch was ended by hand. */
    OwnPlace(EpochConfig first, MemberId self) {
        this(first, self, Ceremonies.NONE);
    }

    /** Who orders in {@code epoch}; {@code changes} tells how an epoch ended that no record ended. */
    EpochConfig config(long epoch, LongFunction<Optional<EpochChange>> changes) {
        return find(epoch, changes).orElseThrow(() -> new IllegalStateException(
                "a slot of epoch " + epoch + ", but how the epochs before it ended is not known"));
    }

    /** Empty where it is not known how the epochs before it ended. */
    Optional<EpochConfig> find(long epoch, LongFunction<Optional<EpochChange>> changes) {
        Optional<EpochConfig> config = Optional.of(first);
        while (config.isPresent() && config.get().number() < epoch) {
            long ended = config.get().number();
            config = recorded(ended).or(() -> changes.apply(ended).map(EpochChange::next));
        }
        return config;
    }

    /** Empty where it is not a member. */
    Optional<ReplicaId> in(long epoch, LongFunction<Optional<EpochChange>> changes) {
        return config(epoch, changes).replicaOf(self);
    }

    /** A record that operators signed made it. */
    boolean isRecovered(long epoch) {
        return recorded(epoch - 1).isPresent();
    }

    private Optional<EpochConfig> recorded(long ended) {
        return ceremonies.ended().stream().map(SignedRecovery::record)
                .filter(record -> record.ended().number() == ended).map(RecoveryRecord::next)
                .findFirst();
    }
}
