package io.quorate.node.cli;

import io.quorate.bft.net.TlsIdentity;
import io.quorate.genesis.BlsKey;
import io.quorate.genesis.keys.AccountKey;
import io.quorate.genesis.keys.KeyPlace;
import io.quorate.genesis.keys.Keys;
import io.quorate.genesis.keys.Passwords;
import io.quorate.node.OperatorException;
import io.quorate.node.client.ReplicaClient;
import io.quorate.node.members.ChainMembers;
import io.quorate.node.members.MembersReport;
import io.quorate.node.members.NodeFile;
import io.quorate.node.members.SystemCall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate members propose}: opens a vote on a change of the nodes. */
@Command(name = "propose", mixinStandardHelpOptions = true, versionProvider = QuorateCommand.Versions.class, description = "Opens a vote; tells what would come of it without --yes.", footer = {
        "", "Examples:",
        "  ./quorate members propose add --node node.json --account admin.key",
        "  ./quorate members propose remove --number 3 --account admin.key --yes",
        "  ./quorate members propose rotate --number 2 --tls-certificate tls.crt \\",
        "      --tls-key tls.key --account admin.key --yes"})
final class MembersProposeCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(),
                "'propose' needs a sub-command: add, remove or rotate.");
    }

    /** What all proposals have. */
    static final class Opening {
        @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
        private CommandLine.Model.CommandSpec spec;

        @Mixin
        private RpcOptions rpc;

        @Mixin
        private VoteOptions vote;

        @Option(names = "--description", paramLabel = "TEXT", description = "Why, for those who vote.")
        private Optional<String> description = Optional.empty();

        @Option(names = "--break-glass", description = "For when the ordinary way is blocked: four in five of all organisations must agree.")
        private boolean breakGlass;

        @Option(names = "--yes", description = "Do it.")
        private boolean yes;

        /** What the actions are may depend on what the chain says. */
        @FunctionalInterface
        interface Actions {
            List<SystemCall> of(ReplicaClient replica, ChainMembers chain);
        }

        int open(String usual, Actions actions) {
            var out = spec.commandLine().getOut();
            try (ReplicaClient replica = new ReplicaClient(rpc.endpoint())) {
                ChainMembers chain = new ChainMembers(replica);
                List<SystemCall> calls = actions.of(replica, chain);
                calls.forEach(call -> out.println("proposes        " + call.name()));
                out.print(MembersReport.effect(chain.dryRun(calls, breakGlass)));
                if (yes) {
                    var receipt = vote.send(replica, SystemCall.propose(calls,
                            description.orElse(usual), breakGlass));
                    // Proposed(id, …) is what Governance itself tells first.
                    long id = Long.decode(receipt.at("/logs/0/topics/1").asText()
                            .replaceFirst("0x0*(?=.)", "0x"));
                    out.println("proposal " + id + " is open; other organisations vote with:"
                            + " ./quorate members approve " + id + " --account FILE");
                } else {
                    out.println("nothing was done: say --yes to do it");
                }
                out.flush();
                return 0;
            }
        }
    }

    @Command(name = "add", mixinStandardHelpOptions = true, sortOptions = false, description = "Admits a node.")
    int add(@Mixin Opening opening,
            @Option(names = "--node", required = true, arity = "1", paramLabel = "FILE", description = "What its operator handed over: node.json of 'members prepare'. May be given more than once.") List<Path> files) {
        List<NodeFile> nodes = files.stream().map(NodeFile::read).toList();
        return opening.open("add " + String.join(", ",
                nodes.stream().map(NodeFile::name).toList()),
                (_, _) -> nodes.stream().map(NodeFile::toCall).toList());
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, sortOptions = false, description = "Lets nodes go.")
    int remove(@Mixin Opening opening,
            @Option(names = "--number", required = true, arity = "1", paramLabel = "N", description = "As 'members list' shows it. May be given more than once.") List<Integer> numbers) {
        return opening.open("remove " + numbers,
                (_, _) -> numbers.stream().map(SystemCall::removeNode).toList());
    }

    @Command(name = "rotate", mixinStandardHelpOptions = true, sortOptions = false, description = "Replaces keys or the address of a node, or names its new log.")
    int rotate(@Mixin Opening opening,
            @Option(names = "--number", required = true, paramLabel = "N", description = "As 'members list' shows it.") int number,
            @Option(names = "--tls-certificate", paramLabel = "FILE", description = "With --tls-key: the node's new certificate.") Path certificate,
            @Option(names = "--tls-key", paramLabel = "FILE", description = "Its key.") Path tlsKey,
            @Option(names = "--validator-key", paramLabel = "FILE", description = "The node's new secp256k1 key.") Path validatorKey,
            @Option(names = "--bls-key", paramLabel = "FILE", description = "With --validator-key: the node's BLS12-381 key, new or not.") Path blsKey,
            @Option(names = "--endpoint", paramLabel = "HOST:PORT", description = "Where the others reach it from now on.") String endpoint,
            @Option(names = "--incarnation", paramLabel = "HEX", description = "Of the node's new ordering log, after the old one was lost.") String incarnation) {
        return opening.open("rotate keys of node " + number, (replica, chain) -> {
            List<SystemCall> calls = new ArrayList<>();
            if (certificate != null || tlsKey != null) {
                if (certificate == null || tlsKey == null) {
                    throw new OperatorException("--tls-certificate and --tls-key go together.");
                }
                calls.add(SystemCall.rotateTlsKey(number,
                        TlsIdentity.load(certificate, tlsKey).keyPin()));
            }
            if (validatorKey != null) {
                calls.add(consensusKey(replica, chain, number,
                        Keys.account(new KeyPlace.InFile(validatorKey),
                                Passwords.from(Optional.empty(), System.getenv())),
                        Optional.ofNullable(blsKey).map(BlsKey::read)));
            }
            if (endpoint != null) calls.add(SystemCall.setEndpoint(number, endpoint));
            if (incarnation != null) {
                calls.add(SystemCall.rejoin(number, Bytes.fromHexString(incarnation)));
            }
            if (calls.isEmpty()) {
                throw new OperatorException("Say what is to be replaced: --tls-certificate,"
                        + " --validator-key, --endpoint or --incarnation.");
            }
            return calls;
        });
    }

    private static SystemCall consensusKey(ReplicaClient replica, ChainMembers chain, int number,
            AccountKey key, Optional<BlsKey> bls) {
        long chainId = Long.decode(replica.call("eth_chainId").asText());
        int organisation = chain.registry().node(number).organisation();
        return SystemCall.rotateConsensusKey(number, NodeFile.compressed(key),
                NodeFile.possession(key, chainId, organisation),
                bls.map(own -> own.identity().publicKey()).orElse(Bytes.EMPTY),
                bls.map(own -> own.identity().proof()).orElse(Bytes.EMPTY));
    }
}
