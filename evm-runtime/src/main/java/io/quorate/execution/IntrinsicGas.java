package io.quorate.execution;

import io.quorate.evm.fork.Fork;
import io.quorate.ledger.AccessListEntry;
import io.quorate.ledger.Transaction;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;

/** What a transaction costs before it runs (Yellow Paper §6.2, EIP-2, 2028, 2930, 3860, 7623, 7702). */
public final class IntrinsicGas {
    private static final long TRANSACTION = 21_000;
    private static final long CREATION = 32_000;
    private static final long ZERO_BYTE = 4;
    private static final long ACCESS_LIST_ADDRESS = 2400;
    private static final long ACCESS_LIST_KEY = 1900;
    private static final long INITCODE_WORD = 2;
    private static final long AUTHORIZATION = 25_000;
    private static final long FLOOR_TOKEN = 10;
    private static final long TOKENS_PER_NONZERO_BYTE = 4;

    private IntrinsicGas() {}

    /** In gas; what the message itself gets is the gas limit less this. */
    public static long of(Fork fork, CallRequest request) {
        return of(fork, request.to().isEmpty(), request.data(), request.accessList(),
                request.authorizationList().size());
    }

    /** The least gas limit with which {@code transaction} may start: with the floor of EIP-7623. */
    public static long required(Fork fork, Transaction transaction) {
        long intrinsic = of(fork, transaction.to().isEmpty(), transaction.data(),
                transaction.accessList(), transaction.authorizationList().size());
        return Math.max(intrinsic, floor(fork, transaction.data()));
    }

    private static long of(Fork fork, boolean creates, Bytes data,
            List<AccessListEntry> accessList, int authorizations) {
        long zeros = zeroBytes(data);
        long nonzeroByte = fork.isAtLeast(Fork.ISTANBUL) ? 16 : 68;
        long gas = TRANSACTION + ZERO_BYTE * zeros + nonzeroByte * (data.size() - zeros);
        if (creates && fork.isAtLeast(Fork.HOMESTEAD)) {
            gas += CREATION;
        }
        if (creates && fork.isAtLeast(Fork.SHANGHAI)) {
            gas += INITCODE_WORD * ((data.size() + 31L) / 32);
        }
        return gas + ofAccessList(accessList) + AUTHORIZATION * authorizations;
    }

    private static long ofAccessList(List<AccessListEntry> accessList) {
        long gas = 0;
        for (AccessListEntry entry : accessList) {
            gas += ACCESS_LIST_ADDRESS + ACCESS_LIST_KEY * entry.storageKeys().size();
        }
        return gas;
    }

    /** What a transaction costs at least, whatever it does (EIP-7623); zero before Prague. */
    public static long floor(Fork fork, Bytes data) {
        if (!fork.isAtLeast(Fork.PRAGUE)) {
            return 0;
        }
        long zeros = zeroBytes(data);
        return TRANSACTION
                + FLOOR_TOKEN * (zeros + TOKENS_PER_NONZERO_BYTE * (data.size() - zeros));
    }

    private static long zeroBytes(Bytes data) {
        long zeros = 0;
        for (byte b : data.toArrayUnsafe()) {
            if (b == 0) {
                zeros++;
            }
        }
        return zeros;
    }
}
