package io.quorate.node.evmtool;

import io.quorate.evm.BlockEnvironment;
import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.CodeCache;
import io.quorate.evm.ContractAddress;
import io.quorate.evm.Environment;
import io.quorate.evm.Evm;
import io.quorate.evm.ExecutionResult;
import io.quorate.evm.Message;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.state.JournaledState;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** Runs code without a transaction around it: no intrinsic gas, no fees, no refunds. */
public final class CodeRun {
    private static final long CODE_CACHE_BYTES = 16 << 20;

    /**
     * What to run. With code, a call runs it at the receiver, or a creation takes it as initcode, in front of
     * the input; without, what the state has at the receiver runs.
     */
    public record Request(RuleSet rules, Bytes code, Bytes input, long gas, UInt256 value,
            UInt256 gasPrice, Address sender, Address receiver, boolean creates) {}

    private final Request request;
    private final AllocState state;
    private final Evm evm;

    public CodeRun(Request request, AllocState state) {
        this.request = request;
        this.state = request.creates || request.code.isEmpty() ? state
                : state.withCode(request.receiver, request.code);
        evm = new Evm(request.rules.fork(), new CodeCache(CODE_CACHE_BYTES));
    }

    /** Each run starts from the same state. */
    public ExecutionResult run(Tracer tracer) {
        JournaledState world = new JournaledState(state);
        world.beginTransaction();
        world.addBalance(request.sender, request.value); // who sends it is not the point
        world.warmAddress(request.sender);
        BlockEnvironment block = new BlockEnvironment(0, 0, Address.ZERO, UInt256.ZERO,
                request.gas, UInt256.ZERO, UInt256.ONE, UInt256.ONE, BlockHashLookup.NONE);
        Environment environment = new Environment(block, request.sender, request.gasPrice,
                List.of());
        return evm.execute(message(world), environment, world, tracer);
    }

    private Message message(JournaledState world) {
        if (request.creates) {
            Address created = ContractAddress.of(request.sender, world.nonce(request.sender));
            world.setNonce(request.sender, world.nonce(request.sender) + 1);
            world.warmAddress(created);
            return new Message.Create(request.sender, created, request.value,
                    Bytes.concatenate(request.code, request.input), request.gas);
        }
        world.warmAddress(request.receiver);
        return new Message.Call(request.sender, request.receiver, request.value, request.input,
                request.gas);
    }
}
