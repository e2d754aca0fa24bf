package io.quorate.ledger;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.evm.rlp.RlpWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Blocks as RLP: header, transactions, ommers and, from Shanghai on, withdrawals. */
public final class BlockCodec {
    private BlockCodec() {}

    public static Bytes encode(Block block) {
        RlpWriter out = new RlpWriter(1024).startList();
        BlockHeaderCodec.write(out, block.header());
        writeBody(out, block);
        return out.endList().toBytes();
    }

    /**
     * Decodes a block and finds the senders (some 30 µs a transaction), whose signatures may have a high s: the
     * caller judges that by the block's fork. It is not checked that the roots belong to the body.
     */
    public static Block decode(Bytes encoded) throws DecodeException {
        RlpReader input = new RlpReader(encoded);
        Block block = read(input);
        input.requireEnd();
        return block;
    }

    /** Reads blocks that stand one after another, as a {@code chain.rlp} file has them. */
    public static Block read(RlpReader input) throws DecodeException {
        RlpReader parts = input.readList();
        BlockHeader header = BlockHeaderCodec.read(parts);
        List<RecoveredTransaction> transactions = new ArrayList<>();
        for (Bytes encoded : readEncodedTransactions(parts)) {
            Transaction transaction = TransactionCodec.decode(encoded);
            Address sender = TransactionCodec.sender(transaction, Fork.FRONTIER);
            transactions.add(new RecoveredTransaction(transaction, sender, Keccak256.hash(encoded),
                    encoded));
        }
        return finish(BlockHeaderCodec.hash(header), header, transactions, parts);
    }

    /** The parts after the header, as {@link #decodeBody} reads them. */
    static Bytes encodeBody(Block block) {
        RlpWriter out = new RlpWriter(1024).startList();
        writeBody(out, block);
        return out.endList().toBytes();
    }

    /** Reads back our own block without recovering signatures. */
    static Block decodeBody(Hash hash, BlockHeader header, Bytes body, List<Address> senders)
            throws DecodeException {
        RlpReader input = new RlpReader(body);
        RlpReader parts = input.readList();
        input.requireEnd();
        List<Bytes> encoded = readEncodedTransactions(parts);
        if (encoded.size() != senders.size()) {
            throw new DecodeException("block " + header.number() + " has " + encoded.size()
                    + " transactions but " + senders.size() + " senders");
        }
        List<RecoveredTransaction> transactions = new ArrayList<>();
        for (int i = 0; i < encoded.size(); i++) {
            transactions.add(new RecoveredTransaction(TransactionCodec.decode(encoded.get(i)),
                    senders.get(i), Keccak256.hash(encoded.get(i)), encoded.get(i)));
        }
        return finish(hash, header, transactions, parts);
    }

    private static Block finish(Hash hash, BlockHeader header,
            List<RecoveredTransaction> transactions, RlpReader parts) throws DecodeException {
        List<BlockHeader> ommers = new ArrayList<>();
        RlpReader ommerList = parts.readList();
        while (!ommerList.isAtEnd()) {
            ommers.add(BlockHeaderCodec.read(ommerList));
        }
        Optional<List<Withdrawal>> withdrawals = parts.isAtEnd() ? Optional.empty()
                : Optional.of(readWithdrawals(parts.readList()));
        parts.requireEnd();
        return new Block(hash, header, transactions, ommers, withdrawals);
    }

    private static void writeBody(RlpWriter out, Block block) {
        out.startList();
        for (RecoveredTransaction transaction : block.transactions()) {
            if (transaction.transaction().type() == 0) {
                out.writeRaw(transaction.encoded());
            } else {
                out.write(transaction.encoded());
            }
        }
        out.endList().startList();
        block.ommers().forEach(ommer -> BlockHeaderCodec.write(out, ommer));
        out.endList();
        if (block.withdrawals().isPresent()) {
            out.startList();
            block.withdrawals().get().forEach(w -> writeWithdrawal(out, w));
            out.endList();
        }
    }

    private static List<Bytes> readEncodedTransactions(RlpReader parts) throws DecodeException {
        RlpReader list = parts.readList();
        List<Bytes> encoded = new ArrayList<>();
        while (!list.isAtEnd()) {
            encoded.add(list.nextIsList() ? list.readRaw() : readTyped(list));
        }
        return encoded;
    }

    private static Bytes readTyped(RlpReader list) throws DecodeException {
        Bytes typed = list.readByteString();
        if (typed.isEmpty() || (typed.get(0) & 0xff) >= 0xc0) {
            throw new DecodeException("a legacy transaction stands in a block as a list");
        }
        return typed;
    }

    static Bytes encodeWithdrawal(Withdrawal withdrawal) {
        RlpWriter out = new RlpWriter(64);
        writeWithdrawal(out, withdrawal);
        return out.toBytes();
    }

    private static void writeWithdrawal(RlpWriter out, Withdrawal w) {
        out.startList().write(w.index()).write(w.validatorIndex()).write(w.address())
                .write(w.amountGwei()).endList();
    }

    private static List<Withdrawal> readWithdrawals(RlpReader list) throws DecodeException {
        List<Withdrawal> withdrawals = new ArrayList<>();
        while (!list.isAtEnd()) {
            RlpReader f = list.readList();
            withdrawals.add(new Withdrawal(f.readUnsignedLong(), f.readUnsignedLong(),
                    f.readAddress(), f.readUnsignedLong()));
            f.requireEnd();
        }
        return withdrawals;
    }
}
