package io.quorate.execution;

import io.quorate.ledger.BlockCodec;
import io.quorate.state.storage.WriteBatch;
import org.apache.tuweni.bytes.Bytes;

/** All that a batch came to, as text that differs where anything does. */
final class Fingerprint {
    private Fingerprint() {}

    static String of(ExecutedBatch batch) {
        StringBuilder text = new StringBuilder();
        batch.skipped().forEach(skipped -> text.append("skipped ").append(skipped.transaction()
                .hash()).append(' ').append(skipped.reason()).append(' ')
                .append(skipped.message()).append('\n'));
        batch.returned()
                .forEach(back -> text.append("returned ").append(back.hash()).append('\n'));
        batch.block().ifPresent(block -> append(text, block));
        return text.toString();
    }

    static String of(BatchRun run) {
        StringBuilder text = new StringBuilder();
        run.skipped().forEach(skipped -> text.append("skipped ").append(skipped).append('\n'));
        run.returned().forEach(back -> text.append("returned ").append(back).append('\n'));
        run.outcomes().forEach(outcome -> text.append(outcome).append('\n'));
        run.receipts().forEach(receipt -> text.append(receipt).append('\n'));
        run.steps().forEach(step -> text.append(step).append('\n'));
        return text.append(run.transactions()).append(run.accessList().encode().toHexString())
                .append(run.gasUsed()).append(' ').append(run.blobGasUsed()).toString();
    }

    private static void append(StringBuilder text, ExecutedBlock block) {
        text.append(block.block().hash()).append('\n')
                .append(BlockCodec.encode(block.block()).toHexString()).append('\n');
        block.outcomes().forEach(outcome -> text.append(outcome).append('\n'));
        block.receipts().forEach(receipt -> text.append(receipt).append('\n'));
        text.append(block.accessList().encode().toHexString()).append('\n');
        for (WriteBatch.Operation operation : block.state().writes().operations()) {
            text.append(operation.space()).append(switch (operation) {
                case WriteBatch.Put put -> Bytes.wrap(put.key()) + "=" + Bytes.wrap(put.value());
                case WriteBatch.Delete delete -> "-" + Bytes.wrap(delete.from()) + delete
                        .isSingle();
            }).append('\n');
        }
    }
}
