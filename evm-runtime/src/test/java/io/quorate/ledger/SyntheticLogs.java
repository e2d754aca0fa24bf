package io.quorate.ledger;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.storage.InMemoryKeyValueStore;
import io.quorate.state.storage.Space;
import io.quorate.state.storage.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.tuweni.bytes.Bytes;

/** Blocks of nothing but events, written as the ledger writes them. */
final class SyntheticLogs {
    private static final BlockHeader TEMPLATE = TestChain.genesis().block().header();
    /** To write with: what it reads is never asked. */
    private static final BlockStore BLOCKS = new BlockStore(new InMemoryKeyValueStore());

    private SyntheticLogs() {}

    /** One receipt a list. */
    static void put(WriteBatch batch, long number, List<List<Log>> logs) {
        List<Receipt> receipts = receipts(logs);
        BLOCKS.put(batch, new Block(Hash.ZERO, header(number, LogsBloom.union(receipts)), List.of(),
                List.of(), Optional.empty()),
                receipts, Bytes.EMPTY);
        batch.put(Space.META, LedgerKeys.HEAD, BlockStore.numberBytes(number));
        LogIndex.put(batch, number, receipts);
    }

    static List<Receipt> receipts(List<List<Log>> logs) {
        return logs.stream().map(each -> new Receipt(2, true, Optional.empty(), 1,
                LogsBloom.of(each), each)).toList();
    }

    private static BlockHeader header(long number, Bytes bloom) {
        BlockHeader t = TEMPLATE;
        return new BlockHeader(t.parentHash(), t.ommersHash(), t.beneficiary(), t.stateRoot(),
                t.transactionsRoot(), t.receiptsRoot(), bloom, t.difficulty(), number,
                t.gasLimit(), t.gasUsed(), t.timestamp(), t.extraData(), t.mixHash(), t.nonce(),
                t.baseFeePerGas(), t.withdrawalsRoot(), t.blobGasUsed(), t.excessBlobGas(),
                t.parentBeaconBlockRoot(), t.requestsHash());
    }

    /** Of few addresses and topics, so that filters meet what they ask for. */
    static Log random(Random random, int kinds) {
        List<Hash> topics = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            topics.add(topic(random.nextInt(kinds)));
        }
        return new Log(Address.ofLow(random.nextInt(kinds)), topics, Bytes.of(random.nextInt(9)));
    }

    static Hash topic(int kind) {
        return UInt256.of(kind).toHash();
    }

    /** With addresses or none, lists of alternatives, and places where any topic will do. */
    static LogFilter randomFilter(Random random, int kinds) {
        List<Address> addresses = new ArrayList<>();
        for (int i = random.nextInt(4) - 1; i > 0; i--) {
            addresses.add(Address.ofLow(random.nextInt(kinds + 1)));
        }
        List<List<Hash>> topics = new ArrayList<>();
        for (int place = random.nextInt(5); place > 0; place--) {
            List<Hash> any = new ArrayList<>();
            for (int i = random.nextInt(4) - 1; i > 0; i--) {
                any.add(topic(random.nextInt(kinds + 1)));
            }
            topics.add(any);
        }
        return new LogFilter(addresses, topics);
    }
}
