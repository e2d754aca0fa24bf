package io.quorate.bft.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.Digest;
import io.quorate.bft.MemberId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.Input;
import io.quorate.bft.core.epoch.EpochInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class InboxTest {
    private final Inbox inbox = new Inbox(1 << 20);
    private final Taken taken = new Taken();

    private static final class Taken implements Inbox.Turn {
        private final List<EpochInput> inputs = new ArrayList<>();
        private final List<Inbox.PeerFrame> frames = new ArrayList<>();

        @Override
        public List<EpochInput> inputs() {
            return inputs;
        }

        @Override
        public List<Inbox.PeerFrame> frames() {
            return frames;
        }
    }

    /** Ten frames of a quiet peer are all in the first turn, whatever the other one sent before. */
    @Test
    void doesNotLetAFloodDelayAnotherPeer() throws InterruptedException {
        for (int i = 0; i < 5_000; i++) {
            inbox.offer(1, Bytes.of(1));
        }
        for (int i = 0; i < 10; i++) {
            inbox.offer(2, Bytes.of(2));
        }
        inbox.take(taken, Long.MAX_VALUE);
        assertThat(taken.frames).filteredOn(frame -> frame.from() == 2).hasSize(10);
        assertThat(taken.frames).filteredOn(frame -> frame.from() == 1).hasSizeLessThan(100);
    }

    @Test
    void dropsOnlyTheFramesOfAPeerThatFillsItsShare() throws InterruptedException {
        Bytes frame = Bytes.wrap(new byte[300_000]);
        assertThat(inbox.offer(1, frame)).isTrue();
        assertThat(inbox.offer(1, frame)).isTrue();
        assertThat(inbox.offer(1, frame)).isTrue();
        assertThat(inbox.offer(1, frame)).isFalse();
        assertThat(inbox.offer(2, frame)).isTrue();
        inbox.take(taken, Long.MAX_VALUE);
        assertThat(taken.frames).hasSize(4);
        assertThat(inbox.offer(1, frame)).as("room again").isTrue();
    }

    @Test
    void boundsTinyFramesToo() {
        int accepted = 0;
        while (accepted < 1_000_000 && inbox.offer(3, Bytes.EMPTY)) {
            accepted++;
        }
        assertThat(accepted).isLessThan(20_000);
    }

    @Test
    void keepsRepeatedSignalsOnceAndTheLastOfTheTwo() throws InterruptedException {
        inbox.workGone();
        inbox.workAvailable();
        inbox.workAvailable();
        inbox.connected(3);
        inbox.connected(3);
        EpochInput executed = new EpochInput.Executed(new SeqNum(1), Digest.ZERO,
                Optional.empty());
        inbox.offer(executed);
        inbox.take(taken, Long.MAX_VALUE);
        assertThat(taken.inputs).containsExactly(new EpochInput.Connected(new MemberId(3)),
                executed,
                new EpochInput.Local(new Input.WorkAvailable()));
    }

    @Test
    void waitsNoLongerThanAsked() throws InterruptedException {
        inbox.take(taken, System.nanoTime() + 1_000_000);
        assertThat(taken.inputs).isEmpty();
    }

    @Test
    void wakesTheTakerWhenSomethingArrives() throws InterruptedException {
        Thread.ofVirtual().start(inbox::workAvailable);
        inbox.take(taken, Long.MAX_VALUE);
        assertThat(taken.inputs).containsExactly(new EpochInput.Local(new Input.WorkAvailable()));
    }

    @Test
    void endsTheWaitWhenStopped() throws InterruptedException {
        Thread.ofVirtual().start(inbox::stop);
        inbox.take(taken, Long.MAX_VALUE);
        inbox.take(taken, Long.MAX_VALUE);
        assertThat(taken.inputs).isEmpty();
    }
}
