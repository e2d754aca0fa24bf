package io.quorate.genesis.keys;

import io.quorate.genesis.ConfigException;
import io.quorate.genesis.SecretFile;
import java.io.Console;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the password of an encrypted key comes from. It is asked for where a key needs it, and not before. */
@FunctionalInterface
public interface Passwords {
    /** Read where no file is named. */
    String VARIABLE = "QUORATE_PASSWORD";

    /**
     * The password for {@code what}, which the caller may overwrite. Fails with {@link ConfigException} where there is none.
     *
     * @param what as a person knows it, such as a file
     */
    char[] of(String what);

    /** For places where no key may be encrypted. */
    static Passwords none() {
        return what -> {
            throw new ConfigException(what + " is encrypted, and no password is taken here");
        };
    }

    /**
     * From {@code file} if one is named, else from the variable {@link #VARIABLE}, else from whoever sits at the terminal.
     */
    static Passwords from(Optional<Path> file, Map<String, String> environment) {
        return what -> {
            if (file.isPresent()) {
                return ofFile(file.get());
            }
            String variable = environment.get(VARIABLE);
            if (variable != null) {
                return variable.toCharArray();
            }
            Console console = System.console();
            char[] typed = console != null && console.isTerminal()
                    ? console.readPassword("Password of %s: ", what)
                    : null;
            if (typed == null) {
                throw new ConfigException(what + " is encrypted: name a file that holds its"
                        + " password (keys.password-file, or --password-file of a command), or"
                        + " set " + VARIABLE);
            }
            return typed;
        };
    }

    private static char[] ofFile(Path file) {
        String text = SecretFile.read(file);
        int end = text.indexOf('\n');
        String line = end < 0 ? text : text.substring(0, end);
        return (line.endsWith("\r") ? line.substring(0, line.length() - 1) : line).toCharArray();
    }

    /** As {@link #of}, for a new key: not empty. */
    static char[] ofNew(Passwords passwords, String what) {
        char[] password = passwords.of(what);
        if (password.length == 0) {
            throw new ConfigException("the password of " + what + " is empty");
        }
        return password;
    }
}
