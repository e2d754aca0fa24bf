package io.quorate.node.cli;

import io.quorate.node.OperatorException;
import io.quorate.node.client.ReplicaEndpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which replica a command asks, and as whom. */
final class RpcOptions {
    private static final String DEFAULT_URL = "http://127.0.0.1:8545";

    @Option(names = "--rpc", paramLabel = "URL", description = "JSON-RPC of the replica to ask (default: http://127.0.0.1:8545).")
    private List<String> urls = List.of();

    @Option(names = "--token", paramLabel = "FILE", defaultValue = "${env:QUORATE_TOKEN_FILE}", description = "A file with the JSON Web Token that says who asks (default: the one that QUORATE_TOKEN_FILE names, or none).")
    private Path token;

    @Option(names = "--ca", paramLabel = "FILE", description = "PEM certificates of who signed an https: replica's (default: those of the Java platform).")
    private Path authorities;

    @Option(names = "--certificate", paramLabel = "FILE", description = "With --key: a PEM certificate that says who asks an https: replica.")
    private Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "The certificate's key, PKCS#8 in PEM form.")
    private Path key;

    /** Of a command that asks one replica. */
    ReplicaEndpoint endpoint() {
        if (urls.size() > 1) {
            throw new OperatorException("--rpc is given " + urls.size()
                    + " times; this command asks one replica.");
        }
        return endpoints(true).getFirst();
    }

    /** Of a command that asks several. {@code orDefault}: the usual one, where none is named; else none. */
    List<ReplicaEndpoint> endpoints(boolean orDefault) {
        List<String> named = urls.isEmpty() && orDefault ? List.of(DEFAULT_URL) : urls;
        return named.stream().map(this::endpointOf).toList();
    }

    /** Another replica, asked by the same caller. */
    ReplicaEndpoint endpointOf(String url) {
        if ((certificate == null) != (key == null)) {
            throw new OperatorException("--certificate and --key go together.");
        }
        return new ReplicaEndpoint(url, Optional.ofNullable(token),
                Optional.ofNullable(authorities),
                Optional.ofNullable(certificate)
                        .map(shown -> new ReplicaEndpoint.Identity(shown, key)));
    }
}
