package io.quorate.evm.trace;

/** What made a frame. */
public enum CallKind {
    CALL, CALLCODE, DELEGATECALL, STATICCALL, CREATE, CREATE2
}
