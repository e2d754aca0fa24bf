package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.Digest;
import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.ReplicaStatus;
import io.quorate.bft.core.Timeouts;
import io.quorate.bft.core.epoch.Ceremonies;
import io.quorate.bft.core.epoch.EpochChange;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.EpochStatus;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.core.epoch.RecoveryRecord;
import io.quorate.bft.core.epoch.SignedRecovery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** What a node does by members' places goes by those of the epoch, not by the genesis. */
class EpochPlacesTest {
    private static final MemberId SELF = new MemberId(3);
    private static final EpochConfig FIRST = epoch(0, 0, 8);
    /** The first member left: all others move down by one place. */
    private static final EpochConfig SECOND = FIRST.next(new SeqNum(512),
            FIRST.members().subList(1, 8), FIRST.parameters());

    private final List<Integer> sentTo = new ArrayList<>();
    private EpochStatus where = status(FIRST, Optional.empty());
    private final GossipRoute route = new GossipRoute(SELF, 1337, () -> where,
            new GossipRoute.Outlet() {
                @Override
                public void broadcast(Bytes gossip) {
                    sentTo.add(-1);
                }

                @Override
                public boolean send(int member, Bytes gossip) {
                    sentTo.add(member);
                    return true;
                }
            });

    private static EpochConfig epoch(long number, int from, int to) {
        return new EpochConfig(number, SeqNum.ZERO, IntStream.range(from, to)
                .mapToObj(i -> new Member(new MemberId(i), Bytes.of(i), Bytes.EMPTY,
                        Bytes.repeat((byte) 1, Member.INCARNATION_BYTES)))
                .toList(), (byte) 0,
                new EpochConfig.Parameters(0, ReplicaConfig.WINDOW, ReplicaConfig.IN_FLIGHT_MAX,
                        ReplicaConfig.INLINE_PAYLOAD_BYTES_MAX, ReplicaConfig.SEGMENT_SLOTS,
                        Timeouts.DEFAULT, true));
    }

    private static EpochStatus status(EpochConfig epoch, Optional<String> learner) {
        return new EpochStatus(epoch, new ReplicaStatus(View.ZERO, true, new ReplicaId(0),
                epoch.start(), epoch.start(), epoch.start(), 2), learner);
    }

    @Test
    void ownLaneIsThatOfTheEpochsPlace() {
        OwnPlace place = new OwnPlace(FIRST, SELF);
        assertThat(place.in(0, _ -> Optional.empty())).contains(new ReplicaId(3));
        assertThat(place.in(1, epoch -> epoch == 0 ? Optional.of(new EpochChange(SECOND))
                : Optional.empty())).contains(new ReplicaId(2));
        assertThat(new OwnPlace(FIRST, new MemberId(0)).in(1,
                _ -> Optional.of(new EpochChange(SECOND)))).isEmpty();
    }

    @Test
    void ownLaneIsThatOfTheRecordsNextEpochWhereOneEndedTheEpoch() {
        SignedRecovery record = SignedRecovery.unsigned(
                new RecoveryRecord(1337, Digest.ZERO, FIRST, Digest.ZERO, SECOND));
        OwnPlace place = new OwnPlace(FIRST, SELF, new Ceremonies(List.of(record), List.of()));
        assertThat(place.in(0, _ -> Optional.empty())).contains(new ReplicaId(3));
        assertThat(place.in(1, _ -> Optional.empty())).contains(new ReplicaId(2));
    }

    @Test
    void authorSendsItsClientsTransactionsToNobody() {
        route.send(Bytes.of(1));
        where = status(SECOND, Optional.empty());
        route.send(Bytes.of(1));
        assertThat(sentTo).isEmpty();
    }

    /** By the genesis' places the one that left would be asked, and the last one never. */
    @Test
    void learnerTurnsToTheAuthorsOfTheEpochThatItIsIn() {
        where = status(SECOND, Optional.of("its log was lost"));
        for (int i = 0; i < 12; i++) {
            route.send(Bytes.of(1));
        }
        assertThat(sentTo).contains(1, 2, 4, 5, 6, 7).doesNotContain(0, 3, -1);
    }
}
