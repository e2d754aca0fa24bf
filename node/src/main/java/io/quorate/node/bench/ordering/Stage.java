package io.quorate.node.bench.ordering;

import java.util.List;
import java.util.Optional;

/** What processor time is spent on; a sample belongs to the stage of its innermost frame that has one. */
enum Stage {
    SIGNATURES("signatures and digests", "io.quorate.bft.core.crypto.", "fr.acinq.",
            "supranational."),
    TLS("TLS", "sun.security.ssl.", "javax.net.ssl.", "io.netty.handler.ssl.",
            "com.sun.crypto."),
    LOG("log and sync", "io.quorate.bft.wal."),
    CODEC("codec", "io.quorate.bft.core.message."),
    CORE("core", "io.quorate.bft.core."),
    LINKS("links", "io.quorate.bft.net.", "io.netty."),
    RUNTIME("runtime", "io.quorate.bft."),
    LOAD("load and no-op application", "io.quorate.node.bench."),
    OTHER("other Java code"),
    JVM("compiler and collector");

    private final String title;
    private final List<String> packages;

    Stage(String title, String... packages) {
        this.title = title;
        this.packages = List.of(packages);
    }

    String title() {
        return title;
    }

    static Optional<Stage> ofClass(String name) {
        for (Stage stage : values()) {
            if (stage.packages.stream().anyMatch(name::startsWith)) return Optional.of(stage);
        }
        return Optional.empty();
    }
}
