package io.quorate.genesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.GenesisBlock;
import org.junit.jupiter.api.Test;

class GenesisBlockTest {
    /** The hash that the published RPC conformance chain has, made by geth from this file. */
    @Test
    void theConformanceChainHasItsPublishedHash() {
        Genesis genesis = Samples.resource("rpc-compat.json");

        assertThat(genesis.block().block().hash()).isEqualTo(Hash.fromHex(
                "0x44fd89d504659cd58f48f4796b77a7e7012cf296a2409afa2f6c3cb99b5b3d99"));
    }

    /** The hash that the execution specification tests give for block 0 of this Osaka state. */
    @Test
    void anOsakaChainOfTheSpecificationTestsHasItsHash() {
        assertThat(Samples.resource("osaka.json").block().block().hash()).isEqualTo(Hash.fromHex(
                "0xe21875e8061f9edda5cc7afd1b395fba5ce8790f29fd47b40f05b31843a2fdb4"));
    }

    @Test
    void changesHoldEveryAccountAndEachCodeOnce() {
        Genesis genesis = Samples.resource("rpc-compat.json");

        GenesisBlock block = genesis.block();

        assertThat(block.state().accounts()).hasSameSizeAs(genesis.accounts());
        assertThat(block.state().newCode()).hasSize(6);
    }

    @Test
    void aChainThatStartsWithOsakaHasAllTwentyOneFields() {
        Genesis genesis = GenesisBuilder.forChain(1337).fund(Address.ofLow(1), UInt256.ONE).build();

        BlockHeader header = genesis.block().block().header();

        assertThat(genesis.forks().forkAt(0, 0)).isEqualTo(Fork.OSAKA);
        assertThat(header.baseFeePerGas()).contains(UInt256.of(1_000_000_000));
        assertThat(header.withdrawalsRoot()).contains(Hash.EMPTY_TRIE_ROOT);
        assertThat(header.parentBeaconBlockRoot()).contains(Hash.ZERO);
        assertThat(header.requestsHash()).contains(Hash.fromHex(
                "0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        assertThat(genesis.block().block().withdrawals()).isPresent();
    }
}
