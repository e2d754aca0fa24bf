package io.quorate.node.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.quorate.evm.fork.BlobSchedule;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class NetworksTest {
    private static final JsonNode NONE = MissingNode.getInstance();

    @Test
    void passesFromOneForkToTheNextByTimeAndBlock() {
        ForkSchedule byTime = forks("PragueToOsakaAtTime15k");
        assertThat(byTime.forkAt(9, 14_999)).isEqualTo(Fork.PRAGUE);
        assertThat(byTime.forkAt(9, 15_000)).isEqualTo(Fork.OSAKA);

        ForkSchedule byBlock = forks("ByzantiumToConstantinopleFixAt5");
        assertThat(byBlock.forkAt(4, 0)).isEqualTo(Fork.BYZANTIUM);
        assertThat(byBlock.forkAt(5, 0)).isEqualTo(Fork.PETERSBURG);
    }

    @Test
    void movesBlobsAloneInABpoFork() {
        ForkSchedule forks = forks("OsakaToBPO1AtTime15k");
        assertThat(forks.forkAt(9, 15_000)).isEqualTo(Fork.OSAKA);
        assertThat(forks.blobsAt(9, 14_999)).contains(BlobSchedule.PRAGUE);
        assertThat(forks.blobsAt(9, 15_000).orElseThrow().maxBlobs()).isEqualTo(15);
    }

    @Test
    void hasTheDaoForkOnlyWhereItIsNamed() {
        assertThat(forks("HomesteadToDaoAt5").daoForkBlock()).contains(5L);
        assertThat(forks("HomesteadToEIP150At5").daoForkBlock()).isEmpty();
        assertThat(forks("Berlin").daoForkBlock()).isEmpty();
    }

    @Test
    void mergesAtATotalDifficulty() {
        Networks.Network network = Networks.network("ArrowGlacierToParisAtDiffC0000", NONE)
                .orElseThrow();
        assertThat(network.forksAfter(BigInteger.valueOf(0xbffff)).forkAt(9, 0))
                .isEqualTo(Fork.LONDON);
        assertThat(network.forksAfter(BigInteger.valueOf(0xc0000)).forkAt(9, 0))
                .isEqualTo(Fork.PARIS);
    }

    @Test
    void knowsNoOtherNames() {
        assertThat(Networks.network("OsakaToPragueAtTime15k", NONE)).isEmpty();
        assertThat(Networks.network("Atlantis", NONE)).isEmpty();
    }

    private static ForkSchedule forks(String network) {
        return Networks.network(network, NONE).orElseThrow().forks();
    }
}
