package io.quorate.bft.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.MemberId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.Timeouts;
import io.quorate.bft.core.crypto.SecpList;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Each part of a configuration has a line of its own, and all of them fit into a Hello. */
class EpochLinesTest {
    private static final EpochConfig EPOCH = epoch(members(6), 0, ReplicaConfig.WINDOW,
            Timeouts.DEFAULT, false);

    private static List<Member> members(int count) {
        return IntStream.range(0, count).mapToObj(i -> new Member(new MemberId(1_000 + i),
                Bytes.ofUnsignedLong(i + 1), Bytes.of(7),
                Bytes.repeat((byte) 1, Member.INCARNATION_BYTES))).toList();
    }

    private static EpochConfig epoch(List<Member> members, int c, int window, Timeouts timeouts,
            boolean lanes) {
        return new EpochConfig(3, new SeqNum(512), members, SecpList.SUITE,
                new EpochConfig.Parameters(c, window, ReplicaConfig.IN_FLIGHT_MAX,
                        ReplicaConfig.INLINE_PAYLOAD_BYTES_MAX, ReplicaConfig.SEGMENT_SLOTS,
                        timeouts, lanes));
    }

    private static List<String> differing(EpochConfig other) {
        List<String> mine = List.of(EpochLines.of(EPOCH).rules().split("\n"));
        List<String> theirs = List.of(EpochLines.of(other).rules().split("\n"));
        assertThat(theirs).hasSameSizeAs(mine);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < mine.size(); i++) {
            if (!mine.get(i).equals(theirs.get(i))) {
                names.add(mine.get(i).split(" ")[0]);
            }
        }
        assertThat(EpochLines.of(other).hash()).isNotEqualTo(EpochLines.of(EPOCH).hash());
        return names;
    }

    private static List<Member> changed(Member last) {
        List<Member> members = new ArrayList<>(EPOCH.members().subList(0, 5));
        members.add(last);
        return members;
    }

    @Test
    void namesEachPartThatDiffers() {
        Member last = EPOCH.members().getLast();
        assertThat(differing(epoch(EPOCH.members(), 1, 64, Timeouts.DEFAULT, false)))
                .containsExactly("c");
        assertThat(differing(epoch(EPOCH.members(), 0, 32, Timeouts.DEFAULT, false)))
                .containsExactly("window");
        assertThat(differing(epoch(EPOCH.members(), 0, 64, Timeouts.DEFAULT.withRtt(9), false)))
                .containsExactly("timers");
        assertThat(differing(epoch(EPOCH.members(), 0, 64, Timeouts.DEFAULT, true)))
                .containsExactly("limits.lanes");
        assertThat(differing(epoch(changed(new Member(new MemberId(9_999), last.publicKey(),
                last.channel(), last.incarnation())), 0, 64, Timeouts.DEFAULT, false)))
                .containsExactly("validators.number");
        assertThat(differing(epoch(changed(new Member(last.id(), Bytes.of(5), last.channel(),
                last.incarnation())), 0, 64, Timeouts.DEFAULT, false)))
                .containsExactly("validators.publicKey");
        assertThat(differing(epoch(changed(new Member(last.id(), last.publicKey(), Bytes.of(8),
                last.incarnation())), 0, 64, Timeouts.DEFAULT, false)))
                .containsExactly("validators.tlsFingerprint");
        assertThat(differing(epoch(changed(new Member(last.id(), last.publicKey(), last.channel(),
                Bytes.repeat((byte) 2, Member.INCARNATION_BYTES))), 0, 64, Timeouts.DEFAULT,
                false))).containsExactly("validators.incarnation");
    }

    @Test
    void fitsIntoAHelloHoweverLargeTheCommitteeIs() {
        EpochConfig large = epoch(members(1_024), 0, 64, Timeouts.DEFAULT, true);
        assertThat(EpochLines.of(large).rules()).contains("validators.number 0x")
                .hasSizeLessThan(1_000);
        assertThat(EpochLines.of(EPOCH).rules())
                .contains("validators.number 1000,1001,1002,1003,1004,1005");
    }
}
