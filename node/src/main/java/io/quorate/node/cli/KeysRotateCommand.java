package io.quorate.node.cli;

import io.quorate.execution.MemberRegistry;
import io.quorate.genesis.Endpoint;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.NodeSettings;
import io.quorate.genesis.ReplicaConfigFile;
import io.quorate.genesis.keys.KeyFile;
import io.quorate.genesis.keys.KeyPlace;
import io.quorate.genesis.keys.Keys;
import io.quorate.genesis.keys.Passwords;
import io.quorate.node.OperatorException;
import io.quorate.node.client.ReplicaClient;
import io.quorate.node.keys.NextKeys;
import io.quorate.node.members.ChainMembers;
import io.quorate.node.members.NodeRotation;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate keys rotate}: makes a replica's next keys and tells how they come into force. */
@Command(name = "rotate", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Makes keys that are to take the place of a replica's, in a new folder, and tells each step until they are in use. Nothing changes by it.", footer = {
        "", "Example:", "  ./quorate keys rotate --config net/replica-1/quorate.toml"})
final class KeysRotateCommand implements Callable<Integer> {
    private static final int SUITE_BLS12381 = 2;
    /** Bits of what an organisation changes of its nodes alone. */
    private static final int TLS_ALONE = 2;
    private static final int CONSENSUS_ALONE = 4;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The replica's quorate.toml.")
    private Path config;

    @Option(names = "--kind", split = ",", paramLabel = "KIND", defaultValue = "validator,tls", description = "validator (with its BLS key), tls, or both (default).")
    private List<String> kinds;

    @Option(names = "--out", paramLabel = "FOLDER", description = "A new folder (default: next-keys beside the settings).")
    private Path out;

    @Option(names = "--number", paramLabel = "N", description = "Of the node, as 'members list' shows it (default: node.member, or the genesis file's validator with that key).")
    private Integer number;

    @Mixin
    private RpcOptions rpc;

    @Override
    public Integer call() {
        if (!Files.exists(config)) {
            throw new OperatorException("--config: there is no file " + config + ".");
        }
        if (!List.of("validator", "tls").containsAll(kinds)) {
            throw new OperatorException(
                    "--kind: " + kinds + " has something else than validator and tls.");
        }
        NodeSettings settings = ReplicaConfigFile.read(config, System.getenv());
        int node = number != null ? number
                : settings.member().orElseGet(() -> inGenesis(settings));
        try (ReplicaClient replica = new ReplicaClient(rpc.endpoint())) {
            requireSameChain(replica, settings);
            ChainMembers chain = new ChainMembers(replica);
            MemberRegistry.Node record = chain.registry().node(node);
            if (record.stage() == MemberRegistry.Stage.NONE
                    || record.stage() == MemberRegistry.Stage.LEFT) {
                throw new OperatorException("The registry has no node " + node + " any more.");
            }
            Path folder = out == null ? config.resolveSibling("next-keys") : out;
            NextKeys made = NextKeys.make(settings.keys(), wanted(chain, record), folder,
                    Passwords.from(settings.keys().passwordFile(), System.getenv()));
            Path file = folder.resolve("keys.json");
            rotation(replica, record, made).write(file);
            tell(record, made, file, chain.nodesAlone());
            return 0;
        }
    }

    private static void requireSameChain(ReplicaClient replica, NodeSettings settings) {
        long own = Genesis.read(settings.genesisFile()).chainId();
        long asked = Long.decode(replica.call("eth_chainId").asText());
        if (own != asked) {
            throw new OperatorException("--rpc leads to a replica of chain " + asked + ", and "
                    + settings.genesisFile() + " is of chain " + own + ".");
        }
    }

    private NextKeys.Wanted wanted(ChainMembers chain, MemberRegistry.Node record) {
        String host;
        try {
            host = Endpoint.parse(record.endpoint()).host();
        } catch (IllegalArgumentException e) {
            throw new OperatorException("The registry has no usable endpoint of node "
                    + record.number() + ": " + e.getMessage() + ".", e);
        }
        return new NextKeys.Wanted(kinds.contains("validator"),
                chain.registry().parameters().suite() == SUITE_BLS12381, kinds.contains("tls"),
                "replica-" + record.number(), host);
    }

