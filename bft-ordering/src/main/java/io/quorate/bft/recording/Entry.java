package io.quorate.bft.recording;

import io.quorate.bft.core.epoch.EpochInput;
import java.util.List;
import java.util.Optional;

/** One step: what went in, what the ports answered, what came out. Without an input: the core's construction. */
record Entry(Optional<EpochInput> input, List<Answer> answers, List<Output> outputs) {
    Entry {
        answers = List.copyOf(answers);
        outputs = List.copyOf(outputs);
    }
}
