package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.UInt256;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.Param;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Transaction;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.tuweni.bytes.Bytes;

/** Besu's filter of waiting transactions: {@code {"from": {"eq": …}, "gas": {"lt": …}, …}}. */
final class PoolFilter {
    private static final Set<String> FIELDS = Set.of("from", "to", "gas", "gasPrice", "value",
            "nonce");

    private PoolFilter() {}

    /** Whatever all conditions of {@code filter} hold for; anything where it is absent. */
    static Predicate<RecoveredTransaction> parse(Param filter) {
        Predicate<RecoveredTransaction> all = transaction -> true;
        if (filter.isAbsent()) {
            return all;
        }
        filter.requireOnly(FIELDS);
        for (String field : filter.fieldNames()) {
            all = all.and(condition(field, filter.field(field)));
        }
        return all;
    }

    private static Predicate<RecoveredTransaction> condition(String field, Param param) {
        return switch (field) {
            case "from" -> {
                Bytes sender = only(param, "eq").address().bytes();
                yield t -> t.sender().bytes().equals(sender);
            }
            case "to" -> to(param);
            case "gas" -> number(param, t -> UInt256.of(t.gasLimit()));
            case "gasPrice" -> number(param, Transaction::maxFeePerGas);
            case "value" -> number(param, Transaction::value);
            default -> number(param, t -> UInt256.of(t.nonce()));
        };
    }

    /** {@code {"action": "contract_creation"}} or an address. */
    private static Predicate<RecoveredTransaction> to(Param param) {
        Param action = param.field("action");
        if (!action.isAbsent()) {
            if (!action.string().equals("contract_creation")) {
                throw action.wrong("contract_creation");
            }
            return t -> t.transaction().to().isEmpty();
        }
        Bytes recipient = only(param, "eq").address().bytes();
        return t -> t.transaction().to().map(to -> to.bytes().equals(recipient)).orElse(false);
    }

    private static Param only(Param param, String operator) {
        param.requireOnly(Set.of(operator));
        return param.field(operator);
    }

    private static Predicate<RecoveredTransaction> number(Param param,
            Function<Transaction, UInt256> of) {
        if (param.fieldNames().size() != 1) {
            throw param.wrong("an object with one of eq, lt, gt");
        }
        String operator = param.fieldNames().getFirst();
        UInt256 bound = param.field(operator).quantity();
        return switch (operator) {
            case "eq" -> t -> of.apply(t.transaction()).equals(bound);
            case "lt" -> t -> of.apply(t.transaction()).compareTo(bound) < 0;
            case "gt" -> t -> of.apply(t.transaction()).compareTo(bound) > 0;
            default -> throw JsonRpcException.invalidParams(
                    "invalid params: " + param.name() + " compares by eq, lt or gt");
        };
    }
}
