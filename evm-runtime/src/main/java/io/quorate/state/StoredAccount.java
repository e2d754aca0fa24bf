package io.quorate.state;

import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.state.storage.StorageException;
import org.apache.tuweni.bytes.Bytes;

/** An account with the root of its storage: what the trie's leaf and the flat state hold, in the same form. */
record StoredAccount(Account account, Hash storageRoot) {
    /** RLP of nonce, balance, storage root and code hash (Yellow Paper §4.1). */
    byte[] encode() {
        return new RlpWriter(128).startList().write(account.nonce()).write(account.balance())
                .write(storageRoot).write(account.codeHash()).endList().toArray();
    }

    /** Fails with {@link StorageException} where what we stored ourselves is no account. */
    static StoredAccount decode(byte[] encoded) {
        try {
            RlpReader input = new RlpReader(encoded);
            RlpReader fields = input.readList();
            long nonce = fields.readUnsignedLong();
            UInt256 balance = fields.readUInt256();
            Hash storageRoot = fields.readHash();
            Hash codeHash = fields.readHash();
            fields.requireEnd();
            return new StoredAccount(new Account(nonce, balance, codeHash), storageRoot);
        } catch (DecodeException e) {
            throw StorageException.damage("a stored account is corrupt: " + Bytes.wrap(encoded), e);
        }
    }

    boolean hasStorage() {
        return !storageRoot.equals(Hash.EMPTY_TRIE_ROOT);
    }
}
