package io.quorate.node.bench;

import io.quorate.evm.crypto.EcdsaSignature;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.Signature;
import io.quorate.ledger.Transaction;
import io.quorate.ledger.TransactionCodec;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Signs EIP-1559 transactions with one key and counts its nonces. Owned by one thread. */
public final class Wallet {
    private static final Signature UNSIGNED = new Signature(UInt256.ZERO, UInt256.ZERO, 0);

    private final Bytes privateKey;
    private final Address address;
    private final UInt256 chainId;
    private final UInt256 feeCap;
    private long nonce;

    Wallet(Bytes privateKey, long chainId, long nonce) {
        this(privateKey, chainId, nonce, UInt256.ZERO);
    }

    /** {@code feeCap} is the most wei that it pays for one gas. */
    public Wallet(Bytes privateKey, long chainId, long nonce, UInt256 feeCap) {
        this.feeCap = feeCap;
        this.privateKey = privateKey;
        this.address = Secp256k1.addressOf(Secp256k1.publicKey(privateKey));
        this.chainId = UInt256.of(chainId);
        this.nonce = nonce;
    }

    /** The same key for the same {@code seed} and {@code index}, so that runs can be repeated. */
    public static Wallet numbered(long seed, int index, long chainId) {
        return new Wallet(key(seed, index), chainId, 0);
    }

    public static Bytes key(long seed, int index) {
        return Keccak256.hash(Bytes.concatenate(Bytes.ofUnsignedLong(seed),
                Bytes.ofUnsignedInt(index))).bytes();
    }

    public Address address() {
        return address;
    }

    public long nonce() {
        return nonce;
    }

    /** The encoded transaction with the next nonce; without {@code to} it creates a contract. */
    public Bytes sign(Optional<Address> to, Bytes data, long gasLimit) {
        return sign(to, UInt256.ZERO, data, gasLimit);
    }

    /** The same with {@code value} wei. */
    public Bytes sign(Optional<Address> to, UInt256 value, Bytes data, long gasLimit) {
        Transaction unsigned = transaction(to, value, data, gasLimit, UNSIGNED);
        EcdsaSignature signed = Secp256k1.sign(TransactionCodec.signingHash(unsigned), privateKey);
        Bytes encoded = TransactionCodec.encode(transaction(to, value, data, gasLimit,
                new Signature(signed.r(), signed.s(), signed.yParity())));
        nonce++;
        return encoded;
    }

    private Transaction transaction(Optional<Address> to, UInt256 value, Bytes data,
            long gasLimit, Signature signature) {
        return new Transaction.DynamicFee(Optional.of(chainId), nonce, UInt256.ZERO, feeCap,
                gasLimit, to, value, data, List.of(), signature);
    }
}
