package io.quorate.bft.core.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.OrderedBatch;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.crypto.Preimages;
import io.quorate.bft.core.message.Batch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class CutExecutionTest {
    private static final Preimages HASHING = new Preimages((byte) 0, 1, 0);
    private static final List<ReplicaId> AUTHORS = List.of(new ReplicaId(0), new ReplicaId(1),
            new ReplicaId(2), new ReplicaId(3));
    /** Blocks of 100 bytes. */
    private static final LaneSetting SETTING = new LaneSetting(AUTHORS, 50, 8, 1_000, 100, 5, 5);

    private final TreeMap<Digest, Link> held = new TreeMap<>();

    /** A chain of batches of 30 bytes each; the link of each place from {@code first} on. */
    private List<Link> chain(int author, long first, int count, Digest prev, int fill) {
        List<Link> chain = new ArrayList<>();
        Digest before = prev;
        for (long at = first; at < first + count; at++) {
            Link link = Link.of(new Batch(new ReplicaId(author), at, before,
                    Bytes.repeat((byte) fill, 30), Bytes.EMPTY), HASHING::content);
            held.put(link.digest(), link);
            chain.add(link);
            before = link.digest();
        }
        return chain;
    }

    private static CutPayload.Tip tip(Link link) {
        return new CutPayload.Tip(link.header().author().index(), link.header().laneSeq(),
                link.digest());
    }

    private Optional<CutExecution> run(long seq, Cut before, CutPayload.Tip... tips) {
        return CutExecution.of(seq, before, new CutPayload(List.of(tips)),
                new FrozenLanes(SETTING, LaneRules.PRODUCT, 8), SETTING, LaneRules.PRODUCT,
                digest -> Optional.ofNullable(held.get(digest)));
    }

    private static List<String> places(CutExecution execution) {
        return execution.batches().stream().map(b -> b.author() + ":" + b.laneSeq()).toList();
    }

    @Test
    void takesLanesInTurnUntilTheBlockIsFull() {
        CutPayload.Tip first = tip(chain(0, 1, 2, Digest.ZERO, 1).getLast());
        CutPayload.Tip third = tip(chain(2, 1, 2, Digest.ZERO, 2).getLast());
        assertThat(places(run(4, Cut.start(4), first, third).orElseThrow()))
                .containsExactly("0:1", "0:2", "2:1");
        CutExecution turned = run(6, Cut.start(4), first, third).orElseThrow();
        assertThat(places(turned)).containsExactly("2:1", "2:2", "0:1");
        assertThat(turned.after()).hasToString("[1, 0, 2, 0]");
        assertThat(places(run(7, turned.after(), first, third).orElseThrow()))
                .containsExactly("0:2");
    }

    @Test
    void neverGoesBackAndFollowsTheCitedOfTwoChains() {
        List<Link> chain = chain(1, 1, 3, Digest.ZERO, 1);
        Cut after = run(1, Cut.start(4), tip(chain.getLast())).orElseThrow().after();
        CutExecution again = run(2, after, tip(chain.getFirst())).orElseThrow();
        assertThat(again.batches()).isEmpty();
        assertThat(again.after()).isEqualTo(after);
        List<Link> rival = chain(1, 3, 3, chain.get(1).digest(), 9);
        List<OrderedBatch> taken = run(3, after, tip(rival.getLast())).orElseThrow().batches();
        assertThat(taken).extracting(OrderedBatch::laneSeq).containsExactly(4L, 5L);
        assertThat(taken.getFirst().body()).isEqualTo(Bytes.repeat((byte) 9, 30));
    }

    @Test
    void waitsForWhatIsMissingAndRefusesWhatIsOfAnotherLane() {
        List<Link> chain = chain(0, 1, 3, Digest.ZERO, 1);
        assertThat(run(0, Cut.start(4), new CutPayload.Tip(1, 3, chain.getLast().digest())))
                .isEmpty();
        assertThat(run(0, Cut.start(4), new CutPayload.Tip(0, 2, chain.getLast().digest())))
                .isEmpty();
        held.remove(chain.get(1).digest());
        assertThat(run(0, Cut.start(4), tip(chain.getLast()))).isEmpty();
    }

    /** What is kept with a slot suffices to execute it, bodies that found no room are left out of it. */
    @Test
    void slotsCarryWhatProvesThem() throws DecodeException {
        CutPayload.Tip tip = tip(chain(3, 1, 6, Digest.ZERO, 4).getLast());
        CutExecution execution = run(3, Cut.start(4), tip).orElseThrow();
        assertThat(execution.batches()).hasSize(3);
        Bytes bytes = execution.chains().encode();
        assertThat(bytes.size()).isBetween(3 * 30 + 6 * 47, 3 * 30 + 6 * 80);
        SlotChains read = SlotChains.decode(bytes, HASHING::content);
        assertThat(read).isEqualTo(execution.chains());
        held.clear();
        held.putAll(read.index());
        assertThat(run(3, Cut.start(4), tip)).contains(execution);
        for (int size = 1; size < bytes.size(); size++) {
            Bytes cut = bytes.slice(0, size);
            assertThatThrownBy(() -> SlotChains.decode(cut, HASHING::content))
                    .isInstanceOf(DecodeException.class);
        }
    }

    @Test
    void citationsHaveOneForm() {
        CutPayload payload = new CutPayload(List.of(new CutPayload.Tip(0, 5, Digest.ZERO),
                new CutPayload.Tip(3, 1, new Digest(1, 2, 3, 4))));
        Bytes bytes = payload.encode();
        assertThat(CutPayload.decode(bytes, 4)).contains(payload);
        assertThat(CutPayload.decode(bytes, 3)).isEmpty();
        assertThat(CutPayload.decode(bytes.slice(0, bytes.size() - 1), 4)).isEmpty();
        assertThat(CutPayload.decode(Bytes.concatenate(bytes, Bytes.of(0)), 4)).isEmpty();
        assertThat(CutPayload.decode(Payloads.inline(bytes.slice(1)), 4)).isEmpty();
        CutPayload twice = new CutPayload(List.of(payload.tips().getFirst(),
                payload.tips().getFirst()));
        assertThat(CutPayload.decode(twice.encode(), 4)).isEmpty();
    }

    @Test
    void largeCommitteesDrawTheirAuthors() {
        LaneSetting first = LaneSetting.of(100, 1337, 0, 1 << 20);
        assertThat(first.authors()).hasSize(64).doesNotHaveDuplicates().isSorted();
        assertThat(LaneSetting.of(100, 1337, 1, 1 << 20).authors())
                .isNotEqualTo(first.authors());
        assertThat(LaneSetting.of(64, 1337, 0, 1 << 20).authors()).hasSize(64);
    }
}
