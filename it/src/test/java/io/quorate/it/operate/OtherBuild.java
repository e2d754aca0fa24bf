package io.quorate.it.operate;

import io.quorate.it.support.DataFolders;
import io.quorate.it.support.ProductProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** The same program under another version, in a folder of its own, as a newer release would be. */
final class OtherBuild {
    static final String VERSION = "99.1.0";

    private OtherBuild() {}

    /** Gives its launcher. */
    static Path make(Path folder) throws IOException {
        Path dist = folder.resolve("node/target/dist");
        Path ours = ProductProcess.root().resolve("node/target/dist");
        Files.createDirectories(dist);
        Path launcher = Files.copy(ProductProcess.root().resolve("quorate"),
                folder.resolve("quorate"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectory(folder.resolve("config"));
        Files.copy(ProductProcess.root().resolve("config/launch-options.sh"),
                folder.resolve("config/launch-options.sh"));
        Files.createFile(folder.resolve("pom.xml")); // older than what says that it is built
        DataFolders.copy(ours.resolve("native"), dist.resolve("native"));
        Files.createDirectory(dist.resolve("lib"));
        try (Stream<Path> jars = Files.list(ours.resolve("lib"))) {
            for (Path jar : jars.toList()) {
                Path to = dist.resolve("lib").resolve(jar.getFileName().toString());
                if (!renamed(jar, to)) Files.copy(jar, to);
            }
        }
        Files.createFile(dist.resolve(".built"));
        Files.createFile(dist.resolve(".trained"));
        return launcher;
    }

    /** Copies the node's jar with another version in its manifest; leaves others alone. */
    private static boolean renamed(Path jar, Path to) throws IOException {
        try (JarFile old = new JarFile(jar.toFile())) {
            if (old.getEntry("io/quorate/node/Version.class") == null) return false;
            Manifest manifest = new Manifest(old.getManifest());
            manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, VERSION);
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(to), manifest)) {
                for (JarEntry entry : old.stream().toList()) {
                    if (entry.getName().equals(JarFile.MANIFEST_NAME)) continue;
                    out.putNextEntry(new JarEntry(entry.getName()));
                    try (InputStream in = old.getInputStream(entry)) {
                        in.transferTo(out);
                    }
                    out.closeEntry();
                }
            }
            return true;
        }
    }
}
