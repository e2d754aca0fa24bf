package io.quorate.genesis;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.GenesisBlock.Allocation;
import java.math.BigInteger;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * Reads {@code alloc}: the accounts that exist from the start. Other keys of an account ({@code privateKey},
 * {@code comment}) are for people and are passed over in silence.
 */
final class AllocReader {
    private static final int ACCOUNTS_MAX = 200_000;
    private static final int SLOTS_MAX = 500_000; // over all accounts
    private static final int CODE_SIZE_MAX = 1024 * 1024;
    private static final BigInteger NONCE_MAX = // EIP-2681
            BigInteger.TWO.pow(64).subtract(BigInteger.TWO);

    private final JsonSection alloc;
    private int slots;

    AllocReader(JsonSection alloc) {
        this.alloc = alloc;
    }

    SortedMap<Address, Allocation> read() {
        if (alloc.size() > ACCOUNTS_MAX) {
            throw new ConfigException("alloc has " + alloc.size() + " accounts; at most "
                    + ACCOUNTS_MAX + " are allowed");
        }
        SortedMap<Address, Allocation> accounts = new TreeMap<>();
        for (String key : alloc.keys()) {
            Address address = Hex.bytes(key).filter(bytes -> bytes.size() == Address.SIZE)
                    .map(Address::of).orElseThrow(() -> alloc.problem(key,
                            "is not an address: 40 hexadecimal digits, with or without 0x"));
            Allocation account = account(alloc.section(key)
                    .orElseThrow(() -> alloc.problem(key, "is null; expected an object")));
            if (accounts.put(address, account) != null) {
                throw alloc.problem(key, "is there already with another prefix");
            }
        }
        return accounts;
    }

    private Allocation account(JsonSection section) {
        return new Allocation(
                section.number("nonce", BigInteger.ZERO, NONCE_MAX).map(BigInteger::longValue)
                        .orElse(0L),
                section.number("balance", BigInteger.ZERO, GenesisFile.WORD_MAX).map(UInt256::of)
                        .orElse(UInt256.ZERO),
                section.bytes("code", 0, CODE_SIZE_MAX).orElse(Bytes.EMPTY),
                section.section("storage").map(this::storage)
                        .orElse(Collections.emptySortedMap()));
    }

    private SortedMap<UInt256, UInt256> storage(JsonSection section) {
        slots += section.size();
        if (slots > SLOTS_MAX) {
            throw new ConfigException(
                    "alloc has more than " + SLOTS_MAX
                            + " storage slots, which is the most allowed");
        }
        SortedMap<UInt256, UInt256> storage = new TreeMap<>();
        for (String key : section.keys()) {
            UInt256 slot = Hex.word(key).map(UInt256::of).orElseThrow(
                    () -> section.problem(key,
                            "is not a storage slot: up to 64 hexadecimal digits"));
            UInt256 value = section.text(key).flatMap(Hex::word).map(UInt256::of)
                    .orElseThrow(() -> section.wrong(key, "up to 64 hexadecimal digits in quotes"));
            if (storage.put(slot, value) != null) {
                throw section.problem(key, "is there already in another form");
            }
        }
        return storage;
    }
}
