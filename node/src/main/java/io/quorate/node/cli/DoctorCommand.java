package io.quorate.node.cli;

import io.quorate.node.FolderFacts;
import io.quorate.node.FolderReader;
import io.quorate.node.LogSetup;
import io.quorate.node.OperatorException;
import io.quorate.node.client.ReplicaClient;
import io.quorate.node.client.ReplicaEndpoint;
import io.quorate.node.doctor.Examination;
import io.quorate.node.doctor.LogReader;
import io.quorate.node.doctor.Report;
import io.quorate.node.doctor.ReportJson;
import io.quorate.node.doctor.ReportText;
import io.quorate.node.doctor.WhatIf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate doctor}: why there is no block, and what mends it. */
@Command(name = "doctor", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Says whether a network makes blocks, and if not, who or what is missing and which command mends it.", footer = {
        "",
        "Running replicas are asked over JSON-RPC, stopped ones are looked at in their folders; both together tell most."
                + " Nothing is changed. The first finding is the gravest, and 'next' is what mends it. Codes such as"
                + " QUORUM_LOST are stable: docs/doctor.md says what each means and how it is seen.",
        "", "Replicas tell more to whoever may call the group 'bft' (rpc.groups, or --token).",
        "", "Exit code: 0 nothing is wrong, 1 something is, 2 nothing could be looked at.", "",
        "Examples:", "  ./quorate doctor --network net",
        "  ./quorate doctor --rpc http://10.0.0.1:8545 --rpc http://10.0.0.2:8545",
        "  ./quorate doctor --config net/replica-3/quorate.toml --log replica-3.log",
        "  ./quorate doctor --network net --what-if lose=replica-3 --what-if lose-region=eu",
        "  ./quorate doctor --network net --json | jq -r '.findings[].code'"})
final class DoctorCommand implements Callable<Integer> {
    private static final int FINDINGS = 1;
    private static final int REPLICAS_MAX = 1_024;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Mixin
    private RpcOptions rpc;

    @Option(names = "--network", paramLabel = "DIR", description = "A folder that 'network init' made: every replica in it is looked at, and asked where it runs.")
    private Optional<Path> network = Optional.empty();

    @Option(names = "--config", paramLabel = "FILE", description = "A replica's quorate.toml, as often as there are some: as with --network, of these alone.")
    private List<Path> configs = List.of();

    @Option(names = "--data-dir", paramLabel = "DIR", description = "The data folder of a stopped replica, without its settings.")
    private List<Path> dataDirs = List.of();

    @Option(names = "--genesis", paramLabel = "FILE", description = "With --data-dir: the genesis file (default: genesis.json in DIR or in the two folders above).")
    private Optional<Path> genesis = Optional.empty();

    @Option(names = "--log", paramLabel = "FILE", description = "What a replica printed; it says itself whose it is.")
    private List<Path> logs = List.of();

    @Option(names = "--what-if", paramLabel = "LOSS", description = "What stays live without lose=NAME or NUMBER, lose-organisation=, lose-operator=,"
            + " lose-jurisdiction=, lose-region= (how its jurisdiction begins) or lose-host=. Several with commas; may be given"
            + " several times.")
    private List<String> questions = List.of();

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "2", description = "How long to watch for blocks, 0 to 60 (default: 2).")
    private double seconds;

    @Option(names = "--timeout", paramLabel = "S", defaultValue = "5", description = "How long a replica may take to answer, 1 to 60 (default: 5).")
    private int timeout;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        if (seconds < 0 || seconds > 60 || timeout < 1 || timeout > 60) {
            throw new OperatorException("--seconds is 0 to 60 and --timeout 1 to 60.");
        }
        LogSetup.useLevel("error");
        List<WhatIf> asked = questions.stream().map(WhatIf::parse).toList();
        List<Examination.Subject> subjects = subjects();
        try {
            Report report = new Examination(subjects, logs.stream().map(LogReader::read).toList(),
                    asked).report(Math.round(seconds * 1_000));
            spec.commandLine().getOut().print(json ? ReportJson.of(report) + "\n"
                    : ReportText.of(report));
            spec.commandLine().getOut().flush();
            return report.findings().isEmpty() ? 0 : FINDINGS;
        } finally {
            subjects.forEach(each -> each.client().ifPresent(ReplicaClient::close));
        }
    }

    private List<Examination.Subject> subjects() {
        Instant now = Instant.now();
        List<Examination.Subject> subjects = new ArrayList<>();
        Stream.concat(network.stream().flatMap(DoctorCommand::configs), configs.stream())
                .map(config -> FolderReader.read(config, Map.of(), now))
                .forEach(folder -> subjects.add(new Examination.Subject(folder.rpcUrl(),
                        folder.rpcUrl().map(this::client), Optional.of(folder))));
        for (Path dir : dataDirs) {
            Path config = dir.toAbsolutePath().normalize().resolveSibling("quorate.toml");
            FolderFacts folder = Files.isRegularFile(config)
                    ? FolderReader.read(config, Map.of("QUORATE_NODE_DATA_DIR",
                            dir.toAbsolutePath().toString()), now)
                    : FolderReader.readData(dir, genesis);
            subjects.add(new Examination.Subject(Optional.empty(), Optional.empty(),
                    Optional.of(folder)));
        }
        boolean isAlone = subjects.isEmpty() && logs.isEmpty();
        for (ReplicaEndpoint endpoint : rpc.endpoints(isAlone)) {
            subjects.add(new Examination.Subject(Optional.of(endpoint.url()),
                    Optional.of(client(endpoint)), Optional.empty()));
        }
        if (subjects.size() > REPLICAS_MAX) {
            throw new OperatorException("At most " + REPLICAS_MAX + " replicas are looked at.");
        }
        return subjects;
    }

    private ReplicaClient client(String url) {
        return client(rpc.endpointOf(url));
    }

    private ReplicaClient client(ReplicaEndpoint endpoint) {
        return new ReplicaClient(endpoint, Duration.ofSeconds(timeout));
    }

    /** In the order of their numbers. */
    private static Stream<Path> configs(Path dir) {
        try (Stream<Path> entries = Files.list(dir)) {
            List<Path> found = entries.map(entry -> entry.resolve("quorate.toml"))
                    .filter(Files::isRegularFile)
                    .sorted(Comparator.comparingInt((Path file) -> file.toString()
                            .length()).thenComparing(Path::toString))
                    .toList();
            if (found.isEmpty()) {
                throw new OperatorException("--network: " + dir + " has no folders of replicas,"
                        + " each with a quorate.toml, as 'quorate network init' makes them.");
            }
            return found.stream();
        } catch (IOException e) {
            throw new OperatorException("--network: " + dir + " cannot be read: " + e.getMessage()
                    + ".", e);
        }
    }
}
