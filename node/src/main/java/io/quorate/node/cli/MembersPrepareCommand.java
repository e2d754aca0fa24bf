package io.quorate.node.cli;

import io.quorate.genesis.BlsIdentity;
import io.quorate.genesis.CertificateSuite;
import io.quorate.genesis.Endpoint;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.NodeInit;
import io.quorate.genesis.keys.AccountKey;
import io.quorate.genesis.keys.KeyPlace;
import io.quorate.genesis.keys.Keys;
import io.quorate.genesis.keys.Passwords;
import io.quorate.node.OperatorException;
import io.quorate.node.members.NodeFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.tuweni.bytes.Bytes;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate members prepare}: the folder of a node that is to join. */
@Command(name = "prepare", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Makes keys and settings of a node that is to join a network.", footer = {
        "", "Everything stays in the new folder. Hand its node.json, which holds no secret, to",
        "whoever opens the vote with 'quorate members propose add'. When the vote is carried",
        "out, 'quorate members list' shows the node's number: set it as node.member in the",
        "folder's quorate.toml and start the node.", "", "Example:",
        "  ./quorate members prepare --dir node-4 --genesis genesis.json --organisation 2 \\",
        "      --name node-4 --endpoint node4.example:30303"})
final class MembersPrepareCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "A new folder.")
    private Path dir;

    @Option(names = "--genesis", required = true, paramLabel = "FILE", description = "The network's genesis file.")
    private Path genesisFile;

    @Option(names = "--organisation", required = true, paramLabel = "N", description = "The number of the node's organisation, as 'members list' shows it.")
    private int organisation;

    @Option(names = "--name", required = true, paramLabel = "NAME", description = "What people call the node.")
    private String name;

    @Option(names = "--endpoint", required = true, paramLabel = "HOST:PORT", description = "Where the other nodes reach it.")
    private String endpoint;

    @Option(names = "--rpc-port", paramLabel = "PORT", defaultValue = "8545", description = "The port of its JSON-RPC on loopback (default: 8545).")
    private int rpcPort;

    @Option(names = "--observer", description = "It follows and serves, and never votes.")
    private boolean observer;

    @Option(names = "--operator", paramLabel = "NAME", defaultValue = "", description = "Who runs it.")
    private String operator;

    @Option(names = "--jurisdiction", paramLabel = "NAME", defaultValue = "", description = "Where it stands.")
    private String jurisdiction;

    @Override
    public Integer call() {
        Genesis genesis = Genesis.read(genesisFile);
        Endpoint reached = endpoint();
        NodeInit.Made made = NodeInit.create(new NodeInit.Spec(dir, genesisFile, name, reached,
                rpcPort, genesis.quorate().suite() == CertificateSuite.BLS12_381));
        Path file = dir.resolve("node.json");
        AccountKey key = Keys.account(new KeyPlace.InFile(dir.resolve("key")), Passwords.none());
        new NodeFile(organisation, !observer, name, endpoint, operator, jurisdiction,
                NodeFile.compressed(key),
                NodeFile.possession(key, genesis.chainId(), organisation),
                made.tlsFingerprint(), made.incarnation(),
                made.bls().map(BlsIdentity::publicKey).orElse(Bytes.EMPTY),
                made.bls().map(BlsIdentity::proof).orElse(Bytes.EMPTY)).write(file);
        var out = spec.commandLine().getOut();
        out.println(file + ": hand this file to an admin, who proposes the node with");
        out.println("  ./quorate members propose add --node " + file + " --account FILE --yes");
        out.println(made.configFile() + ": set node.member to its number after the vote, then");
        out.println("  ./quorate node --config " + made.configFile());
        out.flush();
        return 0;
    }

    private Endpoint endpoint() {
        try {
            Endpoint parsed = Endpoint.parse(endpoint);
            if (parsed.port() > 0) return parsed;
            throw new OperatorException("--endpoint: port 0 cannot be dialled.");
        } catch (IllegalArgumentException e) {
            throw new OperatorException("--endpoint: " + e.getMessage() + ".", e);
        }
    }
}
