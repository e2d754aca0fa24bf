package io.quorate.ledger;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.evm.rlp.RlpWriter;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Block headers of every fork: the 15 fields of the Yellow Paper and those that were appended since. */
public final class BlockHeaderCodec {
    private static final int EXTRA_DATA_BYTES_MAX = 32;
    private static final int NONCE_BYTES = 8;

    private BlockHeaderCodec() {}

    public static Bytes encode(BlockHeader header) {
        RlpWriter out = new RlpWriter(640);
        write(out, header);
        return out.toBytes();
    }

    /** keccak256 of the RLP: the block's hash. */
    public static Hash hash(BlockHeader header) {
        return Keccak256.hash(encode(header));
    }

    static void write(RlpWriter out, BlockHeader header) {
        requireNoGaps(header);
        out.startList().write(header.parentHash()).write(header.ommersHash())
                .write(header.beneficiary()).write(header.stateRoot())
                .write(header.transactionsRoot()).write(header.receiptsRoot())
                .write(header.logsBloom()).write(header.difficulty()).write(header.number())
                .write(header.gasLimit()).write(header.gasUsed()).write(header.timestamp())
                .write(header.extraData()).write(header.mixHash()).write(header.nonce());
        header.baseFeePerGas().ifPresent(out::write);
        header.withdrawalsRoot().ifPresent(out::write);
        header.blobGasUsed().ifPresent(out::write);
        header.excessBlobGas().ifPresent(out::write);
        header.parentBeaconBlockRoot().ifPresent(out::write);
        header.requestsHash().ifPresent(out::write);
        out.endList();
    }

    private static void requireNoGaps(BlockHeader h) {
        boolean[] present = {h.baseFeePerGas().isPresent(), h.withdrawalsRoot().isPresent(),
                h.blobGasUsed().isPresent(), h.excessBlobGas().isPresent(),
                h.parentBeaconBlockRoot().isPresent(), h.requestsHash().isPresent()};
        for (int i = 1; i < present.length; i++) {
            if (present[i] && !present[i - 1]) {
                throw new IllegalArgumentException(
                        "a later fork's header field without an earlier one's: field " + (15 + i));
            }
        }
    }

    public static BlockHeader decode(Bytes encoded) throws DecodeException {
        RlpReader input = new RlpReader(encoded);
        BlockHeader header = read(input);
        input.requireEnd();
        return header;
    }

    static BlockHeader read(RlpReader input) throws DecodeException {
        RlpReader f = input.readList();
        Hash parentHash = f.readHash();
        Hash ommersHash = f.readHash();
        Address beneficiary = f.readAddress();
        Hash stateRoot = f.readHash();
        Hash transactionsRoot = f.readHash();
        Hash receiptsRoot = f.readHash();
        Bytes bloom = Bytes.wrap(f.readFixed(LogsBloom.SIZE));
        UInt256 difficulty = f.readUInt256();
        long number = f.readLong();
        long gasLimit = f.readLong();
        long gasUsed = f.readLong();
        long timestamp = f.readUnsignedLong();
        Bytes extraData = f.readByteString();
        if (extraData.size() > EXTRA_DATA_BYTES_MAX) {
            throw new DecodeException("extraData has at most 32 bytes, not " + extraData.size());
        }
        Hash mixHash = f.readHash();
        Bytes nonce = Bytes.wrap(f.readFixed(NONCE_BYTES));
        Optional<UInt256> baseFee = f.isAtEnd() ? Optional.empty() : Optional.of(f.readUInt256());
        Optional<Hash> withdrawals = optionalHash(f);
        Optional<Long> blobGas = optionalLong(f);
        Optional<Long> excessBlobGas = optionalLong(f);
        Optional<Hash> beaconRoot = optionalHash(f);
        Optional<Hash> requests = optionalHash(f);
        f.requireEnd();
        return new BlockHeader(parentHash, ommersHash, beneficiary, stateRoot, transactionsRoot,
                receiptsRoot, bloom, difficulty, number, gasLimit, gasUsed, timestamp, extraData,
                mixHash, nonce, baseFee, withdrawals, blobGas, excessBlobGas, beaconRoot, requests);
    }

    private static Optional<Hash> optionalHash(RlpReader fields) throws DecodeException {
        return fields.isAtEnd() ? Optional.empty() : Optional.of(fields.readHash());
    }

    private static Optional<Long> optionalLong(RlpReader fields) throws DecodeException {
        return fields.isAtEnd() ? Optional.empty() : Optional.of(fields.readLong());
    }
}
