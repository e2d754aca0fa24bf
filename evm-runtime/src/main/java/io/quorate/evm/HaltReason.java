package io.quorate.evm;

/** Why a call ended exceptionally (Yellow Paper §9.4.2); it then takes all the gas it was given. */
public enum HaltReason {
    OUT_OF_GAS("out of gas"),
    STACK_UNDERFLOW("stack underflow"),
    STACK_OVERFLOW("stack limit reached"),
    INVALID_JUMP("invalid jump destination"),
    /** An instruction that the fork does not know, or 0xfe. */
    INVALID_OPCODE("invalid opcode"),
    /** A change of state within STATICCALL (EIP-214). */
    WRITE_PROTECTION("write protection"),
    /** RETURNDATACOPY past the end (EIP-211). */
    RETURN_DATA_OUT_OF_BOUNDS("return data out of bounds"),
    /** A contract is where the new one would be (EIP-684, EIP-7610). */
    CREATE_COLLISION("contract address collision"),
    /** EIP-170. */
    CODE_TOO_LARGE("max code size exceeded"),
    /** EIP-3860. */
    INITCODE_TOO_LARGE("max initcode size exceeded"),
    /** EIP-3541: new code starts with 0xef. */
    INVALID_CODE("invalid code: must not begin with 0xef"),
    PRECOMPILE_FAILED("precompile failed");

    private final String text;

    HaltReason(String text) {
        this.text = text;
    }

    /** The words that other clients use, for error messages. */
    public String text() {
        return text;
    }
}
