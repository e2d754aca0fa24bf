package io.quorate.node.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The official tests that are not run, each with its reason: the resource {@code exceptions.txt}. */
final class Exceptions {
    private record Rule(Pattern name, String reason) {}

    private final List<Rule> rules = new ArrayList<>();

    Exceptions() {
        try (InputStream in = Exceptions.class.getResourceAsStream("exceptions.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(this::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String line) {
        int bar = line.indexOf(" | ");
        if (bar < 0) {
            throw new IllegalStateException("an exception needs a reason: " + line);
        }
        rules.add(new Rule(Pattern.compile(line.substring(0, bar).strip()),
                line.substring(bar + 3).strip()));
    }

    /** Why {@code name}, a file or a test with its file, is not run. */
    Optional<String> reason(String name) {
        return rules.stream().filter(rule -> rule.name().matcher(name).find()).map(Rule::reason)
                .findFirst();
    }
}
