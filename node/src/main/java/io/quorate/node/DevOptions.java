package io.quorate.node;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code quorate dev} is asked for. Fails with {@link OperatorException} where it cannot be.
 *
 * @param rpcPort of replica 0; replica k has {@code rpcPort + k}, or any free port where this is 0
 * @param dataDir empty for a temporary folder that is removed at the end
 * @param blockIntervalMillis 0 where an idle network makes no blocks
 * @param clientVersion what {@code web3_clientVersion} answers, where it is not our name
 * @param networks the file of other networks that the console shows
 */
public record DevOptions(int replicas, int rpcPort, OptionalLong chainId, Optional<Path> dataDir,
        Optional<Path> genesis, long blockIntervalMillis, Links links,
        Optional<String> clientVersion, Optional<Path> networks) {
    public static final long CHAIN_ID = 1337;
    private static final int REPLICAS_MIN = 4;
    private static final int REPLICAS_MAX = 16;
    private static final int PORT_MAX = 65_535;

    /** How the replicas talk to each other. */
    public enum Links {
        IN_MEMORY, TLS_SOCKETS
    }

    /** Under our own name, alone. */
    public DevOptions(int replicas, int rpcPort, OptionalLong chainId, Optional<Path> dataDir,
            Optional<Path> genesis, long blockIntervalMillis, Links links) {
        this(replicas, rpcPort, chainId, dataDir, genesis, blockIntervalMillis, links,
                Optional.empty(), Optional.empty());
    }

    public DevOptions {
        if (clientVersion.filter(name -> !name.matches("[ -~]{1,100}")).isPresent()) {
            throw new OperatorException("--client-version: " + clientVersion.get().length()
                    + " characters that are not 1 to 100 printable ones of ASCII.");
        }
        if (replicas < REPLICAS_MIN || replicas > REPLICAS_MAX) {
            throw new OperatorException("--replicas: " + replicas + " is not between "
                    + REPLICAS_MIN + " and " + REPLICAS_MAX + ".");
        }
        if (rpcPort < 0 || rpcPort + replicas - 1 > PORT_MAX) {
            throw new OperatorException("--rpc-port: " + rpcPort + " leaves no ports for "
                    + replicas + " replicas; it must be between 0 and "
                    + (PORT_MAX - replicas + 1) + ".");
        }
        if (chainId.isPresent() && chainId.getAsLong() <= 0) {
            throw new OperatorException(
                    "--chain-id: " + chainId.getAsLong() + " is not above 0.");
        }
        if (blockIntervalMillis < 0) {
            throw new OperatorException(
                    "--block-interval: " + blockIntervalMillis + " ms is below 0.");
        }
    }

    /** Four replicas in memory, on free ports, in a temporary folder. */
    public static DevOptions onFreePorts() {
        return new DevOptions(REPLICAS_MIN, 0, OptionalLong.empty(), Optional.empty(),
                Optional.empty(), 0, Links.IN_MEMORY);
    }
}
