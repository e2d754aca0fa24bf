package io.quorate.genesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.contracts.SystemContracts;
import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.ExecutionResult;
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
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** The contracts of the members in our EVM, from the state of a genesis file on. */
class MembersContractsTest {
    private static final Address REGISTRY = Address
            .fromHex(SystemContracts.registry().proxy().address());
    private static final Address PERMISSIONS = Address
            .fromHex(SystemContracts.permissions().proxy().address());
    private static final Address GOVERNANCE = Address
            .fromHex(SystemContracts.governance().proxy().address());
    private static final BlockContext BLOCK = new BlockContext(5, 1_000, Address.ZERO,
            UInt256.ZERO, Hash.ZERO, 60_000_000, UInt256.ZERO, UInt256.ZERO, BlockHashLookup.NONE);

    private final TransactionExecutor executor = new TransactionExecutor(
            ExecutionRules.ethereum(Fork.OSAKA, UInt256.of(MembersFixture.CHAIN_ID)));
    private final JournaledState state = genesisState();

    private static JournaledState genesisState() {
        StateOverlay overlay = new StateOverlay(new EmptyState());
        overlay.add(GenesisBuilder.forChain(MembersFixture.CHAIN_ID)
                .quorate(MembersFixture.config().withMembers(MembersFixture.members())).build()
                .block().state());
        return new JournaledState(overlay);
    }

    @Test
    void theCommitteeIsTheGenesisFiles() {
        List<UInt256> plan = words(call(admin(1), REGISTRY, "plan()", Bytes.EMPTY));

        assertThat(plan).startsWith(UInt256.of(4), UInt256.ZERO, UInt256.ONE, UInt256.of(3));
        assertThat(words(call(admin(1), REGISTRY, "nodeOfAccount(address)",
                word(MembersFixture.address(3))))).containsExactly(UInt256.ONE, UInt256.of(2));
        assertThat(words(call(admin(1), PERMISSIONS, "isAdminOf(address,uint32)",
                Bytes.concatenate(word(admin(2)), word(2))))).containsExactly(UInt256.ONE);
        assertThat(words(call(admin(1), GOVERNANCE, "votesNeeded(uint256,bool)",
                Bytes.concatenate(word(4), word(0))))).containsExactly(UInt256.of(3));
    }

    @Test
    void organisationsVote() {
        Bytes quorum = input("setQuorum(uint8,uint8)", Bytes.concatenate(word(1), word(2)));
        propose(1, GOVERNANCE, quorum);
        approve(2);
        assertThat(fails(admin(1), GOVERNANCE, input("execute(uint64)", word(1))))
                .isEqualTo(input("QuorumMissing(uint64,uint256,uint256)",
                        Bytes.concatenate(word(1), word(2), word(3))));
        approve(3);

        call(admin(4), GOVERNANCE, "execute(uint64)", word(1));

        assertThat(words(call(admin(1), GOVERNANCE, "settings()", Bytes.EMPTY)))
                .startsWith(UInt256.ONE, UInt256.of(2));
    }

    /** What execution will do at the end of a block, and before the first block of an epoch. */
    @Test
    void anEpochIsAskedForFixedAndBegun() {
        call(admin(1), REGISTRY, "rotateTlsKey(uint32,bytes32)",
                Bytes.concatenate(word(0), word(777)));
        assertThat(state.storage(REGISTRY, UInt256.ZERO)).isEqualTo(UInt256.ONE); // request

        system("epochFixed(uint64,uint64,bytes32)", word(1), word(256), word(99));

        assertThat(field(0, 64, 64)).as("consumed").isEqualTo(1);
        assertThat(field(0, 144, 8)).as("pending").isEqualTo(1);
        assertThat(field(2, 0, 64)).as("the next epoch").isEqualTo(1);

        system("epochStarted(uint64,uint64,bytes32)", word(1), word(256), word(99));

        assertThat(field(0, 144, 8)).as("pending").isZero();
        assertThat(field(1, 64, 64)).as("start").isEqualTo(256);
        assertThat(field(1, 128, 16)).as("n").isEqualTo(4);
        assertThat(state.storage(REGISTRY, UInt256.of(3))).isEqualTo(UInt256.of(99));
    }

    /** So many bits of one of the Registry's first slots. */
    private long field(int slot, int bit, int width) {
        return state.storage(REGISTRY, UInt256.of(slot)).toBigInteger().shiftRight(bit)
                .and(BigInteger.TWO.pow(width).subtract(BigInteger.ONE)).longValueExact();
    }

    private Address admin(int organisation) {
        return MembersFixture.address(100L + organisation);
    }

    private void propose(int organisation, Address target, Bytes data) {
        Bytes padded = Bytes.concatenate(data,
                Bytes.wrap(new byte[(32 - data.size() % 32) % 32]));
        Bytes action = Bytes.concatenate(word(target), word(0x40), word(data.size()), padded);
        call(admin(organisation), GOVERNANCE, "propose((address,bytes)[],string,bool)",
                Bytes.concatenate(word(0x60), word(0xa0 + action.size()), word(0), // heads
                        word(1), word(0x20), action, word(0)));
    }

    private void approve(int organisation) {
        call(admin(organisation), GOVERNANCE, "approve(uint64)", word(1));
    }

    private void system(String signature, Bytes... arguments) {
        ExecutionResult result = executor.systemCall(REGISTRY,
                input(signature, Bytes.concatenate(arguments)), BLOCK, state);
        assertThat(result).isInstanceOf(ExecutionResult.Success.class);
    }

    private Bytes call(Address from, Address to, String signature, Bytes arguments) {
        TransactionOutcome.Executed outcome = execute(from, to, input(signature, arguments));
        assertThat(outcome.succeeded()).as("halted by %s, said %s", outcome.haltReason(),
                outcome.output()).isTrue();
        return outcome.output();
    }

    private Bytes fails(Address from, Address to, Bytes input) {
        TransactionOutcome.Executed outcome = execute(from, to, input);
        assertThat(outcome.succeeded()).isFalse();
        return outcome.output();
    }

    private TransactionOutcome.Executed execute(Address from, Address to, Bytes input) {
        return (TransactionOutcome.Executed) executor.call(
                CallRequest.of(from, to, UInt256.ZERO, input, 16_000_000), BLOCK, state,
                Tracer.NONE);
    }

    private static Bytes input(String signature, Bytes arguments) {
        return Bytes.concatenate(Keccak256
                .hash(signature.getBytes(StandardCharsets.US_ASCII)).bytes().slice(0, 4),
                arguments);
    }

    private static Bytes word(long number) {
        return UInt256.of(number).toBytes();
    }

    private static Bytes word(Address address) {
        return UInt256.of(address.bytes()).toBytes();
    }

    private static List<UInt256> words(Bytes output) {
        return IntStream.range(0, output.size() / 32)
                .mapToObj(i -> UInt256.of(output.slice(32 * i, 32))).toList();
    }
}
