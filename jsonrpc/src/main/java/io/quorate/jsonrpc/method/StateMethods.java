package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.jsonrpc.AccountProof;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.TransactionSubmitter;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.Param;
import io.quorate.jsonrpc.view.ProofView;
import io.quorate.state.Account;
import io.quorate.state.StateView;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** Accounts, code and storage as of any kept block. */
final class StateMethods {
    private static final int SLOTS_MAX = 1_024;

    private final ChainQueries chain;
    private final TransactionSubmitter submitter;
    private final Blocks blocks;

    StateMethods(ChainQueries chain, TransactionSubmitter submitter, Blocks blocks) {
        this.chain = chain;
        this.submitter = submitter;
        this.blocks = blocks;
    }

    List<Method> all() {
        return List.of(Method.instant("eth_getBalance", 2, this::balance),
                Method.instant("eth_getCode", 2, this::code),
                Method.instant("eth_getStorageAt", 3, this::storageAt),
                Method.light("eth_getStorageValues", 2, this::storageValues),
                Method.instant("eth_getTransactionCount", 2, this::transactionCount),
                Method.heavy("eth_getProof", 3, this::proof));
    }

    private JsonValue balance(Call call) {
        return JsonValue.quantity(account(call).balance());
    }

    private JsonValue code(Call call) {
        Address address = call.at(0, "address").address();
        StateView state = blocks.requireState(call.at(1, "block"));
        Account account = state.account(address).orElse(Account.EMPTY);
        return JsonValue.of(account.hasCode() ? state.code(account.codeHash()) : Bytes.EMPTY);
    }

    private JsonValue storageAt(Call call) {
        Address address = call.at(0, "address").address();
        UInt256 key = call.at(1, "storageKey").slot();
        StateView state = blocks.requireState(call.at(2, "block"));
        return JsonValue.of(state.storage(address, key).toHash());
    }

    private JsonValue transactionCount(Call call) {
        Address address = call.at(0, "address").address();
        Param block = call.at(1, "block");
        if (block.isString() && block.string().equals("pending")) {
            return JsonValue.quantity(submitter.pendingNonce(address));
        }
        return JsonValue.quantity(account(call).nonce());
    }

    private Account account(Call call) {
        Address address = call.at(0, "address").address();
        return blocks.requireState(call.at(1, "block")).account(address).orElse(Account.EMPTY);
    }

    /** The answer has the shape of the question: keys by address. */
    private JsonValue storageValues(Call call) {
        Param request = call.at(0, "requests");
        List<String> addresses = request.fieldNames();
        List<AccountSlots> asked = new ArrayList<>();
        int slots = 0;
        for (String name : addresses) {
            Address address = addressNamed(request, name);
            List<UInt256> keys = request.field(name).list().stream().map(Param::slot).toList();
            slots += keys.size();
            asked.add(new AccountSlots(address, keys));
        }
        if (slots == 0) {
            throw JsonRpcException.invalidParams("invalid params: empty request");
        }
        if (slots > SLOTS_MAX) {
            throw JsonRpcException.invalidParams("invalid params: " + slots
                    + " storage keys, at most " + SLOTS_MAX + " are allowed");
        }
        StateView state = blocks.requireState(call.at(1, "block"));
        return out -> {
            out.startObject();
            for (AccountSlots account : asked) {
                out.values(account.address.toString(), account.keys.stream()
                        .map(key -> JsonValue.of(state.storage(account.address, key).toHash()))
                        .toList());
            }
            out.endObject();
        };
    }

    private record AccountSlots(Address address, List<UInt256> keys) {}

    static Address addressNamed(Param request, String name) {
        try {
            if (name.length() == 2 + 2 * Address.SIZE && name.startsWith("0x")) {
                return Address.fromHex(name);
            }
        } catch (IllegalArgumentException e) {
            throw request.wrong("an object whose names are addresses");
        }
        throw request.wrong("an object whose names are addresses");
    }

    private JsonValue proof(Call call) {
        Address address = call.at(0, "address").address();
        List<Param> keyParams = call.at(1, "storageKeys").list();
        if (keyParams.size() > SLOTS_MAX) {
            throw call.at(1, "storageKeys").wrong("a list of at most " + SLOTS_MAX + " keys");
        }
        List<UInt256> keys = keyParams.stream().map(Param::slot).toList();
        long number = blocks.require(call.at(2, "block")).stateNumber();
        AccountProof proof = chain.proof(address, keys, number).orElseThrow(
                () -> Blocks.pruned("proofs of block", number, "with proofs",
                        chain.earliestProvableBlock()));
        List<String> shownKeys = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            shownKeys.add(shownKey(keyParams.get(i), keys.get(i)));
        }
        return ProofView.account(address, proof, shownKeys);
    }

    /** A key asked in 32 bytes comes back in 32 bytes, any other as a quantity. */
    private static String shownKey(Param asked, UInt256 key) {
        return asked.string().length() == 66 ? key.toHash().toString() : key.toString();
    }
}
