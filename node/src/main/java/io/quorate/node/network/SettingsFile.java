package io.quorate.node.network;

import io.quorate.node.OperatorException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Changes single lines of a replica's {@code quorate.toml}, and keeps its comments and the rest. */
public final class SettingsFile {
    private static final Pattern SECTION = Pattern.compile("\\s*\\[\\s*([\\w.-]+)\\s*].*");

    private SettingsFile() {}

    /** Whole or not at all: a new file takes the place of the old one. */
    public static void write(Change.InFile change) {
        Path file = change.file();
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            // The old one first, so that the new one has its permissions.
            Files.copy(file, next, StandardCopyOption.COPY_ATTRIBUTES,
                    StandardCopyOption.REPLACE_EXISTING);
            Files.write(next, changed(Files.readAllLines(file), change));
            try (FileChannel written = FileChannel.open(next, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new OperatorException(file + " cannot be changed: " + e.getMessage() + ".", e);
        }
    }

    static List<String> changed(List<String> lines, Change.InFile change) {
        Pattern key = Pattern.compile("\\s*" + Pattern.quote(change.key()) + "\\s*=.*");
        String line = change.key() + " = " + change.then();
        List<String> changed = new ArrayList<>();
        String section = "";
        boolean done = false;
        int end = -1;
        for (String old : lines) {
            var header = SECTION.matcher(old);
            if (header.matches()) section = header.group(1);
            boolean isHere = section.equals(change.section());
            boolean isIt = isHere && !done && key.matcher(old).matches();
            changed.add(isIt ? line : old);
            done |= isIt;
            if (isHere && !old.isBlank()) end = changed.size();
        }
        if (!done && end < 0) changed.addAll(List.of("", "[" + change.section() + "]", line));
        else if (!done) changed.add(end, line);
        return changed;
    }
}
