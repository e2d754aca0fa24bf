package io.quorate.node.lab;

import io.quorate.contracts.Contracts;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.node.OperatorException;
import io.quorate.node.bench.Token;
import io.quorate.node.bench.Wallet;
import io.quorate.proof.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/** The history of a balance in a token is proved, and the proofs are checked while no replica runs. */
final class AuditedBalance implements Exercise {
    private static final UInt256 SUPPLY = UInt256.of(1_000_000);
    private static final UInt256 SUM = UInt256.of(300);
    /** Of the balances: the variable is the contract's first, so the slot is keccak256(holder, 0). */
    private static final UInt256 SLOT = UInt256.fromHex(Keccak256.hash(Bytes.concatenate(
            Bytes.wrap(new byte[12]), LabRequests.RECIPIENT.bytes(), Bytes32.ZERO)).toString());

    @Override
    public void prepare(LabFolder folder) {
        LabRequests.writeAsk(folder);
        Wallet issuer = issuer(folder);
        Address token = LabRequests.firstContractOf(issuer.address());
        folder.write("token", token.toString());
        send(folder, "deploy.json", issuer.sign(Optional.empty(), Token.deployment(
                Bytes.fromHexString(Contracts.exampleToken().bytecode().orElseThrow()), SUPPLY),
                Token.DEPLOY_GAS));
        send(folder, "pay-1.json", pay(issuer, token, 100));
        send(folder, "pay-2.json", pay(issuer, token, 200));
    }

    private static Wallet issuer(LabFolder folder) {
        return LabRequests.wallet(folder, new LabNetwork(folder).chainId());
    }

    private static Bytes pay(Wallet issuer, Address token, long amount) {
        return issuer.sign(Optional.of(token),
                Token.transfer(LabRequests.RECIPIENT, UInt256.of(amount)), Token.TRANSFER_GAS);
    }

    private static void send(LabFolder folder, String file, Bytes raw) {
        LabRequests.write(folder, file, "eth_sendRawTransactionSync", raw.toHexString());
    }

    @Override
    public List<Step> steps(LabFolder folder) {
        LabChain chain = new LabChain(folder);
        LabNetwork network = new LabNetwork(folder);
        Path genesis = network.genesis();
        Address token = LabRequests.firstContractOf(issuer(folder).address());
        return List.of(network.isLaidOut(),
                new Step("both changes of the balance are proved",
                        "start the network, send deploy.json, pay-1.json and pay-2.json, then"
                                + " 'audit history ... --prove " + folder.file("proofs") + "'",
                        () -> proofs(folder).stream()
                                .filter(file -> LabProofs.verdict(file,
                                        genesis) instanceof Verdict.Proven)
                                .count() >= 2),
                new Step("the balance of 300 is proved", "run 'audit prove' as the page has it",
                        () -> LabProofs.provesSlot(
                                LabProofs.proven(folder.file("balance.proof.json"), genesis),
                                token, SLOT, SUM)),
                new Step("a forged copy proves nothing", "make it as the page has it",
                        () -> LabProofs.verdict(folder.file("forged.proof.json"),
                                genesis) instanceof Verdict.Refused),
                new Step("no replica was asked for all that", "stop the network",
                        () -> isSilent(chain)));
    }

    private static boolean isSilent(LabChain chain) {
        try {
            chain.health(0);
            return false;
        } catch (OperatorException _) {
            return true; // which is what this step wants
        }
    }

    private static List<Path> proofs(LabFolder folder) {
        if (!Files.isDirectory(folder.file("proofs"))) {
            throw new OperatorException("There is no folder " + folder.file("proofs") + ".");
        }
        try (Stream<Path> files = Files.list(folder.file("proofs"))) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().limit(100)
                    .toList();
        } catch (IOException e) {
            throw new OperatorException(folder.file("proofs") + " cannot be read: " + e + ".", e);
        }
    }
}
