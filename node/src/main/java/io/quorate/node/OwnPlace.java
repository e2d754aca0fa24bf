package io.quorate.node;

import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.epoch.EpochChange;
import io.quorate.bft.core.epoch.EpochConfig;
import java.util.Optional;
import java.util.function.LongFunction;

/** Where this validator stands among an epoch's members: the place may change with every epoch, its number never. */
record OwnPlace(EpochConfig first, MemberId self) {
    /** Empty where it is not a member; {@code changes} tells how an epoch ended. */
    Optional<ReplicaId> in(long epoch, LongFunction<Optional<EpochChange>> changes) {
        EpochConfig config = first;
        while (config.number() < epoch) {
            long ended = config.number();
            config = changes.apply(ended).orElseThrow(() -> new IllegalStateException(
                    "a slot of epoch " + epoch + ", but epoch " + ended + " does not end")).next();
        }
        return config.replicaOf(self);
    }
}
