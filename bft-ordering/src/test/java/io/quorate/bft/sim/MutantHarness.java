package io.quorate.bft.sim;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Ways to look for a mutant: what is tried, in which order, and how often at most. */
enum MutantHarness {
    /** All schedules of one twin over two views. */
    TWINS_2(640) {
        @Override
        OptionalLong runsUntilCaught(Mutant mutant) {
            return enumerate(mutant, 2, limit());
        }
    },
    /** All schedules of one twin over three views. */
    TWINS_3(9_216) {
        @Override
        OptionalLong runsUntilCaught(Mutant mutant) {
            return enumerate(mutant, 3, limit());
        }
    },
    /** Drawn rounds with a twin. */
    TWIN_ROUNDS(800) {
        @Override
        Optional<String> failure(Mutant mutant, long seed) {
            return TwinsTest.twinsRun(mutant.quorums(), 1, mutant.parts(), seed).failure();
        }
    },
    /** Drawn rounds with a liar. */
    LIAR_ROUNDS(800) {
        @Override
        Optional<String> failure(Mutant mutant, long seed) {
            return TwinsTest.liarRun(mutant.quorums(), mutant.parts(), seed).failure();
        }
    },
    CRASHES(400) {
        @Override
        Optional<String> failure(Mutant mutant, long seed) {
            return simulated(mutant, seed,
                    EnumSet.of(FaultKind.CRASH, FaultKind.PARTITION, FaultKind.LOSS));
        }
    },
    TWINS(400) {
        @Override
        Optional<String> failure(Mutant mutant, long seed) {
            return simulated(mutant, seed, EnumSet.of(FaultKind.TWINS, FaultKind.PARTITION,
                    FaultKind.LOSS, FaultKind.CRASH));
        }
    },
    LIARS(400) {
        @Override
        Optional<String> failure(Mutant mutant, long seed) {
            return simulated(mutant, seed,
                    EnumSet.of(FaultKind.BYZANTINE, FaultKind.PARTITION, FaultKind.LOSS));
        }
    };

    private final long limit;

    MutantHarness(long limit) {
        this.limit = limit;
    }

    /** So many runs at most, from seed 0 on. */
    long limit() {
        return limit;
    }

    /** What the run with that seed violates. */
    Optional<String> failure(Mutant mutant, long seed) {
        throw new IllegalStateException(this + " draws nothing from seed " + seed);
    }

    /** How many runs it took. */
    OptionalLong runsUntilCaught(Mutant mutant) {
        for (long seed = 0; seed < limit; seed++) {
            if (failure(mutant, seed).isPresent()) {
                return OptionalLong.of(seed + 1);
            }
        }
        return OptionalLong.empty();
    }

    private static Optional<String> simulated(Mutant mutant, long seed, Set<FaultKind> mix) {
        return Simulator.run(SimulationPlan.of(mutant.quorums(), mix), seed, mutant.parts())
                .failure();
    }

    /** In an order that spreads over twins and schedules; the stride is odd, so it meets all of them. */
    private static OptionalLong enumerate(Mutant mutant, int views, long limit) {
        TwinsEnumeration all = new TwinsEnumeration(views, mutant.quorums(), mutant.parts());
        long stride = all.count() * 5 / 8 | 1;
        long runs = 0;
        for (long i = 0; i < all.count() && runs < limit; i++) {
            long number = i * stride % all.count();
            if (!all.isMirrored(number)) {
                runs++;
                if (all.failure(number).isPresent()) {
                    return OptionalLong.of(runs);
                }
            }
        }
        return OptionalLong.empty();
    }
}
