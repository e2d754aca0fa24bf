package io.quorate.node.cli;

import io.quorate.genesis.CertificateSuite;
import io.quorate.genesis.NetworkInit;
import io.quorate.genesis.NetworkLayout;
import io.quorate.genesis.NetworkSpec;
import io.quorate.node.OperatorException;
import io.quorate.node.kubernetes.Manifests;
import io.quorate.node.kubernetes.Values;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate network}: prepares networks of several processes, and changes them. */
@Command(name = "network", mixinStandardHelpOptions = true, versionProvider = QuorateCommand.Versions.class, description = "Prepares a network of several processes, and changes one that runs.", footer = {
        "", "More: ./quorate network init --help"}, subcommands = {
                NetworkCommand.Init.class, NetworkManifestsCommand.class,
                NetworkBeginCommand.class, NetworkExportCommand.class, NetworkPlanCommand.class,
                NetworkApplyCommand.class})
final class NetworkCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(),
                "'network' needs a sub-command: init, manifests, begin, export, plan or apply.");
    }

    /** {@code quorate network init}. */
    @Command(name = "init", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Writes keys, TLS certificates, the genesis file and one configuration per"
            + " replica.", footer = {"", "Example:",
                    "  ./quorate network init --chain-id 2026 --replicas 4 --dir net",
                    "  ./quorate node --config net/replica-0/quorate.toml", "",
                    "Start one 'node' for each replica; three of four are enough to go on.", "",
                    "For Kubernetes, with manifests in net/kubernetes:",
                    "  ./quorate network init --chain-id 2026 --dir net --format kubernetes"})
    static final class Init implements Callable<Integer> {
        private static final int REPLICAS_MIN = 4;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Option(names = "--chain-id", paramLabel = "ID", required = true, description = "Chain and network id; choose one that no other network has.")
        private long chainId;

        @Option(names = "--replicas", paramLabel = "N", defaultValue = "4", description = "How many replicas order transactions, at least 4 (default: 4).")
        private int replicas;

        @Option(names = "--dir", paramLabel = "DIR", required = true, description = "Where everything is written: a new or empty folder.")
        private Path dir;

        @Option(names = "--hosts", paramLabel = "HOST", split = ",", description = "The replicas' host names in order (default: all on 127.0.0.1).")
        private List<String> hosts = List.of();

        @Option(names = "--base-port", paramLabel = "PORT", defaultValue = "30303", description = "Replica k talks to its peers on PORT + k (default: 30303).")
        private int basePort;

        @Option(names = "--rpc-port", paramLabel = "PORT", defaultValue = "8545", description = "Replica k serves JSON-RPC on PORT + k (default: 8545).")
        private int rpcPort;

        @Option(names = "--suite", paramLabel = "SUITE", description = "Keys for votes and certificates: secp256k1, or bls12381, whose certificates have one size (default: secp256k1 up to 48 replicas).")
        private Optional<String> suite = Optional.empty();

        @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "FILES", description = "files, or kubernetes: manifests too, and the replicas' names in the cluster as their hosts (default: files).")
        private Format format;

        @Option(names = "--namespace", paramLabel = "NAME", defaultValue = "quorate", description = "With --format kubernetes: the namespace (default: quorate).")
        private String namespace;

        /** What is written besides the files that a replica reads. */
        enum Format {
            FILES, KUBERNETES
        }

        @Override
        public Integer call() {
            if (replicas < REPLICAS_MIN) {
                throw new OperatorException("--replicas: " + replicas
                        + " cannot tolerate a fault; at least " + REPLICAS_MIN + " are needed.");
            }
            if (!hosts.isEmpty() && hosts.size() != replicas) {
                throw new OperatorException("--hosts: " + hosts.size() + " names for " + replicas
                        + " replicas; give one for each.");
            }
            if (chainId <= 0) {
                throw new OperatorException("--chain-id: " + chainId + " is not above 0.");
            }
            return switch (format) {
                case FILES -> {
                    NetworkLayout layout = create(hosts);
                    PrintWriter out = spec.commandLine().getOut();
                    layout.nextSteps().forEach(out::println);
                    out.flush();
                    yield 0;
                }
                case KUBERNETES -> {
                    Values values = Values.defaults(namespace);
                    NetworkLayout layout = create(hosts.isEmpty()
                            ? Manifests.hosts(replicas, namespace)
                            : hosts);
                    NetworkManifestsCommand.print(Manifests.write(layout.dir(), values),
                            layout.dir(), spec.commandLine().getOut());
                    yield 0;
                }
            };
        }

        private NetworkLayout create(List<String> names) {
            NetworkLayout layout = NetworkInit.create(new NetworkSpec(replicas,
                    dir.toAbsolutePath().normalize(), chainId, names, basePort, rpcPort,
                    suite.map(Init::suite).orElseGet(() -> CertificateSuite.ofSize(replicas))));
            spec.commandLine().getOut().println("Wrote a network of " + layout.replicas().size()
                    + " replicas to " + layout.dir());
            return layout;
        }

        private static CertificateSuite suite(String word) {
            return CertificateSuite.ofKey(word).orElseThrow(() -> new OperatorException(
                    "--suite: " + word + " is unknown; expected secp256k1 or bls12381."));
        }
    }
}
