package io.quorate.jsonrpc.method;

import io.quorate.evm.fork.BlobSchedule;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkId;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.precompile.Precompiles;
import io.quorate.evm.primitives.Address;
import io.quorate.execution.SystemContracts;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.ForkSetup;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonOut;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockHeader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the node has and by which rules it goes: {@code eth_capabilities}, {@code eth_config} (EIP-7910). */
final class NodeMethods {
    /** By the low bytes of the address, as EIP-7910 and the EIPs of the precompiles name them. */
    private static final Map<Integer, String> PRECOMPILES = Map.ofEntries(Map.entry(0x01, "ECREC"),
            Map.entry(0x02, "SHA256"), Map.entry(0x03, "RIPEMD160"), Map.entry(0x04, "ID"),
            Map.entry(0x05, "MODEXP"), Map.entry(0x06, "BN254_ADD"),
            Map.entry(0x07, "BN254_MUL"), Map.entry(0x08, "BN254_PAIRING"),
            Map.entry(0x09, "BLAKE2F"), Map.entry(0x0a, "KZG_POINT_EVALUATION"),
            Map.entry(0x0b, "BLS12_G1ADD"), Map.entry(0x0c, "BLS12_G1MSM"),
            Map.entry(0x0d, "BLS12_G2ADD"), Map.entry(0x0e, "BLS12_G2MSM"),
            Map.entry(0x0f, "BLS12_PAIRING_CHECK"), Map.entry(0x10, "BLS12_MAP_FP_TO_G1"),
            Map.entry(0x11, "BLS12_MAP_FP2_TO_G2"), Map.entry(0x100, "P256VERIFY"));

    private final ChainQueries chain;
    private final Blocks blocks;

    NodeMethods(ChainQueries chain, Blocks blocks) {
        this.chain = chain;
        this.blocks = blocks;
    }

    List<Method> all() {
        return List.of(Method.light("eth_capabilities", 0, call -> capabilities()),
                Method.light("eth_config", 0, call -> config()));
    }

    private JsonValue capabilities() {
        Block head = blocks.requireBlock(chain.latestNumber());
        long kept = chain.earliestBlockNumber();
        long provable = chain.earliestProvableBlock();
        return out -> {
            out.startObject();
            out.name("head");
            out.startObject();
            out.quantity("number", head.number());
            out.hash("hash", head.hash());
            out.endObject();
            for (String resource : List.of("state", "tx", "logs", "receipts", "blocks")) {
                writeResource(out, resource, kept);
            }
            writeResource(out, "stateproofs", provable);
            out.endObject();
        };
    }

    private static void writeResource(JsonOut out, String name, long oldest) {
        out.name(name);
        out.startObject();
        out.bool("disabled", false);
        out.quantity("oldestBlock", oldest);
        out.endObject();
    }

    private JsonValue config() {
        ForkSetup setup = chain.forkSetup()
                .orElseThrow(() -> new JsonRpcException(ErrorCode.METHOD_NOT_SUPPORTED,
                        "this node does not tell its rules"));
        BlockHeader head = chain.header(chain.latestNumber())
                .orElseThrow(() -> Blocks.pruned(chain, "block", chain.latestNumber()));
        SortedSet<Long> times = times(setup);
        SortedSet<Long> passed = times.headSet(head.timestamp() + 1);
        SortedSet<Long> coming = times.tailSet(head.timestamp() + 1);
        long current = passed.isEmpty() ? 0 : passed.last();
        return out -> {
            out.startObject();
            out.value("current", fork(setup, head.number(), current,
                    Math.max(current, head.timestamp())));
            out.value("next", coming.isEmpty() ? JsonValue.NULL
                    : fork(setup, Long.MAX_VALUE, coming.first(), coming.first()));
            out.value("last", coming.isEmpty() ? JsonValue.NULL
                    : fork(setup, Long.MAX_VALUE, coming.last(), coming.last()));
            out.endObject();
        };
    }

    private static SortedSet<Long> times(ForkSetup setup) {
        SortedSet<Long> times = new TreeSet<>();
        for (ForkSchedule.Activation activation : setup.schedule().activations()) {
            if (activation.trigger() instanceof ForkSchedule.Trigger.AtTime(long time)) {
                times.add(time);
            }
        }
        return times;
    }

    private JsonValue fork(ForkSetup setup, long number, long activation, long time) {
        ForkSchedule schedule = setup.schedule();
        Fork fork = schedule.forkAt(number, time);
        int id = ForkId.of(setup.genesisHash(), setup.genesisTimestamp(), schedule, number, time);
        SortedMap<String, Address> precompiles = new TreeMap<>();
        PRECOMPILES.forEach((low, name) -> {
            if (Precompiles.of(fork).at(Address.ofLow(low)).isPresent()) {
                precompiles.put(name, Address.ofLow(low));
            }
        });
        return out -> {
            out.startObject();
            out.number("activationTime", activation);
            schedule.blobsAt(number, time).ifPresentOrElse(
                    blobs -> writeBlobs(out, blobs, setup.blobsEnabled()),
                    () -> out.nullField("blobSchedule"));
            out.quantity("chainId", chain.chainId());
            out.string("forkId", String.format(Locale.ROOT, "0x%08x", id));
            writeAddresses(out, "precompiles", precompiles);
            writeAddresses(out, "systemContracts",
                    SystemContracts.of(fork, setup.depositContract()));
            out.endObject();
        };
    }

    /** A chain that takes no blobs has none to plan with, whatever its fork says. */
    private static void writeBlobs(JsonOut out, BlobSchedule blobs, boolean enabled) {
        out.name("blobSchedule");
        out.startObject();
        out.number("target", enabled ? blobs.targetBlobs() : 0);
        out.number("max", enabled ? blobs.maxBlobs() : 0);
        out.number("baseFeeUpdateFraction", blobs.baseFeeUpdateFraction());
        out.endObject();
    }

    private static void writeAddresses(JsonOut out, String name,
            SortedMap<String, Address> addresses) {
        out.name(name);
        out.startObject();
        addresses.forEach(out::address);
        out.endObject();
    }
}
