package io.quorate.evm.trace;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import org.apache.tuweni.bytes.Bytes;

/** The machine just before an instruction; valid only during the callback. */
public interface Step {
    int programCounter();

    /** The instruction's byte. */
    int opcode();

    long gasLeft();

    /** 0 for the transaction's own frame. */
    int depth();

    /** The account whose storage the frame works on. */
    Address address();

    int stackSize();

    /** The word {@code index} from the top, 0 the topmost. */
    UInt256 stackWord(int index);

    int memorySizeBytes();

    /** A copy of {@code length} bytes of memory; zeros past its end. */
    Bytes memory(int offset, int length);

    /** The last call's return data (EIP-211). */
    Bytes returnData();

    /** The refund counter in gas. */
    long refund();
}
