package io.quorate.evm.fork;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.fork.ForkSchedule.Activation;
import io.quorate.evm.fork.ForkSchedule.Trigger;
import io.quorate.evm.primitives.Hash;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The main network's checksums, as EIP-2124 lists them. */
class ForkIdTest {
    private static final Hash MAINNET = Hash
            .fromHex("0xd4e56740f876aef8c010b86a40d5f56745a118d0906a34e69aec8c0db1cb8fa3");
    private static final ForkSchedule FORKS = new ForkSchedule(
            List.of(at(Fork.HOMESTEAD, 1_150_000), at(ForkSchedule.DAO_FORK, Fork.HOMESTEAD,
                    1_920_000), at(Fork.TANGERINE_WHISTLE, 2_463_000),
                    at(Fork.SPURIOUS_DRAGON, 2_675_000), at(Fork.BYZANTIUM, 4_370_000),
                    at(Fork.CONSTANTINOPLE, 7_280_000), at(Fork.PETERSBURG, 7_280_000)));

    private static Activation at(Fork fork, long block) {
        return at(ForkSchedule.nameOf(fork), fork, block);
    }

    private static Activation at(String name, Fork fork, long block) {
        return new Activation(name, fork, new Trigger.AtBlock(block), Optional.empty());
    }

    private static int id(long number) {
        return ForkId.of(MAINNET, 0, FORKS, number, 0);
    }

    @Test
    void checksumsWhatWasPassed() {
        assertThat(id(0)).isEqualTo(0xfc64ec04);
        assertThat(id(1_149_999)).isEqualTo(0xfc64ec04);
        assertThat(id(1_150_000)).isEqualTo(0x97c2c34c);
        assertThat(id(1_920_000)).isEqualTo(0x91d1f948);
        assertThat(id(2_463_000)).isEqualTo(0x7a64da13);
        assertThat(id(2_675_000)).isEqualTo(0x3edd5b10);
        assertThat(id(4_370_000)).isEqualTo(0xa00bc324);
        assertThat(id(7_280_000)).isEqualTo(0x668db0af);
    }

    @Test
    void forksOfTheGenesisDoNotCount() {
        ForkSchedule schedule = ForkSchedule.allFrom(Fork.OSAKA);
        assertThat(ForkId.of(MAINNET, 0, schedule, 0, 0)).isEqualTo(0xfc64ec04);
    }
}
