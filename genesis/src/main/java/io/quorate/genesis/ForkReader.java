package io.quorate.genesis;

import io.quorate.evm.fork.BlobSchedule;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.fork.ForkSchedule.Activation;
import io.quorate.evm.fork.ForkSchedule.Trigger;
import io.quorate.evm.primitives.UInt256;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Reads the forks of {@code config}: by block up to Paris, by time from Shanghai on (EIP-6953). */
final class ForkReader {
    /** In order of activation. Two keys for one fork must agree: geth and Besu have both. */
    private static final SequencedMap<String, Fork> BY_BLOCK = new LinkedHashMap<>();
    private static final SequencedMap<String, Fork> BY_TIME = new LinkedHashMap<>();
    private static final String BLOCK = "Block";
    private static final String GLACIER = "Glacier" + BLOCK;
    private static final int BLOB_FORKS_MAX = 5; // bpo1 to bpo5
    private static final int BLOBS_MAX = 4_096;

    static {
        BY_BLOCK.put("homesteadBlock", Fork.HOMESTEAD);
        BY_BLOCK.put("eip150Block", Fork.TANGERINE_WHISTLE);
        BY_BLOCK.put("eip155Block", Fork.SPURIOUS_DRAGON);
        BY_BLOCK.put("eip158Block", Fork.SPURIOUS_DRAGON);
        BY_BLOCK.put("byzantiumBlock", Fork.BYZANTIUM);
        BY_BLOCK.put("constantinopleBlock", Fork.CONSTANTINOPLE);
        BY_BLOCK.put("constantinopleFixBlock", Fork.PETERSBURG);
        BY_BLOCK.put("petersburgBlock", Fork.PETERSBURG);
        BY_BLOCK.put("istanbulBlock", Fork.ISTANBUL);
        BY_BLOCK.put("muirGlacierBlock", Fork.ISTANBUL);
        BY_BLOCK.put("berlinBlock", Fork.BERLIN);
        BY_BLOCK.put("londonBlock", Fork.LONDON);
        BY_BLOCK.put("arrowGlacierBlock", Fork.LONDON);
        BY_BLOCK.put("grayGlacierBlock", Fork.LONDON);
        BY_BLOCK.put("mergeNetsplitBlock", Fork.PARIS);
        BY_BLOCK.put("preMergeForkBlock", Fork.PARIS);
        BY_TIME.put("shanghaiTime", Fork.SHANGHAI);
        BY_TIME.put("cancunTime", Fork.CANCUN);
        BY_TIME.put("pragueTime", Fork.PRAGUE);
        BY_TIME.put("osakaTime", Fork.OSAKA);
    }

    private final JsonSection config;
    private final Optional<JsonSection> blobSchedule;
    private final List<String> warnings;
    private final List<Activation> activations = new ArrayList<>();

    ForkReader(JsonSection config, List<String> warnings) {
        this.config = config;
        this.blobSchedule = config.section("blobSchedule");
        this.warnings = warnings;
    }

    ForkSchedule read() {
        config.ignore("eip150Hash", "terminalTotalDifficultyPassed"); // the rest tells it too
        judgeForeignRules();
        BY_BLOCK.forEach(this::readBlock);
        readTerminalDifficulty();
        BY_TIME.forEach(this::readTime);
        for (int i = 1; i <= BLOB_FORKS_MAX; i++) {
            readBlobFork("bpo" + i);
        }
        blobSchedule.ifPresent(section -> warnings.addAll(section.unknownKeys()));
        try {
            return new ForkSchedule(activations);
        } catch (IllegalArgumentException e) {
            throw config.problem(keyOf(e.getMessage()), "is out of order: " + e.getMessage());
        }
    }

    /** Rules that we do not know would give other blocks than the file's author expects. */
    private void judgeForeignRules() {
        for (String key : List.of("amsterdamTime", "verkleTime", "bogotaTime")) {
            if (config.has(key)) {
                throw config.problem(key,
                        "starts rules that are not supported; Osaka is the newest");
            }
        }
        if (config.has("zeroBaseFee")) {
            warnings.add(config.problem("zeroBaseFee", "means nothing here and is ignored;"
                    + " quorate.feeMode says how gas is paid for").getMessage());
        }
        if (config.has("daoForkBlock")) {
            warnings.add(config.problem("daoForkBlock",
                    "moves balances on Ethereum's main network alone and is ignored").getMessage());
            config.ignore("daoForkSupport");
        }
    }

