package io.quorate.ledger;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.evm.rlp.RlpWriter;
import org.apache.tuweni.bytes.Bytes;

/**
 * What one sequence number came to: every decided slot makes exactly one, whether it makes a block or not. Its
 * hash is the result digest that replicas sign, so that one certificate vouches for the whole past.
 *
 * @param previousHash the hash of the record before; of the first, the genesis block's hash
 * @param valueDigest of the decided value
 * @param orderingHash of the ordering layer's own state before this slot is executed
 * @param blockHash of the last block, made by this slot or an earlier one
 * @param accessListHash keccak256 of the block access list; of no block, of the empty list
 * @param nextSetHash of the next epoch's members; zero where this slot ends no epoch
 */
public record SlotRecord(Hash previousHash, long epoch, long seqNum, Hash valueDigest,
        Hash orderingHash, Hash blockHash, Hash accessListHash, Hash nextSetHash) {
    /** RLP of the eight fields in their order. */
    public Bytes encode() {
        return new RlpWriter(240).startList().write(previousHash).write(epoch).write(seqNum)
                .write(valueDigest).write(orderingHash).write(blockHash).write(accessListHash)
                .write(nextSetHash).endList().toBytes();
    }

    /** The result digest. */
    public Hash hash() {
        return Keccak256.hash(encode());
    }

    public static SlotRecord decode(Bytes encoded) throws DecodeException {
        RlpReader input = new RlpReader(encoded);
        RlpReader fields = input.readList();
        input.requireEnd();
        SlotRecord slot = new SlotRecord(fields.readHash(), fields.readUnsignedLong(),
                fields.readUnsignedLong(), fields.readHash(), fields.readHash(), fields.readHash(),
                fields.readHash(), fields.readHash());
        fields.requireEnd();
        return slot;
    }
}
