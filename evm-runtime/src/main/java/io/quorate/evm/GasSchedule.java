package io.quorate.evm;

import io.quorate.evm.fork.Fork;

/**
 * The prices and limits of a fork beyond {@link InstructionTable}. Where a rule came with a fork its price is
 * zero before, so that instructions need not ask for the fork. In gas, but for sizes.
 */
final class GasSchedule {
    static final long CALL_VALUE = 9000;
    static final long CALL_STIPEND = 2300;
    static final long NEW_ACCOUNT = 25_000;
    static final long COPY_WORD = 3;
    static final long KECCAK_WORD = 6;
    static final long LOG_BYTE = 8;
    static final long CODE_DEPOSIT_BYTE = 200;

    /** Over the warm price in the table (EIP-2929). */
    final long coldAccountSurcharge;
    /** SELFDESTRUCT pays the whole price of a cold access. */
    final long coldBeneficiary;
    final long coldSlotSurcharge;
    /** What following a delegation to a warm address costs (EIP-7702). */
    final long warmDelegation;
    final long expByte;
    /** EIP-150: a call gets at most all but one 64th; before, what it asks for or a halt. */
    final boolean keepsOne64th;
    /** EIP-150: SELFDESTRUCT pays for making the beneficiary. */
    final boolean chargesNewBeneficiary;
    /** EIP-161: only calls with value to dead accounts pay for a new one; contracts start at nonce 1. */
    final boolean clearsEmptyAccounts;
    /** EIP-2: too little gas for the deposit fails the creation; before, it leaves a contract without code. */
    final boolean failsOnUnpaidDeposit;
    final long selfDestructRefund;
    /** EIP-6780: only a contract of this transaction is removed. */
    final boolean destructsOnlyNew;
    final int codeSizeMax;
    final int initcodeSizeMax;
    final long initcodeWord;
    /** EIP-3541. */
    final boolean refusesCode0xef;
    /** EIP-7702. */
    final boolean followsDelegations;
    final StoragePricing storage;

    private GasSchedule(Fork fork) {
        boolean berlin = fork.isAtLeast(Fork.BERLIN);
        boolean tangerine = fork.isAtLeast(Fork.TANGERINE_WHISTLE);
        boolean spurious = fork.isAtLeast(Fork.SPURIOUS_DRAGON);
        boolean shanghai = fork.isAtLeast(Fork.SHANGHAI);
        coldAccountSurcharge = berlin ? 2500 : 0;
        coldBeneficiary = berlin ? 2600 : 0;
        coldSlotSurcharge = berlin ? 2000 : 0;
        warmDelegation = 100;
        expByte = spurious ? 50 : 10; // EIP-160
        keepsOne64th = tangerine;
        chargesNewBeneficiary = tangerine;
        clearsEmptyAccounts = spurious;
        failsOnUnpaidDeposit = fork.isAtLeast(Fork.HOMESTEAD);
        selfDestructRefund = fork.isAtLeast(Fork.LONDON) ? 0 : 24_000; // EIP-3529
        destructsOnlyNew = fork.isAtLeast(Fork.CANCUN);
        codeSizeMax = spurious ? 0x6000 : Integer.MAX_VALUE; // EIP-170
        initcodeSizeMax = shanghai ? 0xc000 : Integer.MAX_VALUE; // EIP-3860
        initcodeWord = shanghai ? 2 : 0;
        refusesCode0xef = fork.isAtLeast(Fork.LONDON);
        followsDelegations = fork.isAtLeast(Fork.PRAGUE);
        storage = StoragePricing.of(fork);
    }

    static GasSchedule of(Fork fork) {
        return new GasSchedule(fork);
    }

    static long words(int bytes) {
        return (bytes + 31L) >>> 5;
    }
}
