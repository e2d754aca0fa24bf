package io.quorate.node.cli;

import io.quorate.genesis.keys.KeyPlace;
import io.quorate.genesis.keys.Keys;
import io.quorate.genesis.keys.Passwords;
import io.quorate.node.OperatorException;
import io.quorate.node.client.ReplicaClient;
import io.quorate.node.members.ChainMembers;
import io.quorate.node.members.NodeRotation;
import io.quorate.node.members.SystemCall;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.tuweni.bytes.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quorate members rotate}: opens a vote on other keys, another address or another log of a node. */
@Command(name = "rotate", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Opens a vote to replace keys or the address of a node, or to name its new log; tells what would come of it without --yes.", footer = {
        "", "'quorate keys rotate' makes the new keys and tells all steps. Example:",
        "  ./quorate members rotate --number 2 --tls-certificate tls.crt \\",
        "      --tls-key tls.key --account admin.key --yes"})
final class MembersRotateCommand implements Callable<Integer> {
    @Mixin
    private VoteOpening opening;

    @Option(names = "--number", required = true, paramLabel = "N", description = "As 'members list' shows it.")
    private int number;

    @Option(names = "--keys", paramLabel = "FILE", description = "What is public of new keys: keys.json of 'quorate keys rotate'.")
    private Path keys;

    @Option(names = "--tls-certificate", paramLabel = "FILE", description = "With --tls-key: the node's new certificate.")
    private Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its key.")
    private Path tlsKey;

    @Option(names = "--validator-key", paramLabel = "PLACE", description = "The node's new secp256k1 key: a file, or pkcs11:…")
    private String validatorKey;

    @Option(names = "--bls-key", paramLabel = "FILE", description = "With --validator-key: the node's BLS12-381 key, new or not.")
    private Path blsKey;

    @Option(names = "--endpoint", paramLabel = "HOST:PORT", description = "Where the others reach it from now on.")
    private String endpoint;

    @Option(names = "--incarnation", paramLabel = "HEX", description = "Of the node's new ordering log, after the old one was lost.")
    private String incarnation;

    @Option(names = "--alone", description = "Without a vote: what the organisation of the account may do with its own nodes.")
    private boolean alone;

    @Override
    public Integer call() {
        if ((certificate == null) != (tlsKey == null)) {
            throw new OperatorException("--tls-certificate and --tls-key go together.");
        }
        if (blsKey != null && validatorKey == null) {
            throw new OperatorException("--bls-key goes with --validator-key.");
        }
        return alone ? opening.alone(this::calls)
                : opening.open("rotate keys of node " + number, this::calls);
    }

    private List<SystemCall> calls(ReplicaClient replica, ChainMembers chain) {
        NodeRotation rotation = new NodeRotation(number,
                Long.decode(replica.call("eth_chainId").asText()),
                chain.registry().node(number).organisation());
        if (keys != null) rotation.file(keys);
        if (certificate != null) {
            rotation.tls(Keys.tls(certificate, tlsKey, passwords()));
        }
        if (validatorKey != null) {
            rotation.consensus(Keys.validator(
                    KeyPlace.of(validatorKey, Path.of("").toAbsolutePath()), passwords()),
                    Optional.ofNullable(blsKey).map(file -> Keys.bls(file, passwords())));
        }
        if (endpoint != null) rotation.add(SystemCall.setEndpoint(number, endpoint));
        if (incarnation != null) rotation.add(SystemCall.rejoin(number, incarnationBytes()));
        List<SystemCall> calls = rotation.calls();
        if (calls.isEmpty()) {
            throw new OperatorException("Say what is to be replaced: --keys, --tls-certificate,"
                    + " --validator-key, --endpoint or --incarnation.");
        }
        return calls;
    }

    private Bytes incarnationBytes() {
        if (!incarnation.matches("(0x)?[0-9a-fA-F]{32}")) {
            throw new OperatorException("--incarnation: \"" + incarnation
                    + "\" is not 32 hexadecimal digits, as the node's log names it.");
        }
        return Bytes.fromHexString(incarnation);
    }

    private static Passwords passwords() {
        return Passwords.from(Optional.empty(), System.getenv());
    }
}
