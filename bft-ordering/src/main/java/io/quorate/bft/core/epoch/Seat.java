package io.quorate.bft.core.epoch;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.Effect;
import io.quorate.bft.core.EpochEnd;
import io.quorate.bft.core.Follower;
import io.quorate.bft.core.Input;
import io.quorate.bft.core.Replica;
import io.quorate.bft.core.ReplicaStatus;
import io.quorate.bft.core.message.BlockCert;
import java.util.List;
import java.util.Optional;

/** A process's place in one epoch: a replica that votes, or a learner. Mutable, one thread. */
sealed interface Seat {
    List<Effect> step(Input input);

    ReplicaStatus status();

    Optional<BlockCert> baseCert();

    void endAt(EpochEnd end);

    void freezeLane(ReplicaId author, SeqNum decidedAt);

    /** Hands no slot to the application from now on; true if the application has none that is not executed. */
    boolean pause();

    void resume();

    /** All slots that the application was given are executed. */
    boolean isIdle();

    /** It takes over a snapshot of its own epoch. */
    boolean isRestoring();

    /** Takes part. */
    record Voting(Replica replica) implements Seat {
        @Override
        public List<Effect> step(Input input) {
            return replica.step(input);
        }

        @Override
        public ReplicaStatus status() {
            return replica.status();
        }

        @Override
        public Optional<BlockCert> baseCert() {
            return replica.baseCert();
        }

        @Override
        public void endAt(EpochEnd end) {
            replica.endAt(end);
        }

        @Override
        public void freezeLane(ReplicaId author, SeqNum decidedAt) {
            replica.freezeLane(author, decidedAt);
        }

        @Override
        public boolean pause() {
            return replica.pauseDelivery();
        }

        @Override
        public void resume() {
            replica.resumeDelivery();
        }

        @Override
        public boolean isIdle() {
            return replica.isIdle();
        }

        @Override
        public boolean isRestoring() {
            return replica.isRestoring();
        }
    }

    /** Looks on; {@code reason} is for the operator. */
    record Learning(Follower follower, String reason) implements Seat {
        @Override
        public List<Effect> step(Input input) {
            return follower.step(input);
        }

        @Override
        public ReplicaStatus status() {
            return follower.status();
        }

        @Override
        public Optional<BlockCert> baseCert() {
            return follower.baseCert();
        }

        @Override
        public void endAt(EpochEnd end) {
            follower.endAt(end);
        }

        @Override
        public void freezeLane(ReplicaId author, SeqNum decidedAt) {
            follower.freezeLane(author, decidedAt);
        }

        @Override
        public boolean pause() {
            return follower.pauseDelivery();
        }

        @Override
        public void resume() {
            follower.resumeDelivery();
        }

        @Override
        public boolean isIdle() {
            return follower.isIdle();
        }

        @Override
        public boolean isRestoring() {
            return false; // whoever needs one for it is the crossing
        }
    }
}
