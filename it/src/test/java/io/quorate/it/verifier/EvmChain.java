package io.quorate.it.verifier;

import io.quorate.evm.BlockEnvironment;
import io.quorate.evm.BlockHashLookup;
import io.quorate.evm.CodeCache;
import io.quorate.evm.ContractAddress;
import io.quorate.evm.Environment;
import io.quorate.evm.Evm;
import io.quorate.evm.ExecutionResult;
import io.quorate.evm.Message;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.trace.Tracer;
import io.quorate.execution.CallRequest;
import io.quorate.execution.IntrinsicGas;
import io.quorate.node.evmtool.AllocState;
import io.quorate.state.JournaledState;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** The other chain: the product's own EVM with a state in memory, one transaction after another. */
final class EvmChain {
    private static final Address SENDER = Address.ofLow(0x5e4de5);
    private static final long GAS_LIMIT = 30_000_000;

    private final JournaledState world = new JournaledState(AllocState.empty());
    private final Evm evm = new Evm(Fork.OSAKA, new CodeCache(16 << 20));

    /** @param gas of the whole transaction, its data included, refunds not taken off */
    record Outcome(ExecutionResult result, long gas) {
        boolean succeeded() {
            return result instanceof ExecutionResult.Success;
        }

        Bytes output() {
            return result.output();
        }
    }

    Address deploy(Bytes initCode) {
        Address created = ContractAddress.of(SENDER, world.nonce(SENDER));
        world.setNonce(SENDER, world.nonce(SENDER) + 1);
        Outcome outcome = run(new Message.Create(SENDER, created, UInt256.ZERO, initCode,
                GAS_LIMIT), Optional.empty());
        if (!outcome.succeeded()) {
            throw new IllegalStateException("the contract was not created: " + outcome.result);
        }
        return created;
    }

    Outcome call(Address contract, Bytes data) {
        return run(new Message.Call(SENDER, contract, UInt256.ZERO, data, GAS_LIMIT),
                Optional.of(contract));
    }

    private Outcome run(Message message, Optional<Address> to) {
        world.beginTransaction();
        world.warmAddress(SENDER);
        world.warmAddress(message.recipient());
        BlockEnvironment block = new BlockEnvironment(1, 1, Address.ZERO, UInt256.ZERO, GAS_LIMIT,
                UInt256.ZERO, UInt256.ONE, UInt256.ONE, BlockHashLookup.NONE);
        ExecutionResult result = evm.execute(message,
                new Environment(block, SENDER, UInt256.ZERO, List.of()), world, Tracer.NONE);
        world.endTransaction(Fork.OSAKA);
        CallRequest request = new CallRequest(SENDER, to, GAS_LIMIT, UInt256.ZERO, UInt256.ZERO,
                message.input(), List.of(), List.of(), List.of());
        return new Outcome(result, Math.max(IntrinsicGas.floor(Fork.OSAKA, message.input()),
                GAS_LIMIT - result.gasLeft() + IntrinsicGas.of(Fork.OSAKA, request)));
    }
}
