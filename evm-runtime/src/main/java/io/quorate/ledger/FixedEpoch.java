package io.quorate.ledger;

import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.evm.rlp.RlpWriter;
import org.apache.tuweni.bytes.Bytes;

/**
 * The epoch of the order that the execution of a block fixed: who orders from which slot on.
 *
 * @param number one more than that of the epoch that the block is of
 * @param start last slot before it
 * @param hash SHA-256 of {@code configuration}
 * @param configuration the ordering layer's own
 */
public record FixedEpoch(long number, long start, Hash hash, Bytes configuration) {
    /** As it is kept, with the block that fixed it. */
    record Kept(FixedEpoch epoch, long block) {
        Bytes encode() {
            return new RlpWriter(epoch.configuration.size() + 64).startList().write(block)
                    .write(epoch.number).write(epoch.start).write(epoch.hash)
                    .write(epoch.configuration).endList().toBytes();
        }

        static Kept decode(Bytes encoded) throws DecodeException {
            RlpReader fields = new RlpReader(encoded).readList();
            long block = fields.readLong();
            FixedEpoch epoch = new FixedEpoch(fields.readLong(), fields.readLong(),
                    fields.readHash(), fields.readByteString());
            fields.requireEnd();
            return new Kept(epoch, block);
        }
    }
}
