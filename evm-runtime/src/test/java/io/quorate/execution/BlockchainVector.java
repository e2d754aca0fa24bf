package io.quorate.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.fork.ForkSchedule.Activation;
import io.quorate.evm.fork.ForkSchedule.Trigger;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockCodec;
import io.quorate.ledger.GenesisBlock;
import io.quorate.ledger.Ledger;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** One blockchain test of ethereum/tests or execution-spec-tests: a genesis, and blocks that are valid or not. */
final class BlockchainVector {
    private static final Address DEPOSITS = Address
            .fromHex("0x00000000219ab540356cbb839cbe05303d7705fa");

    private final JsonNode test;

    BlockchainVector(JsonNode test) {
        this.test = test;
    }

    /** Empty for the networks that need more than one chain: the merge by difficulty, and the DAO's fork. */
    Optional<ForkSchedule> forks() {
        String network = test.get("network").asText();
        int to = network.indexOf("To");
        if (network.contains("AtDiff") || network.contains("Dao") || network.contains("BPO")) {
            return Optional.empty();
        }
        if (to < 0) {
            return Optional.of(ForkSchedule.allFrom(fork(network)));
        }
        int at = network.indexOf("At", to);
        Fork next = fork(network.substring(to + 2, at));
        List<Activation> activations = new ArrayList<>(
                ForkSchedule.allFrom(fork(network.substring(0, to))).activations());
        Trigger trigger = network.endsWith("AtTime15k") ? new Trigger.AtTime(15_000)
                : new Trigger.AtBlock(Long.parseLong(network.substring(at + 2)));
        activations.add(new Activation(ForkSchedule.nameOf(next), next, trigger,
                ForkSchedule.defaultBlobs(next)));
        return Optional.of(new ForkSchedule(activations));
    }

    boolean hasSideChains() {
        for (JsonNode block : test.get("blocks")) {
            if (!block.path("chainname").asText("default").equals("default")) {
                return true;
            }
        }
        return false;
    }

    /** What went otherwise than the test says; empty where nothing did. */
    Optional<String> run(ForkSchedule forks) throws DecodeException {
        Block genesis = BlockCodec.decode(bytes(test.get("genesisRLP")));
        Ledger ledger = Ledger.open(new InMemoryKeyValueStore(), new GenesisBlock(genesis,
                GenesisBlock.of(new GenesisBlock.Fields(genesis.header().nonce(), 0, Bytes.EMPTY, 0,
                        UInt256.ZERO, Hash.ZERO, Address.ZERO, Optional.empty(), 0, 0), forks,
                        allocations()).state()));
        BlockImporter importer = new BlockImporter(new ChainRules(UInt256.ONE, forks,
                FeeMode.EIP1559, true, 0, Address.ZERO), DEPOSITS, ledger);
        for (JsonNode block : test.get("blocks")) {
            boolean valid = block.has("blockHeader") && !block.has("expectException")
                    && !block.has("expectExceptionALL");
            ImportOutcome outcome = importOne(importer, bytes(block.get("rlp")));
            switch (outcome) {
                case ImportOutcome.Valid ok -> {
                    if (!valid) {
                        return Optional.of("accepted though " + block.path("expectException"));
                    }
                    ledger.importBlock(ok.commit());
                }
                case ImportOutcome.Invalid(String reason) -> {
                    if (valid) {
                        return Optional.of(reason);
                    }
                }
            }
        }
        Hash last = Hash.fromHex(test.get("lastblockhash").asText());
        return ledger.head().hash().equals(last) ? Optional.empty()
                : Optional.of("the head is not " + last);
    }

    private static ImportOutcome importOne(BlockImporter importer, Bytes rlp) {
        try {
            return importer.execute(BlockCodec.decode(rlp));
        } catch (DecodeException e) {
            return new ImportOutcome.Invalid(e.getMessage());
        }
    }

    private SortedMap<Address, GenesisBlock.Allocation> allocations() {
        SortedMap<Address, GenesisBlock.Allocation> allocations = new TreeMap<>();
        test.get("pre").properties().forEach(entry -> {
            JsonNode account = entry.getValue();
            SortedMap<UInt256, UInt256> storage = new TreeMap<>();
            account.get("storage").properties().forEach(slot -> storage
                    .put(UInt256.fromHex(slot.getKey()), number(slot.getValue())));
            allocations.put(Address.fromHex(entry.getKey()),
                    new GenesisBlock.Allocation(number(account.get("nonce")).limb(0),
                            number(account.get("balance")), bytes(account.get("code")), storage));
        });
        return allocations;
    }

    private static UInt256 number(JsonNode hex) {
        return UInt256.fromHex(hex.asText());
    }

    private static Bytes bytes(JsonNode hex) {
        return Bytes.fromHexString(hex.asText());
    }

    private static Fork fork(String name) {
        return switch (name) {
            case "EIP150" -> Fork.TANGERINE_WHISTLE;
            case "EIP158" -> Fork.SPURIOUS_DRAGON;
            case "ConstantinopleFix" -> Fork.PETERSBURG;
            default -> Fork.valueOf(name.toUpperCase(Locale.ROOT));
        };
    }
}
