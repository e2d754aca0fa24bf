package io.quorate.bft.core.lane;

import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.OrderedBatch;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.message.BatchHeader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a slot that cites lanes executes: along each tip's chain the batches above the cut, lane after lane beginning
 * with lane {@code seq mod lanes}, until a block is full. Depends on nothing but its arguments.
 *
 * @param after the cut after the slot
 * @param batches in the order of execution
 * @param chains what proves them
 * @param bodyBytes of the batches
 */
public record CutExecution(Cut after, List<OrderedBatch> batches, SlotChains chains,
        long bodyBytes) {
    /** Empty while a link of a chain, or a body that is to be executed, is not held. */
    public static Optional<CutExecution> of(long seq, Cut before, CutPayload cited,
            FrozenLanes frozen, LaneSetting setting, LaneRules rules,
            Function<Digest, Optional<Link>> held) {
        CutPayload payload = frozen.admitted(cited, seq);
        TreeMap<Integer, List<Link>> chains = new TreeMap<>();
        for (CutPayload.Tip tip : payload.tips()) {
            Optional<List<Link>> chain = chain(tip, before, setting, held);
            if (chain.isEmpty()) {
                return Optional.empty();
            }
            chains.put(tip.lane(), chain.get());
        }
        List<OrderedBatch> batches = new ArrayList<>();
        TreeMap<Integer, Long> taken = new TreeMap<>();
        long bytes = 0;
        boolean full = false;
        for (int i = 0; i < setting.lanes() && !full; i++) {
            int lane = (int) ((seq + i) % setting.lanes());
            for (Link link : chains.getOrDefault(lane, List.of())) {
                full = bytes + link.header().bodyBytes() > setting.blockBytesMax();
                if (full) {
                    break;
                }
                if (link.body().isEmpty()) {
                    return Optional.empty();
                }
                bytes += link.header().bodyBytes();
                batches.add(new OrderedBatch(link.header().author().index(),
                        link.header().laneSeq(), link.body().get()));
                taken.put(lane, link.header().laneSeq());
            }
        }
        Cut after = before;
        for (CutPayload.Tip tip : payload.tips()) {
            long reached = taken.getOrDefault(tip.lane(), before.of(tip.lane()));
            after = after.with(tip.lane(),
                    rules.after(before.of(tip.lane()), tip.laneSeq(), reached));
        }
        return Optional.of(new CutExecution(after, batches, proof(chains, taken), bytes));
    }

    /** The same for a slot that is kept, or was sent, with its chains. */
    public static Optional<CutExecution> of(DecidedSlot slot, SlotChains chains, Cut before,
            FrozenLanes frozen, LaneSetting setting, LaneRules rules) {
        TreeMap<Digest, Link> links = chains.index();
        return CutPayload.cited(slot.payload(), setting.lanes())
                .flatMap(cited -> of(slot.seq(), before, cited, frozen, setting, rules,
                        digest -> Optional.ofNullable(links.get(digest))));
    }

    private static SlotChains proof(TreeMap<Integer, List<Link>> chains,
            TreeMap<Integer, Long> taken) {
        List<Link> links = new ArrayList<>();
        chains.forEach((lane, chain) -> {
            long last = taken.getOrDefault(lane, 0L);
            chain.forEach(link -> links
                    .add(link.header().laneSeq() <= last ? link : link.withoutBody()));
        });
        return new SlotChains(links);
    }

    /** Above the cut, ascending. */
    private static Optional<List<Link>> chain(CutPayload.Tip tip, Cut before, LaneSetting setting,
            Function<Digest, Optional<Link>> held) {
        List<Link> chain = new ArrayList<>();
        ReplicaId author = setting.authors().get(tip.lane());
        Digest digest = tip.digest();
        for (long at = tip.laneSeq(); at > before.of(tip.lane()); at--) {
            Optional<Link> link = held.apply(digest);
            if (link.isEmpty() || !belongs(link.get().header(), author, at)) {
                return Optional.empty();
            }
            chain.add(link.get());
            digest = link.get().header().prev();
        }
        Collections.reverse(chain);
        return Optional.of(chain);
    }

    static boolean belongs(BatchHeader header, ReplicaId author, long laneSeq) {
        return header.author().equals(author) && header.laneSeq() == laneSeq;
    }
}
