package io.quorate.it.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.contracts.wrappers.Governance;
import io.quorate.contracts.wrappers.Permissions;
import io.quorate.contracts.wrappers.Registry;
import io.quorate.it.support.Ports;
import io.quorate.it.support.ProductProcess;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.Bip32ECKeyPair;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.MnemonicUtils;
import org.web3j.crypto.Sign;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.RemoteFunctionCall;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.protocol.exceptions.TransactionException;
import org.web3j.protocol.http.HttpService;
import org.web3j.tx.RawTransactionManager;
import org.web3j.tx.gas.StaticGasProvider;
import org.web3j.tx.response.PollingTransactionReceiptProcessor;
import org.web3j.utils.Numeric;

/** Four organisations of a development network vote, and nobody else does. */
class MembersVoteIT {
    private static final String REGISTRY = "0x0000000000000000000000000000000000005100";
    private static final String PERMISSIONS = "0x0000000000000000000000000000000000005101";
    private static final String GOVERNANCE = "0x0000000000000000000000000000000000005102";
    private static final String MNEMONIC = "test test test test test test test test test test test junk";
    private static final String IMPLEMENTATION = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";
    private static final StaticGasProvider GAS = new StaticGasProvider(BigInteger.ZERO,
            BigInteger.valueOf(16_000_000));

    @TempDir
    private static Path folder;
    private static ProductProcess dev;
    private static Web3j web3j;
    private static List<Credentials> accounts;

    @BeforeAll
    static void startDev() {
        int port = Ports.free(4);
        dev = ProductProcess.start(folder, "dev", "--rpc-port", String.valueOf(port)).awaitReady();
        web3j = Web3j.build(new HttpService("http://127.0.0.1:" + port));
        Bip32ECKeyPair master = Bip32ECKeyPair
                .generateKeyPair(MnemonicUtils.generateSeed(MNEMONIC, ""));
        int hard = Bip32ECKeyPair.HARDENED_BIT;
        accounts = IntStream.range(0, 10).mapToObj(i -> Credentials.create(Bip32ECKeyPair
                .deriveKeyPair(master, new int[]{44 | hard, 60 | hard, hard, 0, i}))).toList();
    }

    @AfterAll
    static void stopDev() throws InterruptedException {
        if (web3j != null) web3j.shutdown();
        assertThat(dev.terminate()).as(dev.describe()).isZero();
    }

    private static RawTransactionManager sender(Credentials account) {
        return new RawTransactionManager(web3j, account, 1337,
                new PollingTransactionReceiptProcessor(web3j, 50, 400));
    }

    private static Registry registry(Credentials account) {
        return Registry.load(REGISTRY, web3j, sender(account), GAS);
    }

    private static Permissions permissions(Credentials account) {
        return Permissions.load(PERMISSIONS, web3j, sender(account), GAS);
    }

    private static Governance governance(int organisation) {
        return Governance.load(GOVERNANCE, web3j, sender(accounts.get(organisation)), GAS);
    }

    /** Proposed by the first organisation, approved by two more, executed by the fourth. */
    private static void vote(String target, RemoteFunctionCall<?> call) throws Exception {
        voteFor(target, call.encodeFunctionCall());
    }

    private static void voteFor(String target, String data) throws Exception {
        var action = new Governance.Action(target, Numeric.hexStringToByteArray(data));
        TransactionReceipt receipt = governance(0).propose(List.of(action), "why", false).send();
        BigInteger id = Governance.getProposedEvents(receipt).getFirst().id;
        governance(1).approve(id).send();
        governance(2).approve(id).send();
        governance(3).execute(id).send();
        assertThat(governance(0).stateOf(id).send()).isEqualTo(BigInteger.TWO);
    }

