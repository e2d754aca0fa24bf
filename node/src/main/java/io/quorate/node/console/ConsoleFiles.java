package io.quorate.node.console;

import io.quorate.jsonrpc.HttpPages;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The console's files, which {@code npm run build} in {@code console/} made and the jar brings. Read when they are asked for: a
 * replica whose console nobody looks at pays nothing for it.
 */
final class ConsoleFiles {
    static final String ROOT = "/console";
    private static final String INDEX = "index.html";
    /** All of them, so that a path can name nothing else in the jar. */
    private static final Map<String, String> TYPES = Map.of(INDEX, "text/html; charset=utf-8",
            "console.js", "text/javascript; charset=utf-8", "console.css",
            "text/css; charset=utf-8", "icon.svg", "image/svg+xml");

    private ConsoleFiles() {}

    static Optional<HttpPages.Page> page(String path) {
        if (!path.equals(ROOT) && !path.startsWith(ROOT + "/")) return Optional.empty();
        String name = path.length() <= ROOT.length() + 1 ? INDEX
                : path.substring(ROOT.length() + 1);
        return Optional.ofNullable(TYPES.get(name))
                .map(type -> new HttpPages.Page(200, type, read(name), SafeHeaders.ALL));
    }

    private static String read(String name) {
        try (InputStream in = ConsoleFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar has no " + name + " of the console");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the console's " + name, e);
        }
    }
}
