package io.quorate.bft.sim;

import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.NewView;
import io.quorate.bft.core.message.Propose;
import io.quorate.bft.core.message.Suspect;
import io.quorate.bft.core.message.ViewChange;
import io.quorate.bft.core.message.Vote1;
import io.quorate.bft.core.message.Vote2;

/**
 * Who hears whom, view by view and, if wanted, round by round within a view; afterwards everybody hears everybody. The
 * method is that of "Twins: BFT Systems Made Robust" (2021): a message counts for the view that it is about.
 */
final class RoundSchedule implements SimNetwork.Filter {
    /** Proposals; first votes; second votes; everything else. */
    static final int ROUNDS = 4;

    /** By view, round and sender: a bit for each machine that hears it. */
    private final long[][][] hears;

    /** Complaints and promises reach everybody: views end although no side has a quorum. */
    private final boolean viewsEnd;

    private RoundSchedule(long[][][] hears, boolean viewsEnd) {
        this.hears = hears;
        this.viewsEnd = viewsEnd;
    }

    /** Two sides in each view; the bits of {@code sides[view]} say who is on the second. */
    static RoundSchedule partitions(int machines, int... sides) {
        long[][][] hears = new long[sides.length][ROUNDS][machines];
        for (int view = 0; view < sides.length; view++) {
            for (int round = 0; round < ROUNDS; round++) {
                for (int from = 0; from < machines; from++) {
                    boolean second = (sides[view] >>> from & 1) != 0;
                    hears[view][round][from] = second ? sides[view] : ~sides[view];
                }
            }
        }
        return new RoundSchedule(hears, true);
    }

    /** Each sender is heard by a drawn set in each round of each view; what is neither vote nor proposal, by most. */
    static RoundSchedule drawn(int machines, int views, SimRandom random) {
        long[][][] hears = new long[views][ROUNDS][machines];
        for (long[][] rounds : hears) {
            for (int round = 0; round < ROUNDS; round++) {
                int percent = round == ROUNDS - 1 ? 90 : 20 + 20 * random.below(5);
                for (int from = 0; from < machines; from++) {
                    for (int to = 0; to < machines; to++) {
                        rounds[round][from] |= random.chance(percent) ? 1L << to : 0;
                    }
                }
            }
        }
        return new RoundSchedule(hears, false);
    }

    @Override
    public boolean passes(SimNode from, SimNode to, Message message) {
        if (viewsEnd && (message instanceof Suspect || message instanceof ViewChange)) {
            return true;
        }
        long view = viewOf(from, message);
        return view >= hears.length
                || (hears[(int) view][roundOf(message)][from.index()] >>> to.index() & 1) != 0;
    }

    private static long viewOf(SimNode from, Message message) {
        return switch (message) {
            case Propose m -> m.view().number();
            case Vote1 m -> m.view().number();
            case Vote2 m -> m.view().number();
            case ViewChange m -> m.newView().number();
            case NewView m -> m.view().number();
            default -> from.status().map(status -> status.view().number()).orElse(0L);
        };
    }

    private static int roundOf(Message message) {
        return switch (message) {
            case Propose _ -> 0;
            case Vote1 _ -> 1;
            case Vote2 _ -> 2;
            default -> ROUNDS - 1;
        };
    }
}
