package io.quorate.bft.runtime;

import io.quorate.bft.MemberId;
import io.quorate.bft.core.Input;
import io.quorate.bft.core.epoch.EpochInput;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.tuweni.bytes.Bytes;

/**
 * What waits for the core. Each peer has its own queue, bounded in bytes, and a turn takes from all
 * of them alike: a peer that floods fills and delays only its own. Signals that may repeat are kept
 * once. Written by any thread, taken by the core's.
 */
final class Inbox {
    private static final int FRAMES_PER_PEER_AND_TURN = 32;

    /** What a frame costs besides its bytes, so that tiny frames are bounded too. */
    private static final int FRAME_OVERHEAD_BYTES = 64;

    /** A frame as it came, to be decoded by the core's thread. */
    record PeerFrame(int from, Bytes bytes) {}

    /** Receives one turn's worth, in the order of the methods. */
    interface Turn {
        List<EpochInput> inputs();

        List<PeerFrame> frames();
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Deque<EpochInput> inputs = new ArrayDeque<>();
    private final TreeMap<Integer, PeerQueue> peers = new TreeMap<>(); // those whom the transport lets in
    private final int bytesMaxPerPeer;
    private final BitSet connected = new BitSet();
    private int waitingFrames;
    private Input work;
    private boolean isStopped;

    /** One peer's frames, and their bytes. */
    private static final class PeerQueue {
        private final Deque<Bytes> frames = new ArrayDeque<>();
        private int bytes;
    }

    Inbox(int bytesMaxPerPeer) {
        this.bytesMaxPerPeer = bytesMaxPerPeer;
    }

    /** False, and the frame is dropped, if that peer's queue is full. */
    boolean offer(int from, Bytes frame) {
        lock.lock();
        try {
            int cost = frame.size() + FRAME_OVERHEAD_BYTES;
            PeerQueue queue = peers.computeIfAbsent(from, _ -> new PeerQueue());
            if (queue.bytes + cost > bytesMaxPerPeer) {
                return false;
            }
            queue.bytes += cost;
            queue.frames.addLast(frame);
            waitingFrames++;
            arrived.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** For answers to the core's own effects, whose number the core bounds. */
    void offer(EpochInput input) {
        lock.lock();
        try {
            inputs.addLast(input);
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    void workAvailable() {
        work(new Input.WorkAvailable());
    }

    void workGone() {
        work(new Input.WorkGone());
    }

    private void work(Input signal) {
        lock.lock();
        try {
            work = signal;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    void connected(int peer) {
        lock.lock();
        try {
            connected.set(peer);
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the wait of {@link #take} now and for ever. */
    void stop() {
        lock.lock();
        try {
            isStopped = true;
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until there is something, or {@code System.nanoTime()} reaches {@code deadlineNanos}, and
     * moves it to the turn.
     */
    void take(Turn turn, long deadlineNanos) throws InterruptedException {
        lock.lock();
        try {
            while (!isStopped && inputs.isEmpty() && waitingFrames == 0 && work == null
                    && connected.isEmpty()) {
                long waitNanos = deadlineNanos - System.nanoTime();
                if (waitNanos <= 0) {
                    return;
                }
                arrived.awaitNanos(waitNanos);
            }
            moveInputs(turn.inputs());
            moveFrames(turn.frames());
        } finally {
            lock.unlock();
        }
    }

    private void moveInputs(List<EpochInput> out) {
        for (int peer = connected.nextSetBit(0); peer >= 0; peer = connected.nextSetBit(peer + 1)) {
            out.add(new EpochInput.Connected(new MemberId(peer)));
        }
        connected.clear();
        out.addAll(inputs);
        inputs.clear();
        if (work != null) {
            out.add(new EpochInput.Local(work));
            work = null;
        }
    }

    private void moveFrames(List<PeerFrame> out) {
        for (int round = 0; round < FRAMES_PER_PEER_AND_TURN && waitingFrames > 0; round++) {
            peers.forEach((peer, queue) -> {
                Bytes frame = queue.frames.pollFirst();
                if (frame != null) {
                    queue.bytes -= frame.size() + FRAME_OVERHEAD_BYTES;
                    waitingFrames--;
                    out.add(new PeerFrame(peer, frame));
                }
            });
        }
    }
}
