package io.quorate.it.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder that looks like the checkout to a document's commands: the launcher is a link, what they may
 * write into is a copy.
 */
final class WorkFolder implements AutoCloseable {
    private static final List<String> COPIED = List.of("contracts", "docs", "it/clients");
    private static final Set<String> LEFT_OUT = Set.of("node_modules", "target", "out", "cache");

    private final Path folder;
    private final List<Path> links = new ArrayList<>();

    WorkFolder(Path parent) throws IOException {
        folder = Files.createDirectory(parent.resolve("quorate-checkout"));
        link(folder.resolve("quorate"), Documents.ROOT.resolve("quorate"));
        for (String name : COPIED) {
            copy(Documents.ROOT.resolve(name), folder.resolve(name));
            Path modules = Documents.ROOT.resolve(name).resolve("node_modules");
            if (Files.isDirectory(modules)) {
                link(folder.resolve(name).resolve("node_modules"), modules);
            }
        }
    }

    Path path() {
        return folder;
    }

    private void link(Path from, Path to) throws IOException {
        links.add(Files.createSymbolicLink(from, to));
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)) {
            Files.createDirectories(to);
            try (Stream<Path> entries = Files.list(from)) {
                for (Path entry : entries.toList()) {
                    Path name = entry.getFileName();
                    if (!LEFT_OUT.contains(name.toString())) copy(entry, to.resolve(name));
                }
            }
        } else {
            Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /** Removes what leads out of the folder, so that whoever deletes it stays inside. */
    @Override
    public void close() throws IOException {
        for (Path link : links) {
            Files.deleteIfExists(link);
        }
    }
}
