package io.quorate.evm.trace;

/** What made a frame. A self-destruction makes none; tracers that list frames show it as one. */
public enum CallKind {
    CALL, CALLCODE, DELEGATECALL, STATICCALL, CREATE, CREATE2, SELFDESTRUCT;

    /** Whether the frame runs initcode. */
    public boolean isCreation() {
        return this == CREATE || this == CREATE2;
    }
}
