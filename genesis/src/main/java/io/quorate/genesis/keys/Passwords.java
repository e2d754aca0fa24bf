package io.quorate.genesis.keys;

import io.quorate.genesis.ConfigException;
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
        return new PasswordSources(file, environment, prompt -> {
            Console console = System.console();
            return console != null && console.isTerminal() ? console.readPassword("%s", prompt)
                    : null;
        });
    }

    /** As {@link #of}, where it is chosen and not known yet: whoever types it types it twice. */
    default char[] chosen(String what) {
        return of(what);
    }

    /** As {@link #of}, for a new key: not empty. */
    static char[] ofNew(Passwords passwords, String what) {
        char[] password = passwords.chosen(what);
        if (password.length == 0) {
            throw new ConfigException("the password of " + what + " is empty");
        }
        return password;
    }
}
