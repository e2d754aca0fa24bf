package io.quorate.execution.dev;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import org.apache.tuweni.bytes.Bytes;

/** What a development chain is told. Every one of them makes a block, which keeps its effect and the order of commands. */
public sealed interface DevCommand {
    /** 34,000 years: no time of a block, and no step of it, is beyond; milliseconds of it fit a long. */
    long SECONDS_MAX = 1L << 40;
    /** Four times what EIP-170 lets a deployment leave. */
    int CODE_BYTES_MAX = 4 * 24_576;

    /** Whether transactions may come with it in one payload, for the block that it makes. */
    default boolean takesTransactions() {
        return false;
    }

    /** How the time of a block is chosen. */
    enum Moment {
        /** By the clock, or as {@link SetNextTimestamp} said. */
        CLOCK,
        /** {@code seconds} since 1970. */
        AT,
        /** {@code seconds} after the parent. */
        AFTER_PARENT
    }

    /** A block of what waits, be it nothing. */
    record Mine(Moment moment, long seconds) implements DevCommand {
        public static final Mine NOW = new Mine(Moment.CLOCK, 0);

        public Mine {
            requireSeconds(seconds);
        }

        @Override
        public boolean takesTransactions() {
            return true;
        }
    }

    /** As {@link Mine}, by the proposer's clock where {@link SetInterval} is on; nobody asked for it, so it has no number. */
    record Tick() implements DevCommand {
        @Override
        public boolean takesTransactions() {
            return true;
        }
    }

    /** The clock goes forward. */
    record IncreaseTime(long seconds) implements DevCommand {
        public IncreaseTime {
            requireSeconds(seconds);
        }
    }

    /** The next block that is mined has this time, and the clock goes on from it. */
    record SetNextTimestamp(long seconds) implements DevCommand {
        public SetNextTimestamp {
            requireSeconds(seconds);
        }
    }

    /** Whether transactions make blocks by themselves; else they wait for {@link Mine} or {@link Tick}. */
    record SetAutomine(boolean on) implements DevCommand {}

    /** A block each so many milliseconds; 0 for none. */
    record SetInterval(long millis) implements DevCommand {
        public SetInterval {
            requireSeconds(millis);
        }
    }

    /** Of this block and those after it; at least 21,000. */
    record SetGasLimit(long gas) implements DevCommand {
        public SetGasLimit {
            require(gas >= 21_000, "a block gas limit of " + gas + ", it is 21000 or more");
        }
    }

    /** Of the next mined block, in wei, below 2^128. Not on a chain without fees. */
    record SetNextBaseFee(UInt256 wei) implements DevCommand {
        public SetNextBaseFee {
            require(wei.bitLength() <= 128, "a base fee of " + wei + ", it is below 2^128");
        }
    }

    /** The beneficiary of this block and those after it. */
    record SetCoinbase(Address address) implements DevCommand {}

    /** In wei. */
    record SetBalance(Address address, UInt256 wei) implements DevCommand {}

    /** Any nonce, also a lower one. */
    record SetNonce(Address address, long nonce) implements DevCommand {
        public SetNonce {
            require(nonce != -1, "a nonce is below 2^64 - 1 (EIP-2681)");
        }
    }

    record SetCode(Address address, Bytes code) implements DevCommand {
        public SetCode {
            require(code.size() <= CODE_BYTES_MAX,
                    "code of " + code.size() + " bytes, at most " + CODE_BYTES_MAX + " are taken");
        }
    }

    record SetStorage(Address address, UInt256 slot, UInt256 value) implements DevCommand {}

    /** Remembers this block; its number is the outcome. */
    record Snapshot() implements DevCommand {}

    /** Writes the state anew that snapshot {@code id} saw, and forgets it and the later ones. */
    record Revert(long id) implements DevCommand {}

    /** As {@link Revert} to the genesis, with all settings as they were there. */
    record Reset() implements DevCommand {}

    /** Whether transactions of {@code address} are taken from whoever asks. */
    record Impersonate(Address address, boolean on) implements DevCommand {}

    /** Whether those of everybody are. */
    record ImpersonateAll(boolean on) implements DevCommand {}

    /** Every pool forgets the transaction; all of them where it is the zero hash. */
    record Drop(Hash transaction) implements DevCommand {}

    private static void requireSeconds(long seconds) {
        require(seconds >= 0 && seconds <= SECONDS_MAX,
                seconds + ", it is between 0 and " + SECONDS_MAX);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
