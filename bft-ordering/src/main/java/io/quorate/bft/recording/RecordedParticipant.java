package io.quorate.bft.recording;

import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.EpochEffect;
import io.quorate.bft.core.epoch.EpochInput;
import io.quorate.bft.core.epoch.EpochRecovery;
import io.quorate.bft.core.epoch.EpochStatus;
import io.quorate.bft.core.epoch.Identity;
import io.quorate.bft.core.epoch.KeyedSetup;
import io.quorate.bft.core.epoch.Participant;
import io.quorate.bft.core.message.MessageCodec;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** A core whose every step is written down, in whatever epoch. Owned by one thread; writes on it, through a buffer. */
public final class RecordedParticipant implements Steps {
    private final RecordedPorts ports;
    private final EntryCodec entries;
    private final RecordingFile file;
    private final Participant participant;

    /** Begins a file. Fails with {@link java.io.UncheckedIOException} where none can be written. */
    public RecordedParticipant(RecordingConfig recording, Identity identity, KeyedSetup setup,
            EpochRecovery recovery) {
        this.ports = new RecordedPorts(setup.keys(), setup.rules(), setup.records());
        this.file = RecordingFile.create(recording,
                new Header(identity, setup.chainId(), recovery).encode());
        this.participant = new Participant(identity,
                new KeyedSetup(setup.chainId(), ports, ports, ports), recovery);
        this.entries = new EntryCodec(participant::codec);
        write(Optional.empty(), List.of());
    }

    @Override
    public List<EpochEffect> step(EpochInput input) {
        List<EpochEffect> effects;
        try {
            effects = participant.step(input);
        } catch (RuntimeException e) { // the last input is what one wants to see
            write(Optional.of(input), List.of());
            file.close();
            throw e;
        }
        write(Optional.of(input), effects);
        return effects;
    }

    private void write(Optional<EpochInput> input, List<EpochEffect> effects) {
        List<Answer> answers = ports.take();
        if (file.isOpen()) {
            file.append(entries.encode(new Entry(input, answers, effects.stream()
                    .map(effect -> Output.of(effect, participant::codec)).toList())));
        }
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
        file.close();
    }
}
