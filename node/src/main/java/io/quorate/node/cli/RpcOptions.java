package io.quorate.node.cli;

import io.quorate.node.OperatorException;
import io.quorate.node.client.ReplicaEndpoint;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which replica a command asks, and as whom. */
final class RpcOptions {
    @Option(names = "--rpc", paramLabel = "URL", defaultValue = "http://127.0.0.1:8545", description = "JSON-RPC of the replica to ask (default: http://127.0.0.1:8545).")
    private String url;

    @Option(names = "--token", paramLabel = "FILE", defaultValue = "${env:QUORATE_TOKEN_FILE}", description = "A file with the JSON Web Token that says who asks (default: the one that QUORATE_TOKEN_FILE names, or none).")
    private Path token;

    @Option(names = "--ca", paramLabel = "FILE", description = "PEM certificates of who signed an https: replica's (default: those of the Java platform).")
    private Path authorities;

    @Option(names = "--certificate", paramLabel = "FILE", description = "With --key: a PEM certificate that says who asks an https: replica.")
    private Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "The certificate's key, PKCS#8 in PEM form.")
    private Path key;

    ReplicaEndpoint endpoint() {
        if ((certificate == null) != (key == null)) {
            throw new OperatorException("--certificate and --key go together.");
        }
        return new ReplicaEndpoint(url, Optional.ofNullable(token),
                Optional.ofNullable(authorities),
                Optional.ofNullable(certificate)
                        .map(shown -> new ReplicaEndpoint.Identity(shown, key)));
    }
}
