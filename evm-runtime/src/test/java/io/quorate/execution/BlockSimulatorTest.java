package io.quorate.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.CodeCache;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.SimulationOutcome.Reason;
import io.quorate.execution.SimulationOutcome.SimulatedBlock;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.RecoveredTransaction;
import io.quorate.ledger.TestChain;
import io.quorate.state.TrieFork;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Simulated blocks on a chain of ours; those of Ethereum's are held against recordings in {@code RpcCompatIT}. */
class BlockSimulatorTest {
    private static final Address RICH = TestChain.address(1);
    private static final Address STRANGER = Address.ofLow(0x5747);
    private static final Address CODE = Address.ofLow(0xc0de);
    private static final long GAS_CAP = 50_000_000;

    private final Ledger ledger = Ledger.open(new InMemoryKeyValueStore(), TestChain.genesis());

    private SimulationOutcome run(FeeMode mode, boolean validation, BooleanSupplier isLate,
            SimulationRequest.Block... blocks) {
        ChainRules rules = new ChainRules(TestChain.CHAIN_ID, ForkSchedule.allFrom(Fork.OSAKA),
                mode, false, ChainRules.DEFAULT_BLOCK_GAS_LIMIT, Address.ofLow(0xbe));
        try (TrieFork tries = ledger.forkTries(0).orElseThrow()) {
            return new BlockSimulator(rules, Optional.empty(), new CodeCache(1 << 20)).run(
                    new SimulationRequest(List.of(blocks), validation, true, GAS_CAP),
                    ledger.head(), ledger.stateAt(0).orElseThrow(), tries, ledger::blockHash,
                    isLate);
        }
    }

    private List<SimulatedBlock> blocks(FeeMode mode, SimulationRequest.Block... blocks) {
        return switch (run(mode, false, () -> false, blocks)) {
            case SimulationOutcome.Simulated(var simulated) -> simulated;
            case SimulationOutcome.Refused refused -> throw new AssertionError(refused);
        };
    }

    private Reason refusal(boolean validation, SimulationRequest.Block... blocks) {
        return switch (run(FeeMode.EIP1559, validation, () -> false, blocks)) {
            case SimulationOutcome.Simulated simulated -> throw new AssertionError(simulated);
            case SimulationOutcome.Refused refused -> refused.reason();
        };
    }

    private static SimulationRequest.Block block(SimulatedCall... calls) {
        return new SimulationRequest.Block(SimulationRequest.Fields.NONE, new TreeMap<>(),
                List.of(calls));
    }

    private static SimulationRequest.Block at(long number, long time) {
        return new SimulationRequest.Block(SimulationRequest.Fields.NONE.at(number, time),
                new TreeMap<>(), List.of());
    }

    private static SimulatedCall call(Address from, Address to, long value, long nonce) {
        return new SimulatedCall(from, Optional.of(to), Optional.of(nonce), Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                UInt256.of(value), Bytes.EMPTY, Optional.empty(), Optional.empty(),
                Optional.empty());
    }

    private static SimulationRequest.Account account(Optional<Bytes> code,
            Optional<Address> moveTo) {
        return new SimulationRequest.Account(Optional.empty(), Optional.empty(), code,
                Optional.empty(), Collections.emptySortedMap(), moveTo);
    }

    private static SimulationRequest.Block with(Address address, SimulationRequest.Account account,
            SimulatedCall... calls) {
        SortedMap<Address, SimulationRequest.Account> accounts = new TreeMap<>();
        accounts.put(address, account);
        return new SimulationRequest.Block(SimulationRequest.Fields.NONE, accounts,
                List.of(calls));
    }

    /** The block that the executor makes of the same transfer has the same state and receipts. */
    @Test
    void agreesWithTheExecutor() {
        RecoveredTransaction transfer = TestChain.transfer(1, 0, STRANGER, UInt256.of(5));
        ChainRules rules = new ChainRules(TestChain.CHAIN_ID, ForkSchedule.allFrom(Fork.OSAKA),
                FeeMode.FEE_BLIND, false, ChainRules.DEFAULT_BLOCK_GAS_LIMIT, Address.ZERO);
        ExecutedBlock executed = new BlockExecutor(rules, ledger.state())
                .execute(ledger.head(), new DecidedBatch(0, 1, 0, 12_000, Hash.EMPTY,
                        List.of(transfer), DecidedBatch.EmptyBlock.OMITTED), ledger::blockHash)
                .block().orElseThrow();
        SimulatedBlock simulated = blocks(FeeMode.FEE_BLIND, block(call(RICH, STRANGER, 5, 0)))
                .getFirst();
        assertThat(simulated.block().header().stateRoot())
                .isEqualTo(executed.block().header().stateRoot());
        assertThat(simulated.block().header().receiptsRoot())
                .isEqualTo(executed.block().header().receiptsRoot());
        assertThat(simulated.block().header().timestamp()).isEqualTo(12);
        assertThat(simulated.calls().getFirst().logs()).hasSize(1);
        assertThat(ledger.head().number()).isZero();
    }

    @Test
    void chainsBlocksAndFillsGaps() {
        List<SimulatedBlock> blocks = blocks(FeeMode.EIP1559, at(3, 100), block());
        assertThat(blocks).extracting(b -> b.block().number()).containsExactly(1L, 2L, 3L, 4L);
        assertThat(blocks).extracting(b -> b.block().header().timestamp())
                .containsExactly(12L, 24L, 100L, 112L);
        for (int i = 1; i < blocks.size(); i++) {
            assertThat(blocks.get(i).block().header().parentHash())
                    .isEqualTo(blocks.get(i - 1).block().hash());
        }
    }

