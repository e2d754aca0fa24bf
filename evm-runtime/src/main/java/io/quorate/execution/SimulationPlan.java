package io.quorate.execution;

import io.quorate.ledger.BlockHeader;
import java.util.ArrayList;
import java.util.List;

/** Which blocks are to be simulated: numbers and times are all set, and gaps are filled with empty blocks. */
sealed interface SimulationPlan {
    /** How many seconds a block comes after the one before where nothing is said, as in all clients. */
    long SECONDS_BETWEEN = 12;

    record Blocks(List<SimulationRequest.Block> blocks) implements SimulationPlan {
        public Blocks {
            blocks = List.copyOf(blocks);
        }
    }

    record Refused(SimulationOutcome.Refused why) implements SimulationPlan {}

    static SimulationPlan of(BlockHeader base, List<SimulationRequest.Block> asked) {
        List<SimulationRequest.Block> planned = new ArrayList<>();
        long number = base.number();
        long time = base.timestamp();
        for (SimulationRequest.Block block : asked) {
            long next = block.fields().number().orElse(number + 1);
            if (next <= number) {
                return refused(SimulationOutcome.Reason.BLOCK_NUMBER_ORDER,
                        "block numbers must be in order: " + next + " <= " + number);
            }
            if (next - base.number() > SimulationRequest.BLOCKS_MAX) {
                return refused(SimulationOutcome.Reason.TOO_MANY_BLOCKS,
                        "too many blocks: at most " + SimulationRequest.BLOCKS_MAX
                                + ", those that fill gaps included");
            }
            while (++number < next) {
                time += SECONDS_BETWEEN;
                planned.add(SimulationRequest.Block.empty().at(number, time));
            }
            long nextTime = block.fields().timestamp().orElse(time + SECONDS_BETWEEN);
            if (time < 0 || nextTime < 0) { // forks are looked up by times below 2^63
                return refused(SimulationOutcome.Reason.TIMESTAMP_ORDER,
                        "block timestamps must be at most " + Long.MAX_VALUE + ": "
                                + Long.toUnsignedString(time < 0 ? time : nextTime));
            }
            if (nextTime <= time) {
                return refused(SimulationOutcome.Reason.TIMESTAMP_ORDER,
                        "block timestamps must be in order: " + nextTime + " <= " + time);
            }
            time = nextTime;
            planned.add(block.at(next, time));
        }
        return new Blocks(planned);
    }

    private static SimulationPlan refused(SimulationOutcome.Reason reason, String message) {
        return new Refused(new SimulationOutcome.Refused(reason, message));
    }
}
