package io.quorate.node.evmtool;

import io.quorate.evm.fork.BlobSchedule;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.ExecutionRules;
import io.quorate.execution.FeeMode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The rules that a name stands for, in the official tests' spelling or Ethereum's.
 *
 * @param bombDelayBlocks by how many blocks the difficulty bomb was put off
 */
public record RuleSet(String name, Fork fork, Optional<BlobSchedule> blobs,
        long bombDelayBlocks) {
    private static final BlobSchedule BPO1 = new BlobSchedule(10, 15, 8_346_193); // EIP-7892
    private static final BlobSchedule BPO2 = new BlobSchedule(14, 21, 11_684_671);
    private static final Map<String, RuleSet> BY_NAME = table();

    private static Map<String, RuleSet> table() {
        Map<String, RuleSet> table = new LinkedHashMap<>();
        add(table, Fork.FRONTIER, 0, "Frontier");
        add(table, Fork.HOMESTEAD, 0, "Homestead");
        add(table, Fork.TANGERINE_WHISTLE, 0, "EIP150", "TangerineWhistle");
        add(table, Fork.SPURIOUS_DRAGON, 0, "EIP158", "SpuriousDragon");
        add(table, Fork.BYZANTIUM, 3_000_000, "Byzantium"); // EIP-649
        add(table, Fork.CONSTANTINOPLE, 5_000_000, "Constantinople"); // EIP-1234
        add(table, Fork.PETERSBURG, 5_000_000, "ConstantinopleFix", "Petersburg");
        add(table, Fork.ISTANBUL, 5_000_000, "Istanbul");
        add(table, Fork.ISTANBUL, 9_000_000, "MuirGlacier"); // EIP-2384
        add(table, Fork.BERLIN, 9_000_000, "Berlin");
        add(table, Fork.LONDON, 9_700_000, "London"); // EIP-3554
        add(table, Fork.LONDON, 10_700_000, "ArrowGlacier"); // EIP-4345
        add(table, Fork.LONDON, 11_400_000, "GrayGlacier"); // EIP-5133
        add(table, Fork.PARIS, 0, "Paris", "Merge");
        add(table, Fork.SHANGHAI, 0, "Shanghai");
        add(table, Fork.CANCUN, 0, "Cancun");
        add(table, Fork.PRAGUE, 0, "Prague");
        add(table, Fork.OSAKA, 0, "Osaka");
        add(table, new RuleSet("BPO1", Fork.OSAKA, Optional.of(BPO1), 0));
        add(table, new RuleSet("BPO2", Fork.OSAKA, Optional.of(BPO2), 0));
        return table;
    }

    private static void add(Map<String, RuleSet> table, Fork fork, long bombDelayBlocks,
            String... names) {
        for (String name : names) {
            add(table, new RuleSet(name, fork, ForkSchedule.defaultBlobs(fork), bombDelayBlocks));
        }
    }

    private static void add(Map<String, RuleSet> table, RuleSet rules) {
        table.put(rules.name.toLowerCase(Locale.ROOT), rules);
    }

    /** Of any case; fails with {@link ToolException} and the names there are. */
    public static RuleSet named(String name) {
        RuleSet rules = BY_NAME.get(name.toLowerCase(Locale.ROOT));
        if (rules == null) {
            throw new ToolException(ToolException.Kind.CONFIG,
                    "unsupported fork \"" + name + "\", the names are "
                            + String.join(", ",
                                    BY_NAME.values().stream().map(r -> r.name).toList()));
        }
        return rules;
    }

    ExecutionRules execution(UInt256 chainId) {
        long gasMax = fork.isAtLeast(Fork.OSAKA) ? ExecutionRules.OSAKA_TRANSACTION_GAS_MAX
                : Long.MAX_VALUE;
        return new ExecutionRules(fork, chainId, FeeMode.EIP1559, blobs, gasMax);
    }
}
