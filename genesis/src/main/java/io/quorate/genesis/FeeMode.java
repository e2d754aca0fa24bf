package io.quorate.genesis;

/** How gas is paid for. */
public enum FeeMode {
    /** Any fee fields are accepted and nothing is charged; a sender needs no balance beyond the value sent. */
    BLIND("blind"),
    /** As on Ethereum (EIP-1559). */
    EIP1559("eip1559");

    private final String key;

    FeeMode(String key) {
        this.key = key;
    }

    /** The word in the genesis file. */
    public String key() {
        return key;
    }
}
