package io.quorate.bft.core.lane;

import io.quorate.bft.ReplicaId;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Lanes of which nothing executes from a slot on. That slot is so far above the one whose execution decided it that
 * whoever hands it to its application has executed that one: all cut alike. Mutable, one thread; at most all lanes.
 */
public final class FrozenLanes {
    private final LaneSetting setting;
    private final LaneRules rules;
    private final int window;
    /** By lane: the first slot that takes nothing of it. */
    private final TreeMap<Integer, Long> from = new TreeMap<>();

    public FrozenLanes(LaneSetting setting, LaneRules rules, int window) {
        this.setting = setting;
        this.rules = rules;
        this.window = window;
    }

    /** By the execution of slot {@code decidedAt}; the first one counts. */
    public void freeze(ReplicaId author, long decidedAt) {
        OptionalInt lane = setting.laneOf(author);
        if (lane.isPresent()) {
            from.merge(lane.getAsInt(), rules.frozenFrom(decidedAt, window), Math::min);
        }
    }

    /** Decided, whether or not it is in force yet. */
    public boolean has(int lane) {
        return from.containsKey(lane);
    }

    /** What slot {@code seq} may take of what it cites. */
    public CutPayload admitted(CutPayload cited, long seq) {
        if (from.isEmpty()) {
            return cited;
        }
        List<CutPayload.Tip> tips = cited.tips().stream().filter(
                tip -> from.getOrDefault(tip.lane(), Long.MAX_VALUE) > seq).toList();
        return new CutPayload(tips);
    }
}
