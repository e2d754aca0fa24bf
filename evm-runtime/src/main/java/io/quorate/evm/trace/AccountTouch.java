package io.quorate.evm.trace;

import io.quorate.evm.Opcode;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import java.util.Optional;

/** Which account or slot an instruction is about to look at, as far as its operands say. */
final class AccountTouch {
    private AccountTouch() {}

    /** The slot of the running contract that SLOAD and SSTORE name. */
    static Optional<UInt256> slot(Step step) {
        boolean isStorage = step.opcode() == Opcode.SLOAD || step.opcode() == Opcode.SSTORE;
        return isStorage && step.stackSize() >= 1 ? Optional.of(step.stackWord(0))
                : Optional.empty();
    }

    /** The account that is asked about or called. */
    static Optional<Address> account(Step step) {
        return switch (step.opcode()) {
            case Opcode.BALANCE, Opcode.EXTCODESIZE, Opcode.EXTCODECOPY, Opcode.EXTCODEHASH,
                    Opcode.SELFDESTRUCT ->
                    word(step, 0, 1);
            case Opcode.CALL, Opcode.CALLCODE, Opcode.DELEGATECALL, Opcode.STATICCALL ->
                    word(step, 1, 5);
            default -> Optional.empty();
        };
    }

    private static Optional<Address> word(Step step, int index, int heightMin) {
        if (step.stackSize() < heightMin) {
            return Optional.empty();
        }
        UInt256 word = step.stackWord(index);
        return Optional.of(Address.ofLimbs(word.limb(2), word.limb(1), word.limb(0)));
    }
}
