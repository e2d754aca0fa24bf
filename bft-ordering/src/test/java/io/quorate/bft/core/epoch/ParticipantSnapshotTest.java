package io.quorate.bft.core.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bft.Applied;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.Input;
import io.quorate.bft.core.RecoveredLog;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.Timeouts;
import io.quorate.bft.core.crypto.KeySigner;
import io.quorate.bft.core.crypto.SecpList;
import io.quorate.bft.core.message.SnapshotOffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** A snapshot of another epoch neither leaves nor is taken for one of this epoch. */
class ParticipantSnapshotTest {
    private static final Bytes INCARNATION = Bytes.repeat((byte) 7, Member.INCARNATION_BYTES);

    private final List<KeySigner> signers = IntStream.rangeClosed(1, 4)
            .mapToObj(i -> new KeySigner(Bytes.repeat((byte) i, 32))).toList();
    private final Participant participant = participant();

    private Participant participant() {
        EpochConfig first = new EpochConfig(0, SeqNum.ZERO, IntStream.range(0, 4)
                .mapToObj(i -> new Member(new MemberId(i), signers.get(i).publicKey(),
                        Bytes.EMPTY, INCARNATION))
                .toList(), SecpList.SUITE,
                new EpochConfig.Parameters(0, ReplicaConfig.WINDOW, ReplicaConfig.IN_FLIGHT_MAX,
                        ReplicaConfig.INLINE_PAYLOAD_BYTES_MAX, ReplicaConfig.SEGMENT_SLOTS,
                        Timeouts.DEFAULT, false));
        Participant made = new Participant(new Identity(new MemberId(0), INCARNATION),
                new KeyedSetup(1337, new SecpKeys(List.of(signers.getFirst())), _ -> true,
                        (_, _) -> Optional.empty()),
                new EpochRecovery(first, List.of(), List.of(), RecoveredLog.EMPTY,
                        Applied.genesis(Digest.ZERO, 0), List.of()));
        made.step(new EpochInput.Local(new Input.Ticked(0, 0)));
        return made;
    }

    private static Snapshot snapshot(long epoch) {
        return new Snapshot(new Applied(16, Digest.ZERO, Bytes.EMPTY, 0),
                new DecidedSlot(epoch, 16, Digest.ZERO, 0, 1, Bytes.of(1), Bytes.of(2),
                        Bytes.EMPTY),
                Bytes.of(3), List.of(Digest.ZERO));
    }

    private long offersAfter(Snapshot read) {
        return participant.step(new EpochInput.OfSnapshot(0,
                new Input.OfferRead(new ReplicaId(1), List.of(read)))).stream()
                .filter(effect -> effect instanceof EpochEffect.Send send
                        && send.message() instanceof SnapshotOffer)
                .count();
    }

    @Test
    void offersWhatIsOfTheEpochThatAsks() {
        assertThat(offersAfter(snapshot(1))).isZero();
        assertThat(offersAfter(snapshot(0))).isEqualTo(1);
    }

    @Test
    void stopsRatherThanRestoreAnotherEpoch() {
        for (long asked : new long[]{0, 1}) {
            assertThatThrownBy(() -> participant.step(
                    new EpochInput.Restored(asked, snapshot(1), Optional.empty())))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("of epoch 1 was restored for epoch " + asked);
        }
    }
}
