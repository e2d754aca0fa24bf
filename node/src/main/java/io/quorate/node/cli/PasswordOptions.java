package io.quorate.node.cli;

import io.quorate.genesis.keys.Passwords;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a key's password comes from. */
final class PasswordOptions {
    @Option(names = "--password-file", paramLabel = "FILE", description = "The file whose first line is the password, or the device's PIN.")
    private Path file;

    Passwords passwords() {
        return Passwords.from(Optional.ofNullable(file), System.getenv());
    }
}
