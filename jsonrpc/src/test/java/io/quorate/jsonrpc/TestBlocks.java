package io.quorate.jsonrpc;

import io.quorate.evm.crypto.EcdsaSignature;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.BlockHeaderCodec;
import io.quorate.ledger.LogsBloom;
import io.quorate.ledger.Receipt;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Signature;
import io.quorate.ledger.Transaction;
import io.quorate.ledger.TransactionCodec;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Makes blocks and transactions for tests. */
public final class TestBlocks {
    public static final Bytes KEY = Bytes.fromHexString("0x" + "46".repeat(32));
    public static final Address SENDER = Secp256k1.addressOf(Secp256k1.publicKey(KEY));
    public static final Address RECIPIENT = Address.ofLow(0xbeef);
    private static final Signature UNSIGNED = new Signature(UInt256.ONE, UInt256.ONE, 0);

    private TestBlocks() {}

    /** A signed type 2 transaction of chain 1337 with prices that a fee-blind chain ignores. */
    public static RecoveredTransaction transfer(long nonce) {
        Transaction.DynamicFee unsigned = dynamic(nonce, UNSIGNED);
        EcdsaSignature signed = Secp256k1.sign(TransactionCodec.signingHash(unsigned), KEY);
        return recovered(
                dynamic(nonce, new Signature(signed.r(), signed.s(), signed.yParity())));
    }

    private static Transaction.DynamicFee dynamic(long nonce, Signature signature) {
        return new Transaction.DynamicFee(Optional.of(UInt256.of(1337)), nonce, UInt256.ONE,
                UInt256.of(7), 21_000, Optional.of(RECIPIENT), UInt256.of(5), Bytes.EMPTY,
                List.of(), signature);
    }

    /** A signed legacy creation of chain 1337 at gas price 9. */
    public static RecoveredTransaction creation(long nonce) {
        Transaction.Legacy unsigned = legacy(nonce, UNSIGNED);
        EcdsaSignature signed = Secp256k1.sign(TransactionCodec.signingHash(unsigned), KEY);
        return recovered(legacy(nonce, new Signature(signed.r(), signed.s(), signed.yParity())));
    }

    private static Transaction.Legacy legacy(long nonce, Signature signature) {
        return new Transaction.Legacy(Optional.of(UInt256.of(1337)), nonce, UInt256.of(9), 90_000,
                Optional.empty(), UInt256.ZERO, Bytes.fromHexString("0x6001"), signature);
    }

    public static RecoveredTransaction recovered(Transaction transaction) {
        try {
            return TransactionCodec.recover(transaction);
        } catch (DecodeException e) {
            throw new AssertionError(e);
        }
    }

    /** A block of chain 1337 whose roots are not those of what is in it. */
    public static Block block(long number, Hash parent, List<RecoveredTransaction> transactions,
            List<Receipt> receipts) {
        BlockHeader header = new BlockHeader(parent, Hash.EMPTY_LIST, Address.ofLow(0xc0),
                Hash.EMPTY_TRIE_ROOT, Hash.EMPTY_TRIE_ROOT, Hash.EMPTY_TRIE_ROOT,
                LogsBloom.union(receipts), UInt256.ZERO, number, 60_000_000,
                21_000L * transactions.size(), 1_700_000_000 + number, Bytes.EMPTY, Hash.ZERO,
                Bytes.wrap(new byte[8]), Optional.of(UInt256.of(7)),
                Optional.of(Hash.EMPTY_TRIE_ROOT), Optional.of(0L), Optional.of(0L),
                Optional.of(Hash.ZERO), Optional.of(Hash.EMPTY));
        return new Block(BlockHeaderCodec.hash(header), header, transactions, List.of(),
                Optional.of(List.of()));
    }
}
