package io.quorate.evm.differential;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * A state of some contracts and the transactions that run on it. Code and data are kept in the pieces that they
 * were made of, so that a failing scenario can be cut down piece by piece. {@link #toString} is one word that
 * {@link #parse} reads again.
 */
record Scenario(List<Contract> contracts, List<Call> calls) {
    static final Address SENDER = Address.ofLow(0x5e4de4);
    static final Address BENEFICIARY = Address.ofLow(0xbe4ef);
    static final UInt256 CHAIN_ID = UInt256.of(1337);
    static final UInt256 WEALTH = UInt256.of(1L << 60);
    static final long GAS_PRICE = 3;
    static final long BLOCK_NUMBER = 1_000_000;
    static final long BLOCK_GAS = 60_000_000;
    static final long TIMESTAMP = 1_600_000_000;
    static final long DIFFICULTY = 131_072;

    Scenario {
        contracts = List.copyOf(contracts);
        calls = List.copyOf(calls);
    }

    record Contract(Address address, long balance, List<Bytes> pieces,
            SortedMap<Long, Long> slots) {
        Bytes code() {
            return Bytes.concatenate(pieces);
        }
    }

    /** A transaction; without {@code to} a creation. */
    record Call(Optional<Address> to, long gas, long value, List<Bytes> pieces) {
        Bytes data() {
            return Bytes.concatenate(pieces);
        }
    }

    /** The hash that BLOCKHASH gives of an earlier block. */
    static UInt256 blockHash(long number) {
        return UInt256.of(number * 0x1_0001);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Contract contract : contracts) {
            text.append("c.").append(contract.address.bytes().toUnprefixedHexString()).append('.')
                    .append(contract.balance).append('.')
                    .append(contract.code().toUnprefixedHexString());
            contract.slots.forEach(
                    (key, value) -> text.append('.').append(key).append('=').append(value));
            text.append('/');
        }
        for (Call call : calls) {
            text.append("t.")
                    .append(call.to.map(to -> to.bytes().toUnprefixedHexString()).orElse("new"))
                    .append('.').append(call.gas).append('.').append(call.value).append('.')
                    .append(call.data().toUnprefixedHexString()).append('/');
        }
        return text.toString();
    }

    static Scenario parse(String text) {
        List<Contract> contracts = new ArrayList<>();
        List<Call> calls = new ArrayList<>();
        for (String entry : text.split("/")) {
            String[] parts = entry.split("\\.", -1);
            if (parts[0].equals("c")) {
                SortedMap<Long, Long> slots = new TreeMap<>();
                for (int i = 4; i < parts.length; i++) {
                    String[] slot = parts[i].split("=");
                    slots.put(Long.parseLong(slot[0]), Long.parseLong(slot[1]));
                }
                contracts.add(new Contract(Address.fromHex(parts[1]), Long.parseLong(parts[2]),
                        List.of(Bytes.fromHexString(parts[3])), slots));
            } else {
                Optional<Address> to = parts[1].equals("new") ? Optional.empty()
                        : Optional.of(Address.fromHex(parts[1]));
                calls.add(new Call(to, Long.parseLong(parts[2]), Long.parseLong(parts[3]),
                        List.of(Bytes.fromHexString(parts[4]))));
            }
        }
        return new Scenario(contracts, calls);
    }
}
