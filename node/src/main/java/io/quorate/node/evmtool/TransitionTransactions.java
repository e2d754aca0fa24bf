package io.quorate.node.evmtool;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.crypto.EcdsaSignature;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.evm.rlp.RlpReader;
import io.quorate.ledger.AccessListEntry;
import io.quorate.ledger.Authorization;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.Signature;
import io.quorate.ledger.Transaction;
import io.quorate.ledger.TransactionCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** The {@code txs} section: transactions as JSON, signed or with the key to sign them, or as RLP. */
final class TransitionTransactions {
    private final RuleSet rules;
    private final UInt256 chainId;

    /** One transaction, or why there is none. */
    record Entry(Optional<RecoveredTransaction> transaction, String error) {}

    TransitionTransactions(RuleSet rules, UInt256 chainId) {
        this.rules = rules;
        this.chainId = chainId;
    }

    List<Entry> ofJson(JsonNode list) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Transaction transaction = transaction(new Fields(list.get(i), "txs[" + i + "]"));
            entries.add(recover(TransactionCodec.encode(transaction)));
        }
        return entries;
    }

    /** {@code rlp} is a block body's list. */
    List<Entry> ofRlp(Bytes rlp) {
        List<Entry> entries = new ArrayList<>();
        try {
            RlpReader list = new RlpReader(rlp).readList();
            while (!list.isAtEnd()) {
                entries.add(recover(list.nextIsList() ? list.readRaw() : list.readByteString()));
            }
        } catch (DecodeException e) {
            throw new ToolException(ToolException.Kind.RLP, "txs: " + e.getMessage(), e);
        }
        return entries;
    }

    private Entry recover(Bytes encoded) {
        try {
            return new Entry(Optional.of(TransactionCodec.recover(encoded, rules.fork())), "");
        } catch (DecodeException e) {
            return new Entry(Optional.empty(), e.getMessage());
        }
    }

    private Transaction transaction(Fields fields) {
        Signature given = new Signature(fields.word("r", UInt256.ZERO),
                fields.word("s", UInt256.ZERO), parity(fields));
        boolean isUnsigned = given.r().isZero() && given.s().isZero();
        if (!isUnsigned || !fields.has("secretKey")) {
            return build(fields, given);
        }
        Bytes key = fields.word("secretKey").toBytes();
        EcdsaSignature made = Secp256k1.sign(TransactionCodec.signingHash(build(fields, given)),
                key);
        return build(fields, new Signature(made.r(), made.s(), made.yParity()));
    }

    /** Of a legacy transaction from v: 27 and 28, or EIP-155's. */
    private static int parity(Fields fields) {
        UInt256 v = fields.optionalWord("yParity").or(() -> fields.optionalWord("v"))
                .orElse(UInt256.ZERO);
        boolean isLegacy = fields.number("type", 0) == 0;
        return (int) (isLegacy && !v.isZero() ? v.limb(0) + 1 & 1 : v.limb(0) & 0xff);
    }

    private Optional<UInt256> legacyChainId(Fields fields) {
        Optional<UInt256> v = fields.optionalWord("v").filter(word -> !word.isZero());
        if (v.isPresent()) {
            boolean isProtected = v.get().compareTo(UInt256.of(35)) >= 0;
            return isProtected
                    ? Optional.of(UInt256.of(
                            v.get().minus(UInt256.of(35)).toBigInteger().shiftRight(1)))
                    : Optional.empty();
        }
        boolean wantsProtection = !fields.has("protected")
                || fields.node().get("protected").asBoolean();
        return wantsProtection && rules.fork().isAtLeast(Fork.SPURIOUS_DRAGON)
                ? Optional.of(fields.word("chainId", chainId))
                : Optional.empty();
    }

    private Transaction build(Fields f, Signature signature) {
        int type = (int) f.number("type", 0);
        Optional<UInt256> id = Optional.of(f.word("chainId", chainId));
        long nonce = f.number("nonce");
        long gas = f.has("gas") ? f.number("gas") : f.number("gasLimit");
        Optional<Address> to = f.optionalAddress("to");
        UInt256 value = f.word("value", UInt256.ZERO);
        Bytes data = f.has("input") ? f.bytes("input") : f.bytes("data");
        UInt256 price = f.word("gasPrice", UInt256.ZERO);
        UInt256 cap = f.word("maxFeePerGas", UInt256.ZERO);
        UInt256 tip = f.word("maxPriorityFeePerGas", UInt256.ZERO);
        List<AccessListEntry> access = accessList(f);
        return switch (type) {
            case 0 -> new Transaction.Legacy(legacyChainId(f), nonce, price, gas, to, value, data,
                    signature);
            case 1 -> new Transaction.AccessList(id, nonce, price, gas, to, value, data, access,
                    signature);
            case 2 -> new Transaction.DynamicFee(id, nonce, tip, cap, gas, to, value, data, access,
                    signature);
            case 3 -> new Transaction.Blob(id, nonce, tip, cap, gas, to, value, data, access,
                    f.word("maxFeePerBlobGas"), blobHashes(f), signature);
            case 4 -> new Transaction.SetCode(id, nonce, tip, cap, gas, to, value, data, access,
                    authorizations(f), signature);
            default -> throw new ToolException(ToolException.Kind.JSON,
                    f.name() + ": unknown transaction type " + type);
        };
    }

    private static List<AccessListEntry> accessList(Fields fields) {
        List<AccessListEntry> entries = new ArrayList<>();
        fields.object("accessList").node().forEach(node -> {
            List<Hash> keys = new ArrayList<>();
            node.path("storageKeys").forEach(key -> keys.add(Fields.hash(key.asText())));
            entries.add(new AccessListEntry(
                    new Fields(node, fields.name() + ".accessList").address("address"), keys));
        });
        return entries;
    }

    private static List<Hash> blobHashes(Fields fields) {
        List<Hash> hashes = new ArrayList<>();
        fields.object("blobVersionedHashes").node()
                .forEach(hash -> hashes.add(Fields.hash(hash.asText())));
        return hashes;
    }

    private static List<Authorization> authorizations(Fields fields) {
        List<Authorization> authorizations = new ArrayList<>();
        fields.object("authorizationList").node().forEach(node -> {
            Fields a = new Fields(node, fields.name() + ".authorizationList");
            authorizations.add(new Authorization(a.word("chainId"), a.address("address"),
                    a.number("nonce"),
                    (int) (a.has("yParity") ? a.number("yParity") : a.number("v")), a.word("r"),
                    a.word("s")));
        });
        return authorizations;
    }
}
