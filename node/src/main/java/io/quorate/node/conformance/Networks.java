package io.quorate.node.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.fork.BlobSchedule;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.fork.ForkSchedule.Activation;
import io.quorate.evm.fork.ForkSchedule.Trigger;
import io.quorate.evm.primitives.UInt256;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The official tests' names of forks and of chains that pass from one to another. */
final class Networks {
    /** As in {@code PragueToOsakaAtTime15k}, {@code BerlinToLondonAt5}, {@code …AtDiffC0000}. */
    private static final Pattern TRANSITION = Pattern
            .compile("(\\w+?)To(\\w+?)At(Time|Diff|)([0-9A-Fa-f]+)(k?)");
    private static final String DAO = "Dao";

    /**
     * A name and the rules that begin with it.
     *
     * @param key of genesis files
     */
    private record Stage(String name, String key, Fork fork, Optional<BlobSchedule> blobs) {
        private Stage(String name, Fork fork) {
            this(name, ForkSchedule.nameOf(fork), fork, ForkSchedule.defaultBlobs(fork));
        }

        private Stage(String name, String key, Fork fork) {
            this(name, key, fork, Optional.empty());
        }
    }

    private static final List<Stage> STAGES = List.of(new Stage("Frontier", Fork.FRONTIER),
            new Stage("Homestead", Fork.HOMESTEAD),
            new Stage(DAO, ForkSchedule.DAO_FORK, Fork.HOMESTEAD),
            new Stage("EIP150", Fork.TANGERINE_WHISTLE), new Stage("EIP158", Fork.SPURIOUS_DRAGON),
            new Stage("Byzantium", Fork.BYZANTIUM),
            new Stage("Constantinople", Fork.CONSTANTINOPLE),
            new Stage("ConstantinopleFix", Fork.PETERSBURG), new Stage("Istanbul", Fork.ISTANBUL),
            new Stage("MuirGlacier", "muirGlacier", Fork.ISTANBUL),
            new Stage("Berlin", Fork.BERLIN), new Stage("London", Fork.LONDON),
            new Stage("ArrowGlacier", "arrowGlacier", Fork.LONDON),
            new Stage("GrayGlacier", "grayGlacier", Fork.LONDON), new Stage("Paris", Fork.PARIS),
            new Stage("Shanghai", Fork.SHANGHAI), new Stage("Cancun", Fork.CANCUN),
            new Stage("Prague", Fork.PRAGUE), new Stage("Osaka", Fork.OSAKA),
            new Stage("BPO1", "bpo1", Fork.OSAKA,
                    Optional.of(new BlobSchedule(10, 15, 8_346_193))),
            new Stage("BPO2", "bpo2", Fork.OSAKA,
                    Optional.of(new BlobSchedule(14, 21, 11_684_671))),
            new Stage("BPO3", "bpo3", Fork.OSAKA), new Stage("BPO4", "bpo4", Fork.OSAKA),
            new Stage("BPO5", "bpo5", Fork.OSAKA));

    /**
     * The rules of a chain.
     *
     * @param afterMerge the rules once the total difficulty is {@code terminalDifficulty}
     */
    record Network(ForkSchedule forks, ForkSchedule afterMerge,
            Optional<BigInteger> terminalDifficulty) {
        /** For a block whose ancestors have {@code totalDifficulty} together. */
        ForkSchedule forksAfter(BigInteger totalDifficulty) {
            boolean isMerged = terminalDifficulty
                    .filter(terminal -> totalDifficulty.compareTo(terminal) >= 0).isPresent();
            return isMerged ? afterMerge : forks;
        }
    }

    private Networks() {}

    /** The rules of a fork, without those that only move blobs or the difficulty bomb. */
    static Optional<Fork> fork(String name) {
        return stage(name).map(index -> STAGES.get(index).fork());
    }

    /** {@code blobSchedules} has a test's own blob parameters by fork; it may be missing. */
    static Optional<Network> network(String name, JsonNode blobSchedules) {
        Optional<Integer> plain = stage(name);
        if (plain.isPresent()) {
            return Optional.of(constant(schedule(plain.get(), plain.get(), 0, blobSchedules)));
        }
        Matcher matcher = TRANSITION.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Optional<Integer> from = stage(matcher.group(1));
        Optional<Integer> to = stage(matcher.group(2));
        if (from.isEmpty() || to.isEmpty() || from.get() >= to.get()) {
            return Optional.empty();
        }
        if (matcher.group(3).equals("Diff")) {
            ForkSchedule before = schedule(from.get(), from.get(), 0, blobSchedules);
            ForkSchedule after = schedule(to.get(), to.get(), 0, blobSchedules);
            return Optional.of(new Network(before, after,
                    Optional.of(new BigInteger(matcher.group(4), 16))));
        }
        long at = Long.parseLong(matcher.group(4)) * (matcher.group(5).isEmpty() ? 1 : 1000);
        return Optional.of(constant(schedule(from.get(), to.get(), at, blobSchedules)));
    }

    /** The place of a fork, or of a transition's first fork, in the order of activation; for tables. */
    static int order(String name) {
        Matcher matcher = TRANSITION.matcher(name);
        return matcher.matches() ? STAGES.size() + stage(matcher.group(1)).orElse(-1)
                : stage(name).orElse(-1);
    }

    private static Network constant(ForkSchedule forks) {
        return new Network(forks, forks, Optional.empty());
    }

    private static Optional<Integer> stage(String name) {
        for (int i = 0; i < STAGES.size(); i++) {
            if (STAGES.get(i).name().equals(name)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** All up to {@code from} at the start, those up to {@code to} at {@code at}. */
    private static ForkSchedule schedule(int from, int to, long at, JsonNode blobSchedules) {
        List<Activation> activations = new ArrayList<>();
        for (int i = 1; i <= to; i++) {
            Stage stage = STAGES.get(i);
            if (stage.name().equals(DAO) && i != to) {
                continue; // the tests have the DAO's fork only where it is what they test
            }
            long start = i <= from ? 0 : at;
            Trigger trigger = stage.fork().isAtLeast(Fork.SHANGHAI) ? new Trigger.AtTime(start)
                    : new Trigger.AtBlock(start);
            activations.add(new Activation(stage.key(), stage.fork(), trigger,
                    blobs(blobSchedules.path(stage.name())).or(stage::blobs)));
        }
        return new ForkSchedule(activations);
    }

    /** Empty where {@code schedule} is missing. */
    static Optional<BlobSchedule> blobs(JsonNode schedule) {
        return schedule.isMissingNode() ? Optional.empty()
                : Optional.of(new BlobSchedule(number(schedule.path("target")),
                        number(schedule.path("max")),
                        number(schedule.path("baseFeeUpdateFraction"))));
    }

    private static int number(JsonNode hex) {
        return Math.toIntExact(UInt256.fromHex(hex.asText()).toLongExact());
    }
}
