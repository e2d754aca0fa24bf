package io.quorate.node;

import java.util.Optional;

/** The version of this build, from the jar's manifest. */
public final class Version {
    private Version() {}

    /** Such as {@code 0.1.0}; {@code dev} where the classes were not loaded from the node's jar. */
    public static String number() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }

    /** What {@code web3_clientVersion} answers: {@code Quorate/v0.1.0/linux-amd64/java25}. */
    public static String client() {
        return "Quorate/v" + number() + "/" + System.getProperty("os.name").toLowerCase(
                java.util.Locale.ROOT) + "-" + System.getProperty("os.arch") + "/java"
                + Runtime.version().feature();
    }
}
