package io.quorate.evm.fork;

/**
 * The rule sets of Ethereum's execution layer in order of activation. Forks that changed only the difficulty
 * bomb have no entry: their rules are those of the entry before.
 */
public enum Fork {
    FRONTIER,
    HOMESTEAD,
    /** EIP-150. */
    TANGERINE_WHISTLE,
    /** EIP-155, 160, 161, 170. */
    SPURIOUS_DRAGON,
    BYZANTIUM,
    /** With EIP-1283, which Petersburg took out again. */
    CONSTANTINOPLE,
    PETERSBURG,
    ISTANBUL,
    BERLIN,
    LONDON,
    PARIS,
    SHANGHAI,
    CANCUN,
    PRAGUE,
    OSAKA;

    public boolean isAtLeast(Fork other) {
        return compareTo(other) >= 0;
    }
}
