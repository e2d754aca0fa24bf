package io.quorate.node.conformance;

import io.quorate.execution.ImportOutcome;
import io.quorate.ledger.BlockCommit;
import io.quorate.state.storage.WriteBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Holds what a block came to on one thread against what it came to on several. */
final class BothWays {
    private BothWays() {}

    /** Fails with {@link IllegalStateException}, which fails the test, where anything differs. */
    static void requireSame(ImportOutcome alone, ImportOutcome parallel) {
        List<Object> expected = parts(alone);
        List<Object> actual = parts(parallel);
        if (!expected.equals(actual)) {
            throw new IllegalStateException(
                    "parallel execution made " + actual + " of what alone is " + expected);
        }
    }

    private static List<Object> parts(ImportOutcome outcome) {
        return switch (outcome) {
            case ImportOutcome.Invalid(String reason) -> List.of(reason);
            case ImportOutcome.Valid(BlockCommit commit) -> List.of(commit.block().hash(),
                    commit.receipts(), commit.accessList(), commit.state().root(),
                    writes(commit.state().writes()));
        };
    }

    private static List<Object> writes(WriteBatch batch) {
        List<Object> writes = new ArrayList<>();
        for (WriteBatch.Operation operation : batch.operations()) {
            writes.add(switch (operation) {
                case WriteBatch.Put put -> List.of(put.space(), Arrays.toString(put.key()),
                        Arrays.toString(put.value()));
                case WriteBatch.Delete delete -> List.of(delete.space(), delete.isSingle(),
                        Arrays.toString(delete.from()));
            });
        }
        return writes;
    }
}
