package io.quorate.node.evmtool;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.rlp.RlpWriter;
import io.quorate.execution.BlockTransition;
import io.quorate.execution.TransactionOutcome;
import io.quorate.ledger.Log;
import io.quorate.ledger.LogsBloom;
import io.quorate.ledger.Receipt;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Roots;
import io.quorate.ledger.Withdrawal;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.tuweni.bytes.Bytes;

/** The {@code result} section, with the keys of geth's {@code evm t8n}. */
record TransitionResult(RuleSet rules, TransitionEnv env, BlockTransition.Result block,
        Optional<List<Withdrawal>> withdrawals) {

    ObjectNode toJson(Hash stateRoot, SortedMap<Integer, String> rejected) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("stateRoot", stateRoot.toString());
        json.put("txRoot", Roots.transactionsRoot(block.transactions()).toString());
        json.put("receiptsRoot", Roots.receiptsRoot(block.receipts()).toString());
        json.put("logsHash", logsHash().toString());
        json.put("logsBloom", LogsBloom.union(block.receipts()).toHexString());
        ArrayNode receipts = json.putArray("receipts");
        for (int i = 0; i < block.receipts().size(); i++) {
            receipts.add(receipt(i));
        }
        if (!rejected.isEmpty()) {
            ArrayNode list = json.putArray("rejected");
            rejected.forEach((index, error) -> list.addObject().put("index", index).put("error",
                    error));
        }
        json.put("currentDifficulty",
                rules.fork().isAtLeast(Fork.PARIS) ? null : env.difficulty().toString());
        json.put("gasUsed", quantity(block.gasUsed()));
        env.baseFee().ifPresent(fee -> json.put("currentBaseFee", fee.toString()));
        withdrawals.ifPresent(list -> json.put("withdrawalsRoot",
                Roots.withdrawalsRoot(list).toString()));
        env.excessBlobGas().ifPresent(excess -> {
            json.put("currentExcessBlobGas", quantity(excess));
            json.put("blobGasUsed", quantity(block.blobGasUsed()));
        });
        if (rules.fork().isAtLeast(Fork.PRAGUE)) {
            json.put("requestsHash", Roots.requestsHash(block.requests()).toString());
            ArrayNode requests = json.putArray("requests");
            block.requests().forEach(request -> requests.add(request.toHexString()));
            if (!block.systemFailures().isEmpty()) {
                json.put("blockException", block.systemFailures().getFirst());
            }
        }
        return json;
    }

    private ObjectNode receipt(int index) {
        Receipt receipt = block.receipts().get(index);
        TransactionOutcome.Executed outcome = block.outcomes().get(index);
        RecoveredTransaction transaction = block.transactions().get(index);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", quantity(receipt.transactionType()));
        json.put("root", receipt.postState().map(Hash::toString).orElse("0x"));
        json.put("status", outcome.succeeded() ? "0x1" : "0x0");
        json.put("cumulativeGasUsed", quantity(receipt.cumulativeGasUsed()));
        json.put("logsBloom", receipt.logsBloom().toHexString());
        ArrayNode logs = json.putArray("logs");
        for (Log log : receipt.logs()) {
            ObjectNode entry = logs.addObject().put("address", log.address().toString());
            ArrayNode topics = entry.putArray("topics");
            log.topics().forEach(topic -> topics.add(topic.toString()));
            entry.put("data", log.data().toHexString());
        }
        json.put("transactionHash", transaction.hash().toString());
        json.put("contractAddress", outcome.createdAddress().orElse(Address.ZERO).toString());
        json.put("gasUsed", quantity(outcome.gasUsed()));
        json.put("effectiveGasPrice", outcome.effectiveGasPrice().toString());
        if (outcome.blobGasUsed() != 0) {
            json.put("blobGasUsed", quantity(outcome.blobGasUsed()));
        }
        json.put("blockHash", Hash.ZERO.toString());
        json.put("transactionIndex", quantity(index));
        return json;
    }

    private Hash logsHash() {
        RlpWriter out = new RlpWriter().startList();
        for (Receipt receipt : block.receipts()) {
            for (Log log : receipt.logs()) {
                out.startList().write(log.address()).startList();
                log.topics().forEach(out::write);
                out.endList().write(log.data()).endList();
            }
        }
        return Keccak256.hash(out.endList().toArray());
    }

    static Bytes body(List<RecoveredTransaction> transactions) {
        RlpWriter out = new RlpWriter().startList();
        for (RecoveredTransaction transaction : transactions) {
            if (transaction.transaction().type() == 0) {
                out.writeRaw(transaction.encoded());
            } else {
                out.write(transaction.encoded());
            }
        }
        return out.endList().toBytes();
    }

    private static String quantity(long value) {
        return "0x" + Long.toHexString(value);
    }
}