    private int inGenesis(NodeSettings settings) {
        var validators = Genesis.read(settings.genesisFile()).quorate().validators();
        var address = settings.keys().device().isPresent() ? Optional.empty()
                : KeyFile.read(settings.keys().validatorKey()).address();
        return IntStream.range(0, validators.size())
                .filter(k -> address.equals(
                        Optional.of(validators.get(k).address())))
                .findFirst().orElseThrow(() -> new OperatorException(
                        "Which node is it? Name its number with --number; 'quorate members list'"
                                + " shows it."));
    }

    private static NodeRotation rotation(ReplicaClient replica, MemberRegistry.Node record,
            NextKeys made) {
        NodeRotation rotation = new NodeRotation(record.number(),
                Long.decode(replica.call("eth_chainId").asText()), record.organisation());
        made.validator().ifPresent(key -> rotation.consensus(
                Keys.account(new KeyPlace.InFile(key), made.passwords()),
                made.bls().map(bls -> Keys.bls(bls, made.passwords()))));
        made.tlsKey().ifPresent(key -> rotation.tls(
                Keys.tls(made.tlsCertificate().orElseThrow(), key, made.passwords())));
        return rotation;
    }

    private void tell(MemberRegistry.Node record, NextKeys made, Path file, int alone) {
        PrintWriter text = spec.commandLine().getOut();
        // One epoch an hour: the first of two changes would be part of one that has not the other.
        boolean isOne = made.validator().isEmpty() || made.tlsKey().isEmpty();
        boolean mayAlone = isOne
                && (alone & (made.tlsKey().isEmpty() ? CONSENSUS_ALONE : TLS_ALONE)) != 0;
        text.println(file.getParent() + ": new keys of node " + record.number()
                + "; nothing has changed yet. The steps:");
        int step = 1;
        if (made.validator().isPresent()) {
            text.println(step++ + ". In " + config + ", under [keys]:");
            text.println("     next-validator = \"" + relative(made.validator().get()) + "\"");
            made.bls().ifPresent(
                    bls -> text.println("     next-bls = \"" + relative(bls) + "\""));
            text.println("   and start the node again: from then on it holds both keys.");
        }
        text.println(step++ + ". An admin of organisation " + record.organisation()
                + " is handed " + file + ", which has no secret in it, and runs");
        text.println("     ./quorate members rotate --number " + record.number() + " --keys "
                + file + " --account FILE --yes" + (mayAlone ? " --alone" : ""));
        text.println(mayAlone
                ? "   (--alone: the organisation's own right; without it, it is put to the vote)."
                : "   Others approve, and it is carried out."
                        + (isOne ? " Its organisation may not do it alone."
                                : " One key an hour its organisation may replace alone, with"
                                        + " --kind validator or --kind tls here, if left to it."));
        if (made.tlsKey().isPresent()) {
            text.println(step++ + ". When 'members status' shows the next epoch, start the node"
                    + " again with");
            text.println("     tls-key = \"" + relative(made.tlsKey().get()) + "\"");
            text.println("     tls-certificate = \"" + relative(made.tlsCertificate().get())
                    + "\"");
            text.println("   and node.member = " + record.number()
                    + ". Until the epoch has begun others let both keys in.");
        }
        text.println(step + ". When the epoch has begun, "
                + (made.validator().isPresent()
                        ? "make the new files validator and bls, without next-, start the node"
                                + " again, and "
                        : "")
                + "destroy the old ones.");
        text.flush();
    }

    /** As the settings name it: from their folder on. */
    private Path relative(Path file) {
        Path home = config.toAbsolutePath().normalize().getParent();
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.startsWith(home) ? home.relativize(absolute) : absolute;
    }
}
