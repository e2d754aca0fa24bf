package io.quorate.evm;

import static io.quorate.evm.OperandStack.clampToInt;
import static io.quorate.evm.OperandStack.put;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** What instructions ask of accounts, the block and the transaction (Yellow Paper, appendix H.2, 30s, 40s). */
final class EnvironmentInstructions {
    private static final int BLOCK_HASHES = 256;

    private EnvironmentInstructions() {}

    /** EIP-2929: takes the surcharge where the address was cold. */
    static long access(Frame f, Address address, long gas) {
        return wasCold(f, address) ? gas - f.machine.gas.coldAccountSurcharge : gas;
    }

    /** Makes the address warm. Precompiles never were cold, without anybody having to look at them before. */
    static boolean wasCold(Frame f, Address address) {
        return f.machine.world.warmAddress(address)
                && f.machine.rules.precompiles().at(address).isEmpty();
    }

    static long balance(Frame f, long[] s, int sp, long gas) {
        Address address = OperandStack.address(s, sp - 4);
        long left = access(f, address, gas);
        if (left >= 0) {
            put(s, sp - 4, f.machine.world.balance(address));
        }
        return left;
    }

    static long extcodesize(Frame f, long[] s, int sp, long gas) {
        Address address = OperandStack.address(s, sp - 4);
        long left = access(f, address, gas);
        if (left >= 0) {
            put(s, sp - 4, f.machine.codeOf(address).sizeBytes());
        }
        return left;
    }

    /** EIP-1052: zero for a dead account. */
    static long extcodehash(Frame f, long[] s, int sp, long gas) {
        Address address = OperandStack.address(s, sp - 4);
        long left = access(f, address, gas);
        if (left >= 0) {
            WorldState world = f.machine.world;
            put(s, sp - 4, world.isDead(address) ? Hash.ZERO : world.codeHash(address));
        }
        return left;
    }

    static long extcodecopy(Frame f, long[] s, int sp, long gas) {
        Address address = OperandStack.address(s, sp - 4);
        long accessed = access(f, address, gas);
        long left = accessed < 0 ? accessed
                : MemoryInstructions.chargeCopy(f, s, sp - 4, accessed);
        if (left >= 0) { // only what is paid for is looked at (EIP-7928)
            Code code = f.machine.codeOf(address);
            MemoryInstructions.copy(f, s, sp - 4, accessed, code.padded(), 0,
                    code.sizeBytes());
        }
        return left;
    }

    static void selfbalance(Frame f, long[] s, int sp) {
        put(s, sp, f.machine.world.balance(f.self));
    }

    static void blockhash(Frame f, long[] s, int sp) {
        BlockEnvironment block = f.machine.environment.block();
        long number = OperandStack.clampToLong(s, sp - 4);
        boolean isRecent = number < block.number() && number >= block.number() - BLOCK_HASHES;
        put(s, sp - 4, isRecent ? block.blockHashes().hashOf(number).orElse(Hash.ZERO) : Hash.ZERO);
    }

    /** EIP-4844. */
    static void blobhash(Frame f, long[] s, int sp) {
        List<Hash> hashes = f.machine.environment.blobVersionedHashes();
        int index = clampToInt(s, sp - 4);
        put(s, sp - 4, index < hashes.size() ? hashes.get(index) : Hash.ZERO);
    }

    static long log(Frame f, long[] s, int sp, long gas, int topicCount) {
        if (f.isStatic) {
            return Halts.WRITE_PROTECTION;
        }
        int offset = clampToInt(s, sp - 4);
        int length = clampToInt(s, sp - 8);
        long left = f.memory.charge(gas - GasSchedule.LOG_BYTE * length, offset, length);
        if (left >= 0) {
            Hash[] topics = new Hash[topicCount];
            for (int i = 0; i < topicCount; i++) {
                int at = sp - 12 - 4 * i;
                topics[i] = Hash.ofLimbs(s[at + 3], s[at + 2], s[at + 1], s[at]);
            }
            LogEntry log = new LogEntry(f.self, List.of(topics),
                    Bytes.wrap(f.memory.copyOut(offset, length)));
            f.machine.world.addLog(log);
            f.machine.tracer.onLog(log, f.depth);
        }
        return left;
    }

}
