package io.quorate.node.recovery;

import io.quorate.bft.DecodeException;
import io.quorate.bft.core.epoch.SignedRecovery;
import io.quorate.node.OperatorException;
import io.quorate.node.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.tuweni.bytes.Bytes;

/** A recovery record in a file that can be sent around: one line that names the format, one of hexadecimal digits. */
public final class RecoveryFile {
    private static final String FORMAT = "quorate recovery 1";
    /** The largest record of the largest committee, twice for the digits. */
    private static final long BYTES_MAX = 8 << 20;

    private RecoveryFile() {}

    /** Fails with {@link OperatorException} unless it is whole; verifies no signature. */
    public static SignedRecovery read(Path file) {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new OperatorException(file + " has " + Files.size(file)
                        + " bytes; a recovery record has at most " + BYTES_MAX + ".");
            }
            return parse(file, Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException _) {
            throw new OperatorException("There is no file " + file + ".");
        } catch (IOException e) {
            throw new OperatorException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static SignedRecovery parse(Path file, String text) {
        if (!text.startsWith(FORMAT + "\n") || !text.endsWith("\n")) {
            throw new OperatorException(file + " is no recovery record: expected a first line '"
                    + FORMAT + "' and an end of line after the last.");
        }
        try {
            return SignedRecovery.decode(Bytes.fromHexString(
                    text.substring(FORMAT.length() + 1, text.length() - 1)));
        } catch (DecodeException | IllegalArgumentException e) {
            throw new OperatorException(file + " is no recovery record: " + e.getMessage() + ".",
                    e);
        }
    }

    /** Whole and durable when it returns, or as it was before. */
    public static void write(Path file, SignedRecovery signed) {
        String text = FORMAT + "\n" + signed.encode().toHexString() + "\n";
        try {
            WholeFile.write(file, text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new OperatorException(file + " cannot be written: " + e.getMessage() + ".", e);
        }
    }
}
