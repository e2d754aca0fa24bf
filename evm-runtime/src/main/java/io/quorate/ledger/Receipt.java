package io.quorate.ledger;

import io.quorate.evm.primitives.Hash;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/**
 * A transaction's receipt in the consensus form (Yellow Paper §4.4.1, EIP-658, EIP-2718).
 *
 * @param transactionType the EIP-2718 type, 0 for legacy
 * @param succeeded the status of EIP-658; without meaning where {@code postState} is present
 * @param postState the state root after the transaction, only before Byzantium
 * @param logsBloom 256 bytes
 */
public record Receipt(int transactionType, boolean succeeded, Optional<Hash> postState,
        long cumulativeGasUsed, Bytes logsBloom, List<Log> logs) {
    public Receipt {
        logs = List.copyOf(logs);
    }
}
