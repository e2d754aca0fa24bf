package io.quorate.execution;

import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.CodeCache;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.execution.SimulationOutcome.SimulatedBlock;
import io.quorate.ledger.Block;
import io.quorate.ledger.ChainHead;
import io.quorate.state.StateOverlay;
import io.quorate.state.StateView;
import io.quorate.state.TrieFork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Simulates blocks that nobody ordered on top of one that exists (execution-apis, eth_simulateV1): with the calls of the
 * protocol, withdrawals, fees, roots and hashes, as a block of Ethereum would have them. Nothing is stored. Safe for any
 * thread.
 */
public final class BlockSimulator {
    private final ChainRules rules;
    private final Optional<Address> depositContract;
    private final CodeCache codes;

    /** {@code depositContract} is where EIP-6110's logs come from; a chain that validators order has none. */
    public BlockSimulator(ChainRules rules, Optional<Address> depositContract, CodeCache codes) {
        this.rules = rules;
        this.depositContract = depositContract;
        this.codes = codes;
    }

    /**
     * Runs {@code request}.
     *
     * @param state after {@code base}
     * @param tries of {@code base}; they end changed
     * @param ancestors hashes of {@code base} and the blocks before
     * @param isLate asked before each block and call; the gas cap bounds what runs in between
     */
    public SimulationOutcome run(SimulationRequest request, ChainHead base, StateView state,
            TrieFork tries, BlockHashLookup ancestors, BooleanSupplier isLate) {
        List<SimulationRequest.Block> plan;
        switch (SimulationPlan.of(base.header(), request.blocks())) {
            case SimulationPlan.Refused(var why) -> {
                return why;
            }
            case SimulationPlan.Blocks(var blocks) -> plan = blocks;
        }
        List<SimulatedBlock> done = new ArrayList<>();
        BlockHashLookup hashes = number -> number <= base.number() ? ancestors.hashOf(number)
                : hashOf(done, number - base.number() - 1);
        SimulatedBlockRun.Setting setting = new SimulatedBlockRun.Setting(rules, depositContract,
                codes, request, hashes, tries, isLate);
        StateOverlay overlay = new StateOverlay(state);
        ChainHead parent = base;
        long gasLeft = request.gasCap();
        long bytesLeft = SimulationRequest.RESULT_BYTES_MAX;
        for (SimulationRequest.Block planned : plan) {
            SimulatedBlockRun run = new SimulatedBlockRun(setting, overlay, parent, planned);
            switch (run.run(gasLeft, bytesLeft)) {
                case SimulatedBlockRun.Result.Refused(var why) -> {
                    return why;
                }
                case SimulatedBlockRun.Result.Done(var simulated) -> {
                    Block block = simulated.block();
                    done.add(simulated);
                    parent = new ChainHead(block.hash(), block.header());
                    gasLeft -= block.header().gasUsed();
                    bytesLeft -= run.resultBytes();
                }
            }
        }
        return new SimulationOutcome.Simulated(done);
    }

    private static Optional<Hash> hashOf(List<SimulatedBlock> done, long index) {
        return index < done.size() ? Optional.of(done.get((int) index).block().hash())
                : Optional.empty();
    }
}
