package io.quorate.node.tracing;

import io.quorate.bft.runtime.SlotStage;
import io.quorate.evm.primitives.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What one replica tells of one transaction: a span for each stage, in order, and the root at the replica that a client gave it to. */
final class Spans {
    static final String ROOT = "eth_sendRawTransaction";

    /**
     * @param isRoot parent of all others, at all replicas
     * @param traceParent that it is linked to, in W3C's form
     */
    record Span(String name, boolean isRoot, long startNanos, long endNanos,
            Optional<String> traceParent) {
        static Span of(String name, long startNanos, long endNanos) {
            return new Span(name, false, startNanos, Math.max(startNanos, endNanos),
                    Optional.empty());
        }
    }

    /** @param index of the transaction in the block */
    record Place(long seqNum, long blockNumber, Hash blockHash, int index) {}

    private Spans() {}

    static List<Span> of(Optional<Arrivals.Arrival> arrival, SlotMoments slots, long seqNum,
            Tracing.Moments run) {
        List<Span> spans = new ArrayList<>();
        arrival.filter(Arrivals.Arrival::byClient).ifPresent(given -> spans.add(new Span(ROOT,
                true, given.startNanos(), run.committedNanos(), given.traceParent())));
        arrival.ifPresent(given -> spans.add(Span.of(given.byClient() ? "admit" : "gossip",
                given.startNanos(), given.endNanos())));
        OptionalLong decided = slots.of(SlotStage.DECIDED, seqNum);
        OptionalLong proposal = first(slots.of(SlotStage.PROPOSED, seqNum),
                slots.of(SlotStage.VOTED, seqNum));
        proposal.ifPresent(at -> spans.add(Span.of("propose",
                Math.min(at, arrival.map(Arrivals.Arrival::endNanos).orElse(at)), at)));
        decided.ifPresent(at -> {
            spans.add(Span.of("decide", proposal.orElse(at), at));
            spans.add(Span.of("queue", at, run.startNanos()));
        });
        spans.add(Span.of("execute", run.startNanos(), run.executedNanos()));
        spans.add(Span.of("commit", run.executedNanos(), run.committedNanos()));
        slots.of(SlotStage.CERTIFIED, seqNum).ifPresent(
                at -> spans.add(Span.of("certify", run.committedNanos(), at)));
        return spans;
    }

    private static OptionalLong first(OptionalLong one, OptionalLong other) {
        return one.isPresent() ? one : other;
    }
}