    @Test
    void aValidatorIsAdmittedGetsReadyAndIsVotedOut() throws Exception {
        Registry registry = registry(accounts.get(0));
        assertThat(registry.nodeCount().send()).isEqualTo(4);
        ECKeyPair key = ECKeyPair.create(BigInteger.valueOf(7_777));
        Registry.NodeSpec spec = spec(key, registry.keyProofDigest(BigInteger.TWO).send());

        vote(REGISTRY, registry.addNode(spec));

        Credentials node = Credentials.create(key);
        BigInteger id = registry.nodeOfAccount(node.getAddress()).send().component2();
        assertThat(registry.nodeRecord(id).send().state).isEqualTo(1);
        assertThat(registry.plan().send().waiting).isEqualTo(1);
        registry(node).ready(id).send();
        assertThat(registry.plan().send().waiting).isZero();
        vote(REGISTRY, registry.removeNode(id));
        assertThat(registry.nodeRecord(id).send().state).isIn(BigInteger.valueOf(3),
                BigInteger.valueOf(4));
    }

    private static Registry.NodeSpec spec(ECKeyPair key, byte[] digest) {
        byte[] coordinates = Numeric.toBytesPadded(key.getPublicKey(), 64);
        byte[] compressed = new byte[33];
        compressed[0] = (byte) (2 + (coordinates[63] & 1));
        System.arraycopy(coordinates, 0, compressed, 1, 32);
        Sign.SignatureData signature = Sign.signMessage(digest, key, false);
        byte[] proof = new byte[65];
        System.arraycopy(signature.getR(), 0, proof, 0, 32);
        System.arraycopy(signature.getS(), 0, proof, 32, 32);
        proof[64] = signature.getV()[0];
        return new Registry.NodeSpec(BigInteger.TWO, BigInteger.ONE, compressed, proof,
                Numeric.toBytesPadded(BigInteger.valueOf(7_777), 32),
                Numeric.toBytesPadded(BigInteger.valueOf(7_777), 16), "joiner",
                "joiner.example:30303", "somebody", "CH", new byte[0], new byte[0]);
    }

    @Test
    void anAdminManagesItsAccountsAloneAndNobodyElses() throws Exception {
        Credentials admin = accounts.get(1);
        String account = "0x00000000000000000000000000000000000a0000";

        permissions(admin).setRoles(account, BigInteger.TWO, BigInteger.valueOf(4)).send();

        assertThat(permissions(admin).accountInfo(account).send().component2()).isEqualTo(4);
        assertThatThrownBy(() -> permissions(accounts.get(9))
                .setRoles(account, BigInteger.TWO, BigInteger.ONE).send())
                .isInstanceOf(TransactionException.class);
        assertThatThrownBy(() -> permissions(admin).removeAccount(admin.getAddress()).send())
                .as("the last admin").isInstanceOf(TransactionException.class);
    }

    /** The dry run answers to eth_call, also where the answer is no. */
    @Test
    void aDryRunTellsWhyNot() throws Exception {
        Registry registry = registry(accounts.get(0));
        String data = registry.removeNode(BigInteger.ZERO).encodeFunctionCall();
        String call = governance(0).dryRun(List.of(new Governance.Action(REGISTRY,
                Numeric.hexStringToByteArray(data))), false).encodeFunctionCall();

        var answer = web3j.ethCall(Transaction.createEthCallTransaction(
                accounts.get(9).getAddress(), GOVERNANCE, call),
                DefaultBlockParameterName.LATEST).send();

        assertThat(answer.hasError()).isTrue();
        assertThat(answer.getError().getData().toString()) // TooFewValidators(3, 4)
                .contains("0".repeat(63) + "3" + "0".repeat(63) + "4");
    }

    @Test
    void aVoteUpgradesASystemContract() throws Exception {
        Permissions next = Permissions.deploy(web3j, sender(accounts.get(5)), GAS).send();
        String address = Numeric.cleanHexPrefix(next.getContractAddress());
        String upgrade = "0x4f1ef286" + "0".repeat(24) + address + "0".repeat(62) + "40"
                + "0".repeat(64); // upgradeToAndCall(address,bytes), without bytes

        voteFor(PERMISSIONS, upgrade);

        assertThat(web3j.ethGetStorageAt(PERMISSIONS, Numeric.toBigInt(IMPLEMENTATION),
                DefaultBlockParameterName.LATEST).send().getData()).endsWith(address);
        assertThat(permissions(accounts.get(1))
                .isAdminOf(accounts.get(1).getAddress(), BigInteger.TWO).send()).isTrue();
    }
}
