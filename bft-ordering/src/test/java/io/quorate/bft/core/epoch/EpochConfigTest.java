package io.quorate.bft.core.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bft.DecodeException;
import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.Timeouts;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class EpochConfigTest {
    private static final EpochConfig.Parameters PARAMETERS = new EpochConfig.Parameters(0, 64, 16,
            1 << 18, 256, Timeouts.DEFAULT, true);

    private static Member member(int number) {
        return new Member(new MemberId(number), Bytes.of(number + 1), Bytes.of(7, 8),
                Bytes.repeat((byte) number, Member.INCARNATION_BYTES));
    }

    private static EpochConfig config(int... numbers) {
        List<Member> members = new ArrayList<>();
        for (int number : numbers) {
            members.add(member(number));
        }
        return new EpochConfig(3, new SeqNum(512), members, (byte) 1, PARAMETERS);
    }

    @Test
    void comesBackFromItsBytes() throws DecodeException {
        EpochConfig config = config(0, 2, 5, 9);
        EpochConfig copy = EpochConfig.decode(config.encode());
        assertThat(copy).isEqualTo(config);
        assertThat(copy.hash()).isEqualTo(config.hash());
        assertThat(config(0, 2, 5, 8).hash()).isNotEqualTo(config.hash());
    }

    @Test
    void refusesBytesThatItWouldNotWrite() {
        Bytes whole = config(0, 1, 2, 3).encode();
        for (int length = 0; length < whole.size(); length++) {
            Bytes cut = whole.slice(0, length);
            assertThatThrownBy(() -> EpochConfig.decode(cut)).isInstanceOf(DecodeException.class);
        }
        assertThatThrownBy(() -> EpochConfig.decode(Bytes.concatenate(whole, Bytes.of(0))))
                .isInstanceOf(DecodeException.class).hasMessageContaining("too many");
    }

    @Test
    void findsMembersByNumber() {
        EpochConfig config = config(0, 2, 5, 9);
        assertThat(config.replicaOf(new MemberId(5))).contains(new ReplicaId(2));
        assertThat(config.replicaOf(new MemberId(9))).contains(new ReplicaId(3));
        assertThat(config.replicaOf(new MemberId(4))).isEmpty();
        assertThat(config.replicaOf(new MemberId(10))).isEmpty();
    }

    @Test
    void refusesCommitteesThatCannotWork() {
        assertThatThrownBy(() -> config(0, 1, 2)).hasMessageContaining("at least 4");
        assertThatThrownBy(() -> config(0, 2, 1, 3)).hasMessageContaining("ascending order");
        assertThatThrownBy(() -> config(0, 1, 1, 3)).hasMessageContaining("ascending order");
    }

    @Test
    void endsAtAMultipleTwoWindowsAhead() {
        EpochConfig current = config(0, 1, 2, 3);
        assertThat(EpochChange.earliestEnd(new SeqNum(640), current)).isEqualTo(new SeqNum(768));
        assertThat(EpochChange.earliestEnd(new SeqNum(641), current)).isEqualTo(new SeqNum(1024));
        EpochChange good = new EpochChange(
                current.next(new SeqNum(768), current.members(), PARAMETERS));
        good.check(current, new SeqNum(640));
        assertThatThrownBy(() -> good.check(current, new SeqNum(641)))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("s1024");
        EpochChange odd = new EpochChange(
                current.next(new SeqNum(900), current.members(), PARAMETERS));
        assertThatThrownBy(() -> odd.check(current, new SeqNum(640)))
                .hasMessageContaining("multiple of 256");
    }
}
