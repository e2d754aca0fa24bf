package io.quorate.node.cli;

import io.quorate.genesis.NodeSettings;
import io.quorate.genesis.ReplicaConfigFile;
import io.quorate.node.LogSetup;
import io.quorate.node.StoppedReplica;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which replica's folder a command works on. */
final class ReplicaOptions {
    @Option(names = "--config", paramLabel = "FILE", required = true, description = "The replica's quorate.toml, which names its genesis file, keys and data folder.")
    private Path config;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Its data folder (default: node.data-dir of FILE).")
    private Optional<Path> dataDir = Optional.empty();

    NodeSettings settings() {
        NodeSettings read = ReplicaConfigFile.read(config, System.getenv());
        return dataDir.map(dir -> new NodeSettings(read.configFile(),
                dir.toAbsolutePath().normalize(), read.genesisFile(), read.member(),
                read.recording(), read.keys(), read.p2p(), read.rpc(), read.log(), read.metrics(),
                read.sync(),
                read.storage(), read.execution(), read.tracing(), read.console()))
                .orElse(read);
    }

    /** The caller closes it; fails with {@link io.quorate.node.OperatorException} while its process runs. */
    StoppedReplica open() {
        LogSetup.useLevel("error");
        return StoppedReplica.open(settings());
    }
}
