package io.quorate.node.console;

import java.nio.file.Path;
import java.util.Optional;

/**
 * That the console is served, and with what.
 *
 * @param networks the file of other networks that are watched for it; none is where it is empty
 */
public record ConsoleSettings(Optional<Path> networks) {}
