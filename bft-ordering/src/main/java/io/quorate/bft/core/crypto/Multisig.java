package io.quorate.bft.core.crypto;

import org.apache.tuweni.bytes.Bytes;

/**
 * A certificate's signatures.
 *
 * @param signers bitmap of ⌈n/8⌉ bytes; replica i is bit {@code i mod 8} (least significant first) of byte i/8
 * @param signature the suite's: for SECP one 65-byte share for each signer in ascending order
 */
public record Multisig(Bytes signers, Bytes signature) {
    public boolean hasSigner(int replicaIndex) {
        return (signers.get(replicaIndex >> 3) & 1 << (replicaIndex & 7)) != 0;
    }

    public int signerCount() {
        int count = 0;
        for (int i = 0; i < signers.size(); i++) {
            count += Integer.bitCount(signers.get(i) & 0xff);
        }
        return count;
    }
}
