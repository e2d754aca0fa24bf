package io.quorate.bft.recording;

import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.EpochEffect;
import io.quorate.bft.core.epoch.EpochInput;
import io.quorate.bft.core.epoch.EpochStatus;
import io.quorate.bft.core.message.MessageCodec;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** A process's core as its driver sees it, recorded or not: see {@link io.quorate.bft.core.epoch.Participant}. */
public interface Steps extends AutoCloseable {
    List<EpochEffect> step(EpochInput input);

    EpochStatus status();

    SortedMap<Long, EpochConfig> epochs();

    Optional<MessageCodec> codec(long epoch);

    @Override
    void close();
}
