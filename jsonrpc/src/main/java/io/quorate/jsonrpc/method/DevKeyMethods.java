package io.quorate.jsonrpc.method;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.jsonrpc.CallRequest;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.DevChain;
import io.quorate.jsonrpc.DevKeys;
import io.quorate.jsonrpc.TransactionSubmitter;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.view.TransactionView;
import io.quorate.ledger.Impersonation;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Signature;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.tuweni.bytes.Bytes;

/** Signing with the node's own keys; there is none of these methods where the node has no such keys. */
final class DevKeyMethods {
    private final DevKeys keys;
    private final Optional<DevChain> dev;
    private final TransactionSubmitter submitter;
    private final SubmitMethods submit;
    private final UnsignedTransactions unsigned;
    private final ChainQueries chain;
    private final CallParser parser;
    /** One at a time for a sender, so that two never get one nonce; there are few keys. */
    private final ConcurrentMap<Address, Object> locks = new ConcurrentHashMap<>();

    DevKeyMethods(DevKeys keys, Optional<DevChain> dev, ChainQueries chain,
            TransactionSubmitter submitter,
            SubmitMethods submit, CallParser parser) {
        this.keys = keys;
        this.dev = dev;
        this.submitter = submitter;
        this.submit = submit;
        this.unsigned = new UnsignedTransactions(chain);
        this.chain = chain;
        this.parser = parser;
    }

    List<Method> all() {
        List<Method> methods = new ArrayList<>(List.of(
                Method.heavy("eth_sendTransaction", 1, this::send),
                Method.heavy("eth_signTransaction", 1, this::signTransaction),
                Method.light("eth_sign", 2, call -> JsonValue.of(personalSign(
                        call.at(0, "address").address(), call.at(1, "message").data()))),
                Method.light("personal_sign", 3, call -> JsonValue.of(personalSign(
                        call.at(1, "address").address(), call.at(0, "message").data()))),
                Method.light("eth_signTypedData_v4", 2, this::signTypedData)));
        if (dev.isEmpty()) {
            // Hardhat Ignition asks: each transaction gets its block at once, and waiting for more would never end
            methods.add(Method.light("hardhat_getAutomine", 0, call -> JsonValue.TRUE));
        }
        return List.copyOf(methods);
    }

    private JsonValue send(Call call) {
        CallRequest request = parser.parse(call.at(0, "transaction"));
        Address sender = requireSender(call, request);
        synchronized (locks.computeIfAbsent(sender, address -> new Object())) {
            return JsonValue.of(submit.submit(call, sendable(request, sender).encoded()));
        }
    }

    private JsonValue signTransaction(Call call) {
        CallRequest request = parser.parse(call.at(0, "transaction"));
        RecoveredTransaction signed = sign(request, requireSender(call, request));
        return out -> {
            out.startObject();
            out.data("raw", signed.encoded());
            out.value("tx", TransactionView.pending(chain.feeMode(), signed));
            out.endObject();
        };
    }

    private static Address requireSender(Call call, CallRequest request) {
        return request.from().orElseThrow(
                () -> call.at(0, "transaction").field("from").wrong("the sender's address"));
    }

    /** Signed, or with the mark of one that nobody need sign. */
    private RecoveredTransaction sendable(CallRequest request, Address sender) {
        boolean isImpersonated = !keys.accounts().contains(sender)
                && dev.filter(chain -> chain.state().impersonates(sender)).isPresent();
        return isImpersonated
                ? unsigned.signed(request, nonce(request, sender), sender,
                        hash -> Impersonation.of(sender))
                : sign(request, sender);
    }

    private long nonce(CallRequest request, Address sender) {
        return request.nonce().orElseGet(() -> submitter.pendingNonce(sender));
    }

    private RecoveredTransaction sign(CallRequest request, Address sender) {
        return unsigned.signed(request, nonce(request, sender), sender,
                hash -> signature(sender, hash));
    }

    private Signature signature(Address address, Hash digest) {
        return keys.sign(address, digest).orElseThrow(() -> new JsonRpcException(
                ErrorCode.INVALID_INPUT, "unknown account: the node has no key of " + address));
    }

    /** EIP-191, version 0x45. */
    private Bytes personalSign(Address address, Bytes message) {
        byte[] prefix = ("\u0019Ethereum Signed Message:\n" + message.size())
                .getBytes(StandardCharsets.UTF_8);
        return packed(signature(address,
                Keccak256.hash(Bytes.concatenate(Bytes.wrap(prefix), message))));
    }

    private JsonValue signTypedData(Call call) {
        Address address = call.at(0, "address").address();
        return JsonValue.of(packed(signature(address,
                new TypedData(call.at(1, "typedData").objectOrText()).digest())));
    }

    /** r, s and v of 27 or 28 in 65 bytes. */
    private static Bytes packed(Signature signature) {
        return Bytes.concatenate(signature.r().toBytes(), signature.s().toBytes(),
                Bytes.of((byte) (27 + signature.yParity())));
    }
}
