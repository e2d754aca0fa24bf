package io.quorate.jsonrpc;

import io.quorate.ledger.BlockHeader;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * What shows a stranger that a block is the chain's, in the bytes that replicas keep: this module does not look into
 * them. Of block 0 there is nothing but its header.
 *
 * @param slotRecords the first names the block, and each the hash of the one before
 * @param certificate over the last of them
 * @param epochs how the first validators were followed by those who signed
 */
public record BlockCertificate(BlockHeader header, List<Bytes> slotRecords,
        Optional<Bytes> certificate, List<EpochStep> epochs) {
    public BlockCertificate {
        slotRecords = List.copyOf(slotRecords);
        epochs = List.copyOf(epochs);
    }

    /** How an epoch ended. */
    public sealed interface EpochStep {
        /** By the chain: its last slot's record, the certificate over it, and the configuration that followed. */
        record HandedOver(Bytes slotRecord, Bytes certificate, Bytes next) implements EpochStep {}

        /** By the operators: the record with its signatures. */
        record Recovered(Bytes record) implements EpochStep {}
    }

    /** The answer to whoever asks for one. */
    public sealed interface Answer {
        record Found(BlockCertificate certificate) implements Answer {}

        /** A sentence's end: {@code block 0x5} <em>has no certificate yet</em>. */
        record Missing(String reason) implements Answer {}
    }
}
