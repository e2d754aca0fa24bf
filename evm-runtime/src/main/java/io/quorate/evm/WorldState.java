package io.quorate.evm;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import org.apache.tuweni.bytes.Bytes;

/**
 * The state as the interpreter sees it within one transaction: a port, implemented over the journaled state.
 * Every change since a {@link #mark()} is undone by {@link #revertTo}, among them warmth, transient storage,
 * logs and refunds. For one thread.
 */
public interface WorldState {
    /** Whether there is an account, be it empty (before EIP-158 empty ones stay). */
    boolean exists(Address address);

    /** EIP-161: no account, or one without nonce, balance and code. */
    boolean isDead(Address address);

    UInt256 balance(Address address);

    /** Unsigned; zero where there is no account. */
    long nonce(Address address);

    /** {@link Hash#EMPTY} where there is no code or no account. */
    Hash codeHash(Address address);

    Bytes code(Address address);

    /** Whether any slot is not zero (EIP-7610). */
    boolean hasStorage(Address address);

    /** Modulo 2^256; makes the account where there is none, and touches it (EIP-161). */
    void addBalance(Address address, UInt256 amount);

    /** Fails with {@link IllegalStateException} above the balance: the caller has to look first. */
    void subtractBalance(Address address, UInt256 amount);

    void setNonce(Address address, long nonce);

    void setCode(Address address, Bytes code);

    /** Makes an empty account where there is none; from EIP-158 an empty touched one goes at the end. */
    void touch(Address address);

    /** Makes {@code address} a contract of this transaction (EIP-6780); a balance it had stays. */
    void createContract(Address address);

    boolean isCreatedInTransaction(Address address);

    UInt256 storage(Address address, UInt256 key);

    /** What {@link #storage} was at the start of the transaction (EIP-2200). */
    UInt256 originalStorage(Address address, UInt256 key);

    void setStorage(Address address, UInt256 key, UInt256 value);

    /** EIP-1153. */
    UInt256 transientStorage(Address address, UInt256 key);

    void setTransientStorage(Address address, UInt256 key, UInt256 value);

    /** Makes the address warm (EIP-2929); true where it was cold. */
    boolean warmAddress(Address address);

    /** Makes the slot warm (EIP-2929); true where it was cold. */
    boolean warmSlot(Address address, UInt256 key);

    /** Whether the address is warm, without making it so. */
    boolean isWarm(Address address);

    /** Marks the account to be removed at the end of the transaction; true the first time. */
    boolean selfDestruct(Address address);

    void addLog(LogEntry log);

    /** May be negative (EIP-2200). */
    void addRefund(long gas);

    /** The refund counter in gas. */
    long refund();

    /** The point that {@link #revertTo} goes back to. */
    int mark();

    /** Undoes all since {@code mark}. */
    void revertTo(int mark);
}
