package io.quorate.genesis.keys;

import io.quorate.genesis.ConfigException;
import io.quorate.genesis.SecretFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A file, a variable, or whoever sits at the terminal.
 *
 * @param terminal answers a prompt with what was typed; null where nobody sits there
 */
record PasswordSources(Optional<Path> file, Map<String, String> environment,
        Function<String, char[]> terminal) implements Passwords {
    @Override
    public char[] of(String what) {
        return stored().orElseGet(() -> typed("Password of " + what + ": ", what));
    }

    @Override
    public char[] chosen(String what) {
        return stored().orElseGet(() -> {
            char[] first = typed("New password of " + what + ": ", what);
            char[] second = typed("The same once more: ", what);
            boolean same = Arrays.equals(first, second);
            Arrays.fill(second, '\0');
            if (!same) {
                throw new ConfigException("the two passwords of " + what + " differ");
            }
            return first;
        });
    }

    @Override
    public String toString() {
        return "PasswordSources[" + file + "]"; // and no secret
    }

    private Optional<char[]> stored() {
        if (file.isPresent()) {
            return Optional.of(ofFile(file.get()));
        }
        return Optional.ofNullable(environment.get(VARIABLE)).map(String::toCharArray);
    }

    private char[] typed(String prompt, String what) {
        char[] typed = terminal.apply(prompt);
        if (typed == null) {
            throw new ConfigException(what + " is encrypted: name a file that holds its"
                    + " password (keys.password-file, or --password-file of a command), or"
                    + " set " + VARIABLE);
        }
        return typed;
    }

    private static char[] ofFile(Path file) {
        String text = SecretFile.read(file);
        int end = text.indexOf('\n');
        String line = end < 0 ? text : text.substring(0, end);
        return (line.endsWith("\r") ? line.substring(0, line.length() - 1) : line).toCharArray();
    }
}
