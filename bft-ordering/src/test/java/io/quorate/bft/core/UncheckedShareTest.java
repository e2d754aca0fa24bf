package io.quorate.bft.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.Applied;
import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.crypto.KeySigner;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.crypto.SecpList;
import io.quorate.bft.core.lane.Payloads;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.PrepCert;
import io.quorate.bft.core.message.Propose;
import io.quorate.bft.core.message.Value;
import io.quorate.bft.core.message.Vote1;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/**
 * A leader that proposes again what a replica voted for before its restart, with a share that is none: it must not
 * count, or a quorum of two and a lie would prepare the value, and must not stop the replica.
 */
class UncheckedShareTest {
    private static final SeqNum SEQ = new SeqNum(1);
    private static final ReplicaId LEADER = new ReplicaId(0);
    private static final ReplicaId SELF = new ReplicaId(1);
    private static final ReplicaId OTHER = new ReplicaId(2);
    private static final List<KeySigner> SIGNERS = IntStream.rangeClosed(1, 4)
            .mapToObj(i -> new KeySigner(Bytes.repeat((byte) i, 32))).toList();

    private final ReplicaConfig config = ReplicaConfig.of(SELF, new Quorums(4, 0), 1337);
    private final List<Bytes> log = new ArrayList<>();

    private static QuorumScheme scheme(ReplicaId replica) {
        return new SecpList(SIGNERS.get(replica.index()),
                SIGNERS.stream().map(KeySigner::publicKey).toList());
    }

    private Replica replica(RecoveredLog recovered) {
        return new Replica(config, scheme(SELF), _ -> true,
                new Recovery(recovered, Applied.genesis(Digest.ZERO, 1_000), List.of()));
    }

    private void step(Replica replica, Input input) {
        long lsn = 0;
        for (Effect effect : replica.step(input)) {
            if (effect instanceof Effect.Persist persist) {
                log.add(persist.record());
                lsn = persist.lsn();
            }
        }
        if (lsn > 0) {
            step(replica, new Input.Persisted(lsn));
        }
    }

    private boolean hasPrepared() throws Exception {
        for (Bytes record : log) {
            if (config.codec().decode(record) instanceof PrepCert) {
                return true;
            }
        }
        return false;
    }

    private static Signatures signaturesOf(ReplicaId replica) {
        return new Signatures(ReplicaConfig.of(replica, new Quorums(4, 0), 1337), scheme(replica));
    }

    @Test
    void doesNotCountForAValueVotedForBeforeARestart() throws Exception {
        for (Bytes share : List.of(Bytes.EMPTY, Bytes.repeat((byte) 7, 65))) {
            log.clear();
            Value value = new Value(SEQ, 1_000, LEADER, Payloads.inline(Bytes.of(1, 2, 3)));
            Signatures leader = signaturesOf(LEADER);
            Digest digest = leader.digestOf(value);
            Replica before = replica(RecoveredLog.EMPTY);
            step(before, new Input.Ticked(0, 1_000));
            step(before, received(LEADER, new Propose(View.ZERO, value,
                    leader.vote1(View.ZERO, SEQ, digest).share())));
            assertThat(log).hasSize(2); // the value, and the vote for it

            List<RecoveredLog.LogRecord> records = new ArrayList<>();
            log.forEach(
                    bytes -> records.add(new RecoveredLog.LogRecord(records.size() + 1L, bytes)));
            Replica after = replica(new RecoveredLog(records));
            step(after, new Input.Ticked(10, 1_010));
            step(after, received(LEADER, new Propose(View.ZERO, value, share)));
            Vote1 genuine = signaturesOf(OTHER).vote1(View.ZERO, SEQ, digest);
            step(after, received(OTHER, genuine));
            assertThat(hasPrepared()).isFalse();

            step(after, received(LEADER, leader.vote1(View.ZERO, SEQ, digest)));
            assertThat(hasPrepared()).isTrue(); // with the leader's genuine share the quorum is there
        }
    }

    private static Input received(ReplicaId from, Message message) {
        return new Input.Received(from, message);
    }
}
