package io.quorate.evm;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.RlpWriter;

/** The addresses of contracts to be. */
public final class ContractAddress {
    private ContractAddress() {}

    /** The last 20 bytes of keccak256(rlp([creator, nonce])), the nonce from before the creation. */
    public static Address of(Address creator, long nonce) {
        byte[] encoded = new RlpWriter(32).startList().write(creator).write(nonce).endList()
                .toArray();
        return lastBytes(Keccak256.hash(encoded));
    }

    /** EIP-1014: the last 20 bytes of keccak256(0xff ‖ creator ‖ salt ‖ keccak256(initcode)). */
    public static Address ofCreate2(Address creator, UInt256 salt, byte[] initcode) {
        byte[] preimage = new byte[1 + Address.SIZE + UInt256.SIZE + Hash.SIZE];
        preimage[0] = (byte) 0xff;
        creator.copyTo(preimage, 1);
        salt.copyTo(preimage, 1 + Address.SIZE);
        Keccak256.hash(initcode).copyTo(preimage, 1 + Address.SIZE + UInt256.SIZE);
        return lastBytes(Keccak256.hash(preimage));
    }

    private static Address lastBytes(Hash hash) {
        return Address.ofLimbs(hash.limb(2), hash.limb(1), hash.limb(0));
    }
}
