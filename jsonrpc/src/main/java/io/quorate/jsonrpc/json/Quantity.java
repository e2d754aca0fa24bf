package io.quorate.jsonrpc.json;

/** Numbers as Ethereum's JSON-RPC writes them: hexadecimal with {@code 0x}, without leading zeros. */
public final class Quantity {
    private Quantity() {}

    /** {@code value} is unsigned. */
    public static String of(long value) {
        return "0x" + Long.toHexString(value);
    }
}
