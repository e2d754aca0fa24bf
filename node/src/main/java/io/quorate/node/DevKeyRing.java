package io.quorate.node;

import io.quorate.evm.crypto.EcdsaSignature;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.genesis.DevAccount;
import io.quorate.jsonrpc.DevKeys;
import io.quorate.ledger.Signature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** The public test accounts, unlocked for whoever reaches a development network's port. */
final class DevKeyRing implements DevKeys {
    private final Map<Address, Bytes> keys = new LinkedHashMap<>();

    DevKeyRing(List<DevAccount> accounts) {
        accounts.forEach(account -> keys.put(account.address(), account.privateKey()));
    }

    @Override
    public List<Address> accounts() {
        return List.copyOf(keys.keySet());
    }

    @Override
    public Optional<Signature> sign(Address address, Hash digest) {
        return Optional.ofNullable(keys.get(address)).map(key -> {
            EcdsaSignature signed = Secp256k1.sign(digest, key);
            return new Signature(signed.r(), signed.s(), signed.yParity());
        });
    }
}
