package io.quorate.jsonrpc.subscription;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Ids of 128 random bits: who has not been told one cannot guess it. */
final class RandomIds {
    private static final int SIZE_BYTES = 16;

    private final SecureRandom random = new SecureRandom();

    String next() {
        byte[] bytes = new byte[SIZE_BYTES];
        random.nextBytes(bytes);
        bytes[0] |= (byte) 0x80; // so that it is a quantity without leading zeros too
        return "0x" + HexFormat.of().formatHex(bytes);
    }
}
