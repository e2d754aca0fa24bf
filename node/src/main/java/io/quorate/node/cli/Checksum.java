package io.quorate.node.cli;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import java.nio.charset.StandardCharsets;

/** Addresses as people see them: upper and lower case carry a checksum (EIP-55). */
final class Checksum {
    private Checksum() {}

    static String of(Address address) {
        String digits = address.toString().substring(2);
        Hash hash = Keccak256.hash(digits.getBytes(StandardCharsets.US_ASCII));
        StringBuilder text = new StringBuilder("0x");
        for (int i = 0; i < digits.length(); i++) {
            int nibble = hash.byteAt(i / 2) >> (i % 2 == 0 ? 4 : 0) & 0xf;
            char digit = digits.charAt(i);
            text.append(nibble >= 8 ? Character.toUpperCase(digit) : digit);
        }
        return text.toString();
    }
}
