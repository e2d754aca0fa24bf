package io.quorate.bft.core.epoch;

import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.FrozenLane;
import io.quorate.bft.HandOver;
import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.Input;
import io.quorate.bft.core.message.Message;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Everything a {@link Participant} can learn: what an epoch's replica learns, with the epoch that it is about. */
public sealed interface EpochInput {
    /** A decoded message of {@code epoch}; {@code from} is the authenticated peer, never self. */
    record Received(MemberId from, long epoch, Message message) implements EpochInput {}

    /** The channel to {@code peer} came up (again). */
    record Connected(MemberId peer) implements EpochInput {}

    /** As {@link Input.Executed}, with what the application decided by it; {@code frozen} are authors of lanes. */
    record Executed(SeqNum seq, Digest resultDigest, Optional<EpochChange> change,
            List<ReplicaId> frozen) implements EpochInput {
        public Executed {
            frozen = List.copyOf(frozen);
        }

        public Executed(SeqNum seq, Digest resultDigest, Optional<EpochChange> change) {
            this(seq, resultDigest, change, List.of());
        }
    }

    /** The answer to {@link EpochEffect.ReadSlots}. */
    record SlotsRead(MemberId requester, long epoch,
            List<DecidedSlot> slots) implements EpochInput {
        public SlotsRead {
            slots = List.copyOf(slots);
        }
    }

    /** The answer to {@link io.quorate.bft.core.Effect.BuildBatch} of {@code epoch}; exactly one for each. */
    record BatchBuilt(long epoch, long laneSeq, Optional<Bytes> body) implements EpochInput {}

    /** As {@link Input.Censored}, of a slot of {@code epoch}: counts in no other. */
    record Censored(long epoch, ReplicaId leader) implements EpochInput {}

    /** The answer to an {@link io.quorate.bft.core.Effect.OfSnapshot} of {@code epoch}, except to the last of them. */
    record OfSnapshot(long epoch, Input.OfSnapshot input) implements EpochInput {
        public OfSnapshot {
            if (input instanceof Input.Restored) {
                throw new IllegalArgumentException("told without how the epoch ends: " + input);
            }
        }
    }

    /** As {@link Input.Restored}, with what the state that was taken over says of how {@code epoch} ends, and of its lanes. */
    record Restored(long epoch, Snapshot snapshot, Optional<EpochChange> change,
            List<FrozenLane> frozen) implements EpochInput {
        public Restored {
            frozen = List.copyOf(frozen);
        }

        public Restored(long epoch, Snapshot snapshot, Optional<EpochChange> change) {
            this(epoch, snapshot, change, List.of());
        }
    }

    /** Answers to {@link EpochEffect.ForGuest}, exactly one for each. */
    sealed interface ForGuest extends EpochInput {
        MemberId requester();

        /** In which it was asked. */
        long epoch();
    }

    /** Empty if the application does not have it. */
    record HandOverRead(MemberId requester, long epoch,
            Optional<HandOver> handOver) implements ForGuest {}

    /** As {@link Input.OfferRead}. */
    record GuestOfferRead(MemberId requester, long epoch,
            List<Snapshot> snapshots) implements ForGuest {
        public GuestOfferRead {
            snapshots = List.copyOf(snapshots);
        }
    }

    /** As {@link Input.ChunkRead}. */
    record GuestChunkRead(MemberId requester, long epoch, SeqNum seq, int index,
            Optional<Bytes> chunk) implements ForGuest {}

    /** What is about no peer and no epoch: time, the log, the application's work and payloads. */
    record Local(Input input) implements EpochInput {}
}
