package io.quorate.execution;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.Log;
import io.quorate.ledger.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** EIP-6110: what the deposit contract logged, as one request of type 0. */
final class DepositRequests {
    private static final Hash DEPOSIT_EVENT = Hash.fromHex(
            "0x649bbc62d0e31342afea4e5cd82d4049e7e1ee912fc0889aa790803be39038c5");
    private static final int EVENT_BYTES = 576;
    /** Where the event has its five values, and how long each is: key, credentials, amount, signature, index. */
    private static final int[][] PARTS = {{192, 48}, {288, 32}, {352, 8}, {416, 96}, {544, 8}};
    private static final int WORD = 32;

    private DepositRequests() {}

    /** Empty where an event of the contract has another layout; its block is invalid. */
    static Optional<Bytes> of(Address contract, List<Receipt> receipts) {
        List<Bytes> parts = new ArrayList<>();
        parts.add(Bytes.of(0));
        for (Receipt receipt : receipts) {
            for (Log log : receipt.logs()) {
                if (isDeposit(contract, log)) {
                    if (!hasLayout(log.data())) {
                        return Optional.empty();
                    }
                    for (int[] part : PARTS) {
                        parts.add(log.data().slice(part[0], part[1]));
                    }
                }
            }
        }
        return Optional.of(Bytes.concatenate(parts.toArray(new Bytes[0])));
    }

    private static boolean isDeposit(Address contract, Log log) {
        return log.address().equals(contract) && !log.topics().isEmpty()
                && log.topics().getFirst().equals(DEPOSIT_EVENT);
    }

    /** Five offsets in the head, and each value's length in the word before it. */
    private static boolean hasLayout(Bytes data) {
        if (data.size() != EVENT_BYTES) {
            return false;
        }
        for (int i = 0; i < PARTS.length; i++) {
            int lengthAt = PARTS[i][0] - WORD;
            if (!isWord(data, i * WORD, lengthAt) || !isWord(data, lengthAt, PARTS[i][1])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWord(Bytes data, int offset, long value) {
        return UInt256.of(data.slice(offset, WORD)).equals(UInt256.of(value));
    }
}
