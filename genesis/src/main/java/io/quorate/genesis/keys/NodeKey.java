package io.quorate.genesis.keys;

import io.quorate.bft.core.crypto.Signer;
import org.apache.tuweni.bytes.Bytes;

/** A node's secp256k1 key, which signs votes, and the transactions by which the node speaks for itself. */
public interface NodeKey extends Signer, AccountKey {
    @Override
    Bytes publicKey();
}
