package io.quorate.evm.bench;

import org.apache.tuweni.bytes.Bytes;

/** The compiled contracts of {@code src/jmh/solidity}. */
public final class Contracts {
    private Contracts() {}

    /** Runtime code. */
    public static Bytes code(String contract) {
        return Workload.codeOf(contract);
    }
}
