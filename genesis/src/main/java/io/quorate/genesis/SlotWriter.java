package io.quorate.genesis;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.UInt256;
import java.math.BigInteger;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** The storage of one contract, written as Solidity lays it out. Mutable, for one thread. */
final class SlotWriter {
    private static final int WORD = UInt256.SIZE;

    private final SortedMap<UInt256, UInt256> slots = new TreeMap<>();

    SortedMap<UInt256, UInt256> slots() {
        return slots;
    }

    void put(UInt256 slot, UInt256 value) {
        if (!value.isZero()) slots.put(slot, value);
    }

    void put(UInt256 slot, long value) {
        put(slot, UInt256.of(value));
    }

    /** Adds {@code value}, from that bit on, to a word that holds nothing there yet. */
    void field(UInt256 slot, int bit, long value) {
        BigInteger word = slots.getOrDefault(slot, UInt256.ZERO).toBigInteger();
        put(slot, UInt256.of(word.or(BigInteger.valueOf(value).shiftLeft(bit))));
    }

    /** Whether any of so many bits is set. */
    boolean has(UInt256 slot, int bit, int width) {
        BigInteger mask = BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
        return slots.getOrDefault(slot, UInt256.ZERO).toBigInteger().shiftRight(bit).and(mask)
                .signum() != 0;
    }

    /** A {@code string} or {@code bytes}. */
    void text(UInt256 slot, Bytes text) {
        if (text.size() < WORD) {
            Bytes padded = Bytes.concatenate(text, Bytes.wrap(new byte[WORD - text.size()]));
            put(slot, UInt256.of(padded).plus(UInt256.of(2L * text.size())));
            return;
        }
        put(slot, 2L * text.size() + 1);
        UInt256 start = listStart(slot);
        for (int i = 0; i < text.size(); i += WORD) {
            Bytes part = text.slice(i, Math.min(WORD, text.size() - i));
            put(start.plus(UInt256.of(i / WORD)), UInt256
                    .of(Bytes.concatenate(part, Bytes.wrap(new byte[WORD - part.size()]))));
        }
    }

    /** The slot of a mapping's value. */
    static UInt256 mapping(Bytes key, UInt256 slot) {
        if (key.size() != WORD) {
            throw new IllegalArgumentException("a mapping's key fills a word, not " + key.size()
                    + " bytes");
        }
        return UInt256.of(Keccak256.hash(Bytes.concatenate(key, slot.toBytes())).bytes());
    }

    static UInt256 mapping(long key, UInt256 slot) {
        return mapping(UInt256.of(key).toBytes(), slot);
    }

    /** Where the entries of a list begin. */
    static UInt256 listStart(UInt256 slot) {
        return UInt256.of(Keccak256.hash(slot.toBytes()).bytes());
    }
}
