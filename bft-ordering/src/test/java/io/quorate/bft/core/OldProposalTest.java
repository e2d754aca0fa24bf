package io.quorate.bft.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.Applied;
import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.crypto.FakeScheme;
import io.quorate.bft.core.lane.Payloads;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.Propose;
import io.quorate.bft.core.message.Suspect;
import io.quorate.bft.core.message.Value;
import io.quorate.bft.core.message.Vote1;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which old times a backup takes after its start, and from whom. */
class OldProposalTest {
    private static final int N = 4;
    private static final ReplicaId LEADER = new ReplicaId(0);
    private static final ReplicaId SELF = new ReplicaId(1);
    private static final long BEFORE = 1_000_000;
    private static final long START = BEFORE + 60_000;

    private final List<RecoveredLog.LogRecord> log = new ArrayList<>();

    private static ReplicaConfig config(ReplicaId self) {
        return ReplicaConfig.of(self, new Quorums(N, 0), 1337);
    }

    private static Replica replica(RecoveredLog log, long wallMillis) {
        Replica made = new Replica(config(SELF), new FakeScheme(SELF, N), _ -> true,
                new Recovery(log, Applied.genesis(Digest.ZERO, 1_000), List.of()));
        made.step(new Input.Ticked(0, wallMillis));
        return made;
    }

    private static Message proposal(long seq, long timeMillis) {
        Value value = new Value(new SeqNum(seq), timeMillis, LEADER,
                Payloads.inline(Bytes.of(1, 2, 3)));
        Signatures leader = new Signatures(config(LEADER), new FakeScheme(LEADER, N));
        return new Propose(View.ZERO, value, leader.vote1(View.ZERO, value.seq(),
                leader.digestOf(value)).share());
    }

    private Optional<Suspect.Reason> objection(Replica replica, long seq, long timeMillis) {
        List<Effect> effects = new ArrayList<>(replica
                .step(new Input.Received(LEADER, proposal(seq, timeMillis))));
        for (Effect effect : effects) {
            if (effect instanceof Effect.Persist persist) {
                log.add(new RecoveredLog.LogRecord(log.size() + 1L, persist.record()));
            }
        }
        return effects.stream().filter(Effect.Broadcast.class::isInstance)
                .map(effect -> ((Effect.Broadcast) effect).message())
                .filter(Suspect.class::isInstance).map(message -> ((Suspect) message).reason())
                .findFirst();
    }

    private boolean votedFor(long seq) throws Exception {
        for (RecoveredLog.LogRecord one : log) {
            if (config(SELF).codec().decode(one.bytes()) instanceof Vote1 vote
                    && vote.seq().number() == seq) {
                return true;
            }
        }
        return false;
    }

    @BeforeEach
    void votesOnce() {
        assertThat(objection(replica(RecoveredLog.EMPTY, BEFORE), 1, BEFORE)).isEmpty();
        assertThat(log).isNotEmpty();
    }

    @Test
    void takesWhatWasProposedBeforeItsRestart() throws Exception {
        Replica again = replica(new RecoveredLog(List.copyOf(log)), START);
        assertThat(objection(again, 2, BEFORE)).isEmpty();
        assertThat(votedFor(2)).isTrue();
        assertThat(objection(again, 3, START)).isEmpty();
    }

    /** It can have been proposed by nobody then. */
    @Test
    void suspectsWhoIsLateAfterItsRestart() {
        Replica again = replica(new RecoveredLog(List.copyOf(log)), START);
        again.step(new Input.Ticked(20_000, START + 20_000));
        assertThat(objection(again, 2, START + 10_000)).contains(Suspect.Reason.LEADER_CLOCK);
    }

    @Test
    void suspectsWhoIsAheadAfterItsRestart() {
        Replica again = replica(new RecoveredLog(List.copyOf(log)), START);
        assertThat(objection(again, 2, START + 10_000)).contains(Suspect.Reason.LEADER_CLOCK);
    }

    @Test
    void suspectsWhoIsLateWhereNothingWasBefore() {
        Replica first = replica(RecoveredLog.EMPTY, START);
        assertThat(objection(first, 1, BEFORE)).contains(Suspect.Reason.LEADER_CLOCK);
    }
}
