package io.quorate.jsonrpc.view;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Reads what Solidity says in revert data: {@code Error(string)} and {@code Panic(uint256)}. */
public final class RevertReason {
    private static final Bytes ERROR = Bytes.fromHexString("0x08c379a0");
    private static final Bytes PANIC = Bytes.fromHexString("0x4e487b71");
    private static final int REASON_BYTES_MAX = 1_024;
    /** The codes of the Solidity documentation, "Panic via assert and Error via require". */
    private static final Map<Integer, String> PANICS = Map.ofEntries(
            Map.entry(0x00, "generic panic"), Map.entry(0x01, "assert(false)"),
            Map.entry(0x11, "arithmetic underflow or overflow"),
            Map.entry(0x12, "division or modulo by zero"),
            Map.entry(0x21, "enum overflow"), Map.entry(0x22, "invalid encoded storage byte array"),
            Map.entry(0x31, "out-of-bounds array access; popping on an empty array"),
            Map.entry(0x32, "out-of-bounds access of an array or bytesN"),
            Map.entry(0x41, "out of memory"), Map.entry(0x51, "uninitialized function"));

    private RevertReason() {}

    /** {@code execution reverted}, with the reason behind a colon where there is one. */
    public static String message(Bytes revertData) {
        return "execution reverted" + decode(revertData).map(reason -> ": " + reason).orElse("");
    }

    /** The reason alone; empty where the data is of another form. */
    public static Optional<String> decode(Bytes data) {
        if (data.size() < 4 + 32) {
            return Optional.empty();
        }
        Bytes selector = data.slice(0, 4);
        if (selector.equals(PANIC) && data.size() == 4 + 32) {
            BigInteger code = data.slice(4).toUnsignedBigInteger();
            String known = code.bitLength() < 16 ? PANICS.get(code.intValue()) : null;
            return Optional
                    .of(known == null ? "unknown panic code: 0x" + code.toString(16) : known);
        }
        return selector.equals(ERROR) ? text(data.slice(4)) : Optional.empty();
    }

    /** An ABI-encoded string: its offset, its length, its bytes. */
    private static Optional<String> text(Bytes arguments) {
        Optional<Integer> offset = smallWord(arguments, 0);
        Optional<Integer> length = offset.flatMap(at -> smallWord(arguments, at));
        if (length.isEmpty() || length.get() > arguments.size() - offset.get() - 32) {
            return Optional.empty();
        }
        Bytes bytes = arguments.slice(offset.get() + 32, Math.min(length.get(), REASON_BYTES_MAX));
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toArray())).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> smallWord(Bytes bytes, int at) {
        if (at > bytes.size() - 32) {
            return Optional.empty();
        }
        BigInteger word = bytes.slice(at, 32).toUnsignedBigInteger();
        return word.bitLength() < 31 ? Optional.of(word.intValue()) : Optional.empty();
    }
}
