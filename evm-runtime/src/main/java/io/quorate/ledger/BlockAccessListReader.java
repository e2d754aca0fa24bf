package io.quorate.ledger;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.ledger.BlockAccessList.AccountAccess;
import io.quorate.ledger.BlockAccessList.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.tuweni.bytes.Bytes;

/** Reads what {@link BlockAccessList#encode} writes (EIP-7928), and nothing else. */
final class BlockAccessListReader {
    private BlockAccessListReader() {}

    /** A value as it stands in a change. */
    @FunctionalInterface
    private interface Value<T> {
        T read(RlpReader in) throws DecodeException;
    }

    static BlockAccessList read(Bytes encoded) throws DecodeException {
        RlpReader input = new RlpReader(encoded);
        RlpReader list = input.readList();
        input.requireEnd();
        SortedMap<Address, AccountAccess> accounts = new TreeMap<>();
        while (!list.isAtEnd()) {
            RlpReader account = list.readList();
            Address address = account.readAddress();
            accounts.put(address, new AccountAccess(slots(account.readList()),
                    reads(account.readList()), changes(account, RlpReader::readUInt256),
                    changes(account, RlpReader::readUnsignedLong),
                    changes(account, RlpReader::readByteString)));
            account.requireEnd();
        }
        BlockAccessList read = new BlockAccessList(accounts);
        if (!read.encode().equals(encoded)) {
            throw new DecodeException("a block access list that is not in its one form");
        }
        return read;
    }

    private static SortedMap<UInt256, List<Change<UInt256>>> slots(RlpReader list)
            throws DecodeException {
        SortedMap<UInt256, List<Change<UInt256>>> slots = new TreeMap<>();
        while (!list.isAtEnd()) {
            RlpReader slot = list.readList();
            slots.put(slot.readUInt256(), changes(slot, RlpReader::readUInt256));
            slot.requireEnd();
        }
        return slots;
    }

    private static SortedSet<UInt256> reads(RlpReader list) throws DecodeException {
        SortedSet<UInt256> reads = new TreeSet<>();
        while (!list.isAtEnd()) {
            reads.add(list.readUInt256());
        }
        return reads;
    }

    private static <T> List<Change<T>> changes(RlpReader in, Value<T> value)
            throws DecodeException {
        RlpReader list = in.readList();
        List<Change<T>> changes = new ArrayList<>();
        while (!list.isAtEnd()) {
            RlpReader change = list.readList();
            long index = change.readLong();
            if (index > Integer.MAX_VALUE) {
                throw new DecodeException("a change with index " + index);
            }
            changes.add(new Change<>((int) index, value.read(change)));
            change.requireEnd();
        }
        return changes;
    }
}
