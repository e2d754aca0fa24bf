package io.quorate.it.support;

import java.math.BigInteger;
import java.security.SecureRandom;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.utils.Numeric;

/** A key that signs transactions with ever higher nonces; one thread. */
public final class Wallet {
    private final Credentials credentials;
    private final long chainId;
    private long nonce;

    public Wallet(String privateKey, long chainId) {
        this.credentials = Credentials.create(privateKey);
        this.chainId = chainId;
    }

    /** A fresh key that owns nothing: in fee-blind mode it can send all the same. */
    public static Wallet unfunded(long chainId) {
        BigInteger key = new BigInteger(250, new SecureRandom()).add(BigInteger.ONE);
        return new Wallet(Numeric.toHexStringWithPrefix(ECKeyPair.create(key).getPrivateKey()),
                chainId);
    }

    public String address() {
        return credentials.getAddress();
    }

    /** The next transaction has this nonce: one that was signed was not taken. */
    public void rewind(long next) {
        nonce = next;
    }

    /** A signed type 2 transaction with a tip of 1 wei, as Foundry and Hardhat send it. */
    public String sign(String to, BigInteger value, String data, long gasLimit) {
        RawTransaction transaction = RawTransaction.createTransaction(chainId,
                BigInteger.valueOf(nonce++),
                BigInteger.valueOf(gasLimit), to, value, data, BigInteger.ONE, BigInteger.ONE);
        return Numeric.toHexString(TransactionEncoder.signMessage(transaction, credentials));
    }

    /** Somebody else signed so many with the same key. */
    public void skip(int nonces) {
        nonce += nonces;
    }

    /** A plain transfer of nothing to an address of its own choice. */
    public String signPing() {
        return sign("0x00000000000000000000000000000000000000aa", BigInteger.ZERO, "", 21_000);
    }
}
