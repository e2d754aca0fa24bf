package io.quorate.genesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.contracts.Contracts;
import io.quorate.contracts.SystemContracts;
import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.execution.BlockContext;
import io.quorate.execution.CallRequest;
import io.quorate.execution.ExecutionRules;
import io.quorate.execution.TransactionExecutor;
import io.quorate.execution.TransactionOutcome;
import io.quorate.state.JournaledState;
import io.quorate.state.StateOverlay;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** The contracts that a genesis of ours holds do in our EVM what their callers count on. */
class SystemContractsTest {
    private static final Address CALLER = DevAccounts.all().getFirst().address();
    private static final BlockContext BLOCK = new BlockContext(5, 1_000, Address.ZERO,
            UInt256.ZERO, Hash.ZERO, 60_000_000, UInt256.ZERO, UInt256.ZERO, BlockHashLookup.NONE);

    private final TransactionExecutor executor = new TransactionExecutor(
            ExecutionRules.ethereum(Fork.OSAKA, UInt256.of(1337)));
    private final JournaledState state = genesisState();

    private static JournaledState genesisState() {
        StateOverlay overlay = new StateOverlay(new EmptyState());
        overlay.add(GenesisBuilder.forChain(1337).build().block().state());
        return new JournaledState(overlay);
    }

    @Test
    void theDeployerPutsCodeWhereCreate2Says() {
        Address deployer = Address.fromHex(SystemContracts.deterministicDeployer().address());
        Bytes salt = Bytes.wrap(new byte[32]);
        Bytes creation = Bytes.fromHexString(Contracts.counter().bytecode().orElseThrow());
        Hash preimage = Keccak256.hash(Bytes.concatenate(Bytes.of(0xff), deployer.bytes(), salt,
                Keccak256.hash(creation).bytes()));
        Address expected = Address.of(preimage.toArray(), 12);

        Bytes output = call(deployer, Bytes.concatenate(salt, creation));

        assertThat(output).isEqualTo(expected.bytes());
        assertThat(state.code(expected).toHexString())
                .isEqualTo(Contracts.counter().deployedBytecode());
        call(expected, Bytes.fromHexString("0xd09de08a")); // increment()
        assertThat(words(call(expected, Bytes.fromHexString("0x8381f58a")))) // number()
                .containsExactly(UInt256.ONE);
    }

    @Test
    void multicallGathersResultsAndAllowedFailures() {
        Address multicall = Address.fromHex(SystemContracts.multicall3().address());
        Bytes target = Bytes.concatenate(Bytes.wrap(new byte[12]), multicall.bytes());
        Bytes data = Bytes.concatenate(Bytes.fromHexString("0x82ad56cb"), // aggregate3
                word(0x20), word(2), word(0x40), word(0xe0), // a list of two, and where they are
                target, word(0), word(0x60), word(4), padded("3408e470"), // getChainId()
                target, word(1), word(0x60), word(4), padded("00000000")); // may fail, and does

        assertThat(words(call(multicall, data))).containsExactly(UInt256.of(0x20), UInt256.of(2),
                UInt256.of(0x40), UInt256.of(0xc0), //
                UInt256.ONE, UInt256.of(0x40), UInt256.of(32), UInt256.of(1337), //
                UInt256.ZERO, UInt256.of(0x40), UInt256.ZERO);
    }

    @Test
    void theProtocolsContractsKeepWhatTheSystemCallBrings() {
        Address roots = Address.fromHex(SystemContracts.beaconRoots().address());
        Address hashes = Address.fromHex(SystemContracts.blockHashHistory().address());
        Hash root = Keccak256.hash(Bytes.of(1));
        Hash parent = Keccak256.hash(Bytes.of(2));

        executor.systemCall(roots, root.bytes(), BLOCK, state);
        executor.systemCall(hashes, parent.bytes(), BLOCK, state);

        assertThat(call(roots, word(1_000))).isEqualTo(root.bytes()); // by timestamp
        assertThat(call(hashes, word(4))).isEqualTo(parent.bytes()); // by number
    }

    @Test
    void theTokensDeployerOwnsTheSupply() {
        Bytes arguments = Bytes.concatenate(word(0x60), word(0xa0), word(1_000_000), word(7),
                padded("4578616d706c65"), word(3), padded("455850")); // "Example", "EXP"
        Bytes creation = Bytes.concatenate(
                Bytes.fromHexString(Contracts.exampleToken().bytecode().orElseThrow()), arguments);
        var deployed = executed(new CallRequest(CALLER, Optional.empty(), 5_000_000, UInt256.ZERO,
                UInt256.ZERO, creation, List.of(), List.of(), List.of()));
        Address token = deployed.createdAddress().orElseThrow();

        Bytes owner = Bytes.concatenate(Bytes.wrap(new byte[12]), CALLER.bytes());

        assertThat(words(call(token, Bytes.concatenate(Bytes.fromHexString("0x70a08231"), owner))))
                .containsExactly(UInt256.of(1_000_000)); // balanceOf
        assertThat(call(token, Bytes.fromHexString("0x95d89b41"))) // symbol
                .isEqualTo(Bytes.concatenate(word(0x20), word(3), padded("455850")));
    }

    private Bytes call(Address to, Bytes data) {
        return executed(CallRequest.of(CALLER, to, UInt256.ZERO, data, 5_000_000)).output();
    }

    private TransactionOutcome.Executed executed(CallRequest request) {
        var outcome = (TransactionOutcome.Executed) executor.call(request, BLOCK, state,
                Tracer.NONE);
        assertThat(outcome.succeeded()).as("halted by %s, said %s", outcome.haltReason(),
                outcome.output()).isTrue();
        return outcome;
    }

    private static Bytes word(long number) {
        return UInt256.of(number).toBytes();
    }

    private static Bytes padded(String hex) {
        Bytes bytes = Bytes.fromHexString(hex);
        return Bytes.concatenate(bytes, Bytes.wrap(new byte[32 - bytes.size()]));
    }

    private static List<UInt256> words(Bytes output) {
        assertThat(output.size() % 32).isZero();
        return IntStream.range(0, output.size() / 32)
                .mapToObj(i -> UInt256.of(output.slice(32 * i, 32))).toList();
    }
}
