package io.quorate.genesis;

import java.nio.file.Path;
import java.util.List;

/**
 * What {@code network init} is asked for.
 *
 * @param dir new or empty
 * @param hosts one for each replica, or empty for loopback
 * @param basePort where the first replica of a host listens to its peers; the next one of the same host takes
 *        the next port
 * @param suite with which keys the replicas sign certificates
 * @param rpcPort likewise for JSON-RPC
 */
public record NetworkSpec(int replicas, Path dir, long chainId, List<String> hosts, int basePort,
        int rpcPort, CertificateSuite suite) {
    public static final int DEFAULT_BASE_PORT = 30_303;
    public static final int DEFAULT_RPC_PORT = 8_545;

    public NetworkSpec {
        hosts = List.copyOf(hosts);
    }

    /** With the suite that suits the number of replicas. */
    public NetworkSpec(int replicas, Path dir, long chainId, List<String> hosts, int basePort,
            int rpcPort) {
        this(replicas, dir, chainId, hosts, basePort, rpcPort, CertificateSuite.ofSize(replicas));
    }

    /** All replicas on loopback, with the usual ports. */
    public static NetworkSpec onLoopback(int replicas, Path dir, long chainId) {
        return new NetworkSpec(replicas, dir, chainId, List.of(), DEFAULT_BASE_PORT,
                DEFAULT_RPC_PORT);
    }
}
