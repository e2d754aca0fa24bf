package io.quorate.genesis;

/** Lays out a whole network: keys, TLS certificates, the genesis file, and one folder per replica. */
public final class NetworkInit {
    private NetworkInit() {}

    /** Writes the files; fails with {@link ConfigException} where the directory is not empty. */
    public static NetworkLayout create(NetworkSpec spec) {
        throw new UnsupportedOperationException(spec.toString());
    }
}