    @Test
    void refusesWhatIsOutOfOrder() {
        assertThat(refusal(false, at(2, 50), at(2, 60))).isEqualTo(Reason.BLOCK_NUMBER_ORDER);
        assertThat(refusal(false, at(1, 50), at(2, 50))).isEqualTo(Reason.TIMESTAMP_ORDER);
        assertThat(refusal(false, at(257, 99_999))).isEqualTo(Reason.TOO_MANY_BLOCKS);
    }

    /** Beyond 2^63 - 1, by what is asked for, after it, or in a gap: the rules of another time would apply. */
    @Test
    void refusesTimesThatAreTooLarge() {
        assertThat(refusal(false, at(1, Long.MIN_VALUE))).isEqualTo(Reason.TIMESTAMP_ORDER);
        assertThat(refusal(false, at(1, -1))).isEqualTo(Reason.TIMESTAMP_ORDER);
        assertThat(refusal(false, at(1, Long.MAX_VALUE - 5), block()))
                .isEqualTo(Reason.TIMESTAMP_ORDER);
        assertThat(refusal(false, at(1, Long.MAX_VALUE - 5), at(3, Long.MAX_VALUE)))
                .isEqualTo(Reason.TIMESTAMP_ORDER);
        assertThat(refusal(false, at(1, Long.MAX_VALUE - 5), at(3, -1)))
                .isEqualTo(Reason.TIMESTAMP_ORDER);
        assertThat(blocks(FeeMode.EIP1559, at(1, Long.MAX_VALUE))).hasSize(1);
    }

    /** {@code return(0, 100,000)} costs some 30,000 gas: 16 MiB are reached long before the gas cap. */
    @Test
    void keepsNoMoreOfResultsThanAnAnswerMayHold() {
        SimulationRequest.Account returning = account(
                Optional.of(Bytes.fromHexString("0x620186a05ff3")), Optional.empty());
        SimulatedCall[] calls = new SimulatedCall[168];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = call(RICH, CODE, 0, i);
        }
        assertThat(refusal(false, with(CODE, returning, calls)))
                .isEqualTo(Reason.RESULT_TOO_LARGE);
        SimulatedCall[] few = Arrays.copyOf(calls, 167);
        assertThat(blocks(FeeMode.EIP1559, with(CODE, returning, few)).getFirst().calls())
                .hasSize(167);
    }

    @Test
    void validatesOnlyWhereItIsAskedTo() {
        SimulationRequest.Block wrongNonce = block(call(RICH, STRANGER, 1, 7));
        assertThat(blocks(FeeMode.EIP1559, wrongNonce)).hasSize(1);
        assertThat(refusal(true, wrongNonce)).isEqualTo(Reason.NONCE_TOO_HIGH);
        assertThat(refusal(true, block(call(RICH, STRANGER, 1, 0))))
                .isEqualTo(Reason.FEE_CAP_BELOW_BASE_FEE);
        assertThat(refusal(false, block(call(STRANGER, RICH, 1, 0))))
                .isEqualTo(Reason.INSUFFICIENT_FUNDS);
    }

    @Test
    void onAFeeBlindChainNobodyNeedsToOffer() {
        SimulationOutcome outcome = run(FeeMode.FEE_BLIND, true, () -> false,
                block(call(RICH, STRANGER, 1, 0)));
        assertThat(outcome).isInstanceOf(SimulationOutcome.Simulated.class);
    }

    @Test
    void movesPrecompilesForOneBlock() {
        Address sha256 = Address.ofLow(2);
        List<SimulatedBlock> blocks = blocks(FeeMode.EIP1559,
                with(sha256, account(Optional.empty(), Optional.of(CODE)),
                        call(RICH, CODE, 0, 0), call(RICH, sha256, 0, 1)),
                block(call(RICH, sha256, 0, 2)));
        assertThat(blocks.get(0).calls()).extracting(c -> c.executed().output().size())
                .containsExactly(32, 0);
        assertThat(blocks.get(1).calls().getFirst().executed().output().size()).isEqualTo(32);
        assertThat(refusal(false, with(sha256, account(Optional.empty(), Optional.of(sha256)))))
                .isEqualTo(Reason.PRECOMPILE_MOVED_TO_ITSELF);
        assertThat(refusal(false, with(STRANGER, account(Optional.empty(), Optional.of(CODE)))))
                .isEqualTo(Reason.ACCOUNT_OVERRIDE);
    }

    /** An endless loop takes the gas cap and no more, and nothing is left for what follows. */
    @Test
    void stopsAtTheGasCap() {
        SimulationRequest.Account loop = account(Optional.of(Bytes.fromHexString("0x5b600056")),
                Optional.empty());
        assertThat(refusal(false, with(CODE, loop, call(RICH, CODE, 0, 0)), block(call(RICH,
                STRANGER, 0, 1)))).isEqualTo(Reason.INTRINSIC_GAS_TOO_LOW);
        List<SimulatedBlock> blocks = blocks(FeeMode.EIP1559,
                with(CODE, loop, call(RICH, CODE, 0, 0)));
        assertThat(blocks.getFirst().block().header().gasUsed()).isEqualTo(GAS_CAP);
    }

    @Test
    void givesUpWhenItIsLate() {
        List<Boolean> asked = new ArrayList<>();
        SimulationOutcome outcome = run(FeeMode.EIP1559, false, () -> {
            asked.add(true);
            return asked.size() > 1;
        }, block(call(RICH, STRANGER, 0, 0), call(RICH, STRANGER, 0, 1)));
        assertThat(outcome).isInstanceOfSatisfying(SimulationOutcome.Refused.class,
                refused -> assertThat(refused.reason()).isEqualTo(Reason.TIMEOUT));
    }
}