    private void readBlock(String key, Fork fork) {
        Optional<Long> block = config.number(key, 0, Long.MAX_VALUE);
        if (block.isEmpty()) {
            return;
        }
        Trigger trigger = new Trigger.AtBlock(block.get());
        if (key.endsWith(GLACIER)) {
            // Only the difficulty bomb is put off, so on a chain without difficulty it tells nothing.
            activations.add(new Activation(key.substring(0, key.length() - BLOCK.length()), fork,
                    trigger, Optional.empty()));
            return;
        }
        for (Activation before : activations) {
            if (before.fork() == fork) {
                if (!before.trigger().equals(trigger)) {
                    throw config.problem(key, "is another block than that of its twin key, "
                            + "but both start one set of rules");
                }
                return;
            }
        }
        activations.add(new Activation(ForkSchedule.nameOf(fork), fork, trigger, Optional.empty()));
    }

    /** Zero means Paris from the start; a real one is never computed here, so it needs its block. */
    private void readTerminalDifficulty() {
        Optional<UInt256> terminal = config
                .number("terminalTotalDifficulty", BigInteger.ZERO, GenesisFile.WORD_MAX)
                .map(UInt256::of);
        boolean known = activations.stream().anyMatch(a -> a.fork() == Fork.PARIS);
        if (terminal.isEmpty() || known) {
            return;
        }
        if (terminal.get().isZero()) {
            activations.add(new Activation(ForkSchedule.nameOf(Fork.PARIS), Fork.PARIS,
                    new Trigger.AtBlock(0), Optional.empty()));
        } else {
            warnings.add(config.problem("terminalTotalDifficulty",
                    "is not followed; name the first block of Paris with mergeNetsplitBlock")
                    .getMessage());
        }
    }

    private void readTime(String key, Fork fork) {
        config.number(key, 0, Long.MAX_VALUE)
                .ifPresent(time -> activations.add(new Activation(ForkSchedule.nameOf(fork), fork,
                        new Trigger.AtTime(time), blobsOf(fork))));
    }

    private Optional<BlobSchedule> blobsOf(Fork fork) {
        Optional<BlobSchedule> written = blobs(ForkSchedule.nameOf(fork));
        return written.isPresent() || blobSchedule.isPresent() && fork != Fork.CANCUN ? written
                : ForkSchedule.defaultBlobs(fork);
    }

    /** A change of blob parameters alone (EIP-7892). */
    private void readBlobFork(String name) {
        Optional<BlobSchedule> blobs = blobs(name);
        Optional<Long> time = config.number(name + "Time", 0, Long.MAX_VALUE);
        if (time.isPresent()) {
            BlobSchedule schedule = blobs.orElseThrow(() -> config.problem(name + "Time",
                    "needs blobSchedule." + name + " with target, max and baseFeeUpdateFraction"));
            activations.add(new Activation(name, Fork.OSAKA, new Trigger.AtTime(time.get()),
                    Optional.of(schedule)));
        }
    }

    private Optional<BlobSchedule> blobs(String name) {
        return blobSchedule.flatMap(section -> section.section(name)).map(entry -> {
            long max = entry.number("max", 0, BLOBS_MAX)
                    .orElseThrow(() -> entry.missing("max", "a number of blobs"));
            long target = entry.number("target", 0, max)
                    .orElseThrow(() -> entry.missing("target", "a number of blobs"));
            long fraction = entry.number("baseFeeUpdateFraction", 1, Long.MAX_VALUE)
                    .orElseThrow(() -> entry.missing("baseFeeUpdateFraction", "a number"));
            return new BlobSchedule((int) target, (int) max, fraction);
        });
    }

    /** The key of the fork that a complaint of {@link ForkSchedule} names first. */
    private String keyOf(String complaint) {
        for (Activation activation : activations) {
            if (complaint.startsWith("fork " + activation.name() + " ")) {
                if (config.has(activation.name() + BLOCK)) {
                    return activation.name() + BLOCK;
                }
                return BY_BLOCK.entrySet().stream()
                        .filter(e -> e.getValue() == activation.fork() && config.has(e.getKey()))
                        .map(java.util.Map.Entry::getKey).findFirst()
                        .orElse(activation.name() + "Time");
            }
        }
        return "forks";
    }
}
