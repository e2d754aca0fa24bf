package io.quorate.bft.recording;

import io.quorate.bft.core.Effect;
import io.quorate.bft.core.Input;
import io.quorate.bft.core.PayloadRules;
import io.quorate.bft.core.Recovery;
import io.quorate.bft.core.Replica;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.ReplicaStatus;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.message.MessageCodec;
import java.util.List;
import java.util.Optional;

/** A core whose every step is written down. Owned by one thread; writes on it, through a buffer. */
public final class RecordedReplica implements Steps {
    private final RecordedPorts ports;
    private final MessageCodec codec;
    private final EntryCodec entries;
    private final RecordingFile file;
    private final Replica replica;

    /** Begins a file. Fails with {@link java.io.UncheckedIOException} where none can be written. */
    public RecordedReplica(RecordingConfig recording, ReplicaConfig config, QuorumScheme scheme,
            PayloadRules rules, Recovery recovery) {
        this.ports = new RecordedPorts(scheme, rules);
        this.codec = config.codec();
        this.entries = new EntryCodec(codec);
        this.file = RecordingFile.create(recording,
                new Header(config, Header.Scheme.of(scheme), recovery).encode());
        this.replica = new Replica(config, ports, ports, recovery);
        write(Optional.empty(), List.of());
    }

    @Override
    public List<Effect> step(Input input) {
        List<Effect> effects;
        try {
            effects = replica.step(input);
        } catch (RuntimeException e) { // the last input is what one wants to see
            write(Optional.of(input), List.of());
            file.close();
            throw e;
        }
        write(Optional.of(input), effects);
        return effects;
    }

    private void write(Optional<Input> input, List<Effect> effects) {
        List<Answer> answers = ports.take();
        if (file.isOpen()) {
            file.append(entries.encode(new Entry(input, answers,
                    effects.stream().map(effect -> Output.of(effect, codec)).toList())));
        }
    }

    @Override
    public ReplicaStatus status() {
        return replica.status();
    }

    @Override
    public void close() {
        file.close();
    }
}
