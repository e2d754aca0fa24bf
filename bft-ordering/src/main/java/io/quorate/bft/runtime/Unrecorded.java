package io.quorate.bft.runtime;

import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.EpochEffect;
import io.quorate.bft.core.epoch.EpochInput;
import io.quorate.bft.core.epoch.EpochStatus;
import io.quorate.bft.core.epoch.Participant;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.bft.recording.Steps;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The core as it is. */
record Unrecorded(Participant participant) implements Steps {
    @Override
    public List<EpochEffect> step(EpochInput input) {
        return participant.step(input);
    }

    @Override
    public EpochStatus status() {
        return participant.status();
    }

    @Override
    public SortedMap<Long, EpochConfig> epochs() {
        return participant.epochs();
    }

    @Override
    public Optional<MessageCodec> codec(long epoch) {
        return participant.codec(epoch);
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
