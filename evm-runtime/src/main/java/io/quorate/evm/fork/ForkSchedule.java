package io.quorate.evm.fork;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which rules hold in which block. Forks up to Paris are activated by block number, later ones by timestamp
 * (EIP-6953); a later entry of the list wins over an earlier one that is active too. Immutable.
 */
public record ForkSchedule(List<Activation> activations) {
    /** The name of the DAO fork's entry. */
    public static final String DAO_FORK = "daoFork";

    /** When an entry becomes active. */
    public sealed interface Trigger {
        boolean isActive(long number, long timestampSeconds);

        /** From this block on. */
        record AtBlock(long number) implements Trigger {
            @Override
            public boolean isActive(long blockNumber, long timestampSeconds) {
                return blockNumber >= number;
            }
        }

        /** From the first block with this timestamp or a later one. */
        record AtTime(long timestampSeconds) implements Trigger {
            @Override
            public boolean isActive(long blockNumber, long blockTimestampSeconds) {
                return Long.compareUnsigned(blockTimestampSeconds, timestampSeconds) >= 0;
            }
        }
    }

    /**
     * One entry. A change of blob parameters alone (EIP-7892) has the fork that was active before, and so have
     * the DAO's fork ({@code daoFork}) and those that only put off the difficulty bomb, such as
     * {@code muirGlacier}.
     *
     * @param name as in genesis files: {@code cancun}, {@code bpo1}
     * @param blobs empty where the entry leaves the blob parameters as they were
     */
    public record Activation(String name, Fork fork, Trigger trigger,
            Optional<BlobSchedule> blobs) {}

    public ForkSchedule {
        activations = List.copyOf(activations);
        for (int i = 1; i < activations.size(); i++) {
            Activation before = activations.get(i - 1);
            Activation after = activations.get(i);
            if (!after.fork().isAtLeast(before.fork())) {
                throw new IllegalArgumentException(
                        "fork " + after.name() + " is listed after " + before.name());
            }
            requireOrder(before, after);
        }
    }

    private static void requireOrder(Activation before, Activation after) {
        boolean ordered = switch (after.trigger()) {
            case Trigger.AtBlock(long number) ->
                    before.trigger() instanceof Trigger.AtBlock(long earlier) && earlier <= number;
            case Trigger.AtTime(long time) ->
                    !(before.trigger() instanceof Trigger.AtTime(long earlier))
                            || Long.compareUnsigned(earlier, time) <= 0;
        };
        if (!ordered) {
            throw new IllegalArgumentException("fork " + after.name() + " is active before "
                    + before.name() + ", which comes first");
        }
    }

    /** All rules up to {@code fork} from genesis on, with that fork's own blob parameters. */
    public static ForkSchedule allFrom(Fork fork) {
        List<Activation> activations = new ArrayList<>();
        for (Fork each : Fork.values()) {
            if (each != Fork.FRONTIER && fork.isAtLeast(each)) {
                Trigger trigger = each.isAtLeast(Fork.SHANGHAI) ? new Trigger.AtTime(0)
                        : new Trigger.AtBlock(0);
                activations.add(new Activation(nameOf(each), each, trigger, defaultBlobs(each)));
            }
        }
        return new ForkSchedule(activations);
    }

    /** The name that genesis files use, as in {@code tangerineWhistle}. */
    public static String nameOf(Fork fork) {
        StringBuilder name = new StringBuilder();
        boolean upper = false;
        for (char c : fork.name().toCharArray()) {
            if (c == '_') {
                upper = true;
            } else {
                name.append(upper ? c : (char) (c + ('a' - 'A')));
                upper = false;
            }
        }
        return name.toString();
    }

    /** The blob parameters that Ethereum's main network had from {@code fork} on; empty where unchanged. */
    public static Optional<BlobSchedule> defaultBlobs(Fork fork) {
        return switch (fork) {
            case CANCUN -> Optional.of(BlobSchedule.CANCUN);
            case PRAGUE, OSAKA -> Optional.of(BlobSchedule.PRAGUE);
            default -> Optional.empty();
        };
    }

    /** The entries that are active at a block, in order. */
    public List<Activation> activeAt(long number, long timestampSeconds) {
        return activations.stream().filter(a -> a.trigger().isActive(number, timestampSeconds))
                .toList();
    }

    public Fork forkAt(long number, long timestampSeconds) {
        Fork fork = Fork.FRONTIER;
        for (Activation activation : activations) {
            if (activation.trigger().isActive(number, timestampSeconds)) {
                fork = activation.fork();
            }
        }
        return fork;
    }

    /** Empty before Cancun. */
    public Optional<BlobSchedule> blobsAt(long number, long timestampSeconds) {
        Optional<BlobSchedule> blobs = Optional.empty();
        for (Activation activation : activations) {
            if (activation.blobs().isPresent()
                    && activation.trigger().isActive(number, timestampSeconds)) {
                blobs = activation.blobs();
            }
        }
        return blobs;
    }

    /** By how many blocks the difficulty bomb is put off (EIP-649, 1234, 2384, 3554, 4345, 5133). */
    public long bombDelayAt(long number, long timestampSeconds) {
        long delay = 0;
        for (Activation activation : activations) {
            if (activation.trigger().isActive(number, timestampSeconds)) {
                delay = Math.max(delay, bombDelay(activation));
            }
        }
        return delay;
    }

    /** Berlin comes after Muir Glacier, also where that is not listed. */
    private static long bombDelay(Activation activation) {
        return switch (activation.name()) {
            case "muirGlacier" -> 9_000_000;
            case "arrowGlacier" -> 10_700_000;
            case "grayGlacier" -> 11_400_000;
            default -> switch (activation.fork()) {
                case FRONTIER, HOMESTEAD, TANGERINE_WHISTLE, SPURIOUS_DRAGON -> 0;
                case BYZANTIUM -> 3_000_000;
                case CONSTANTINOPLE, PETERSBURG, ISTANBUL -> 5_000_000;
                case BERLIN -> 9_000_000;
                default -> 9_700_000;
            };
        };
    }

    /** The block at which the DAO's ether is moved; empty where the chain does not have that fork. */
    public Optional<Long> daoForkBlock() {
        return activations.stream().filter(activation -> activation.name().equals(DAO_FORK))
                .flatMap(activation -> activation.trigger() instanceof Trigger.AtBlock(long number)
                        ? Stream.of(number)
                        : Stream.empty())
                .findFirst();
    }
}
