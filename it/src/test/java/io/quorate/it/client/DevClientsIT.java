package io.quorate.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.contracts.wrappers.ExampleToken;
import io.quorate.it.support.NpmClients;
import io.quorate.it.support.Ports;
import io.quorate.it.support.ProductProcess;
import io.quorate.it.support.RpcClient;
import io.quorate.it.support.Wallet;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.methods.request.EthFilter;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.protocol.http.HttpService;
import org.web3j.tx.RawTransactionManager;
import org.web3j.tx.gas.StaticGasProvider;
import org.web3j.tx.response.PollingTransactionReceiptProcessor;

/** One {@code ./quorate dev}; each client deploys the ERC-20, transfers, and reads balances and events. */
class DevClientsIT {
    private static final String FIRST_KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
    private static final String SECOND_KEY = "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";
    private static final String ARTIFACT = ProductProcess.root()
            .resolve("contracts/src/main/resources/contracts/ExampleToken.json").toString();
    private static final long CHAIN_ID = 1337;
    private static final BigInteger SUPPLY = BigInteger.TEN.pow(24);

    @TempDir
    private static Path folder;
    private static ProductProcess dev;
    private static RpcClient rpc;

    @BeforeAll
    static void startDev() {
        int port = Ports.free(4);
        dev = ProductProcess.start(folder, "dev", "--rpc-port", String.valueOf(port)).awaitReady();
        rpc = new RpcClient("http://127.0.0.1:" + port);
    }

    @AfterAll
    static void stopDev() throws InterruptedException {
        assertThat(dev.terminate()).as(dev.describe()).isZero();
    }

    @Test
    void printsTheWellKnownAccounts() {
        assertThat(dev.printed().toLowerCase(Locale.ROOT)).contains(FIRST_KEY,
                "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266");
        assertThat(rpc.call("eth_accounts")).hasSize(10);
        assertThat(rpc.call("eth_chainId").asText()).isEqualTo("0x539");
    }

    @Test
    void web3jDeploysTransfersAndReads() throws Exception {
        Web3j web3j = Web3j.build(new HttpService(rpc.url()));
        Credentials owner = Credentials.create(FIRST_KEY);
        RawTransactionManager sender = new RawTransactionManager(web3j, owner, CHAIN_ID,
                new PollingTransactionReceiptProcessor(web3j, 50, 200));
        StaticGasProvider gas = new StaticGasProvider(BigInteger.ZERO,
                BigInteger.valueOf(5_000_000));
        ExampleToken token = ExampleToken.deploy(web3j, sender, gas, "Example", "EXM", SUPPLY)
                .send();
        String recipient = "0x00000000000000000000000000000000000000c0";
        assertThat(token.totalSupply().send()).isEqualTo(SUPPLY);
        TransactionReceipt receipt = token.transfer(recipient, BigInteger.TEN).send();
        assertThat(receipt.isStatusOK()).isTrue();
        assertThat(token.balanceOf(recipient).send()).isEqualTo(BigInteger.TEN);
        assertThat(token.balanceOf(owner.getAddress()).send())
                .isEqualTo(SUPPLY.subtract(BigInteger.TEN));
        assertThat(ExampleToken.getTransferEvents(receipt)).singleElement()
                .satisfies(event -> assertThat(event.value).isEqualTo(BigInteger.TEN));
        EthFilter filter = new EthFilter(DefaultBlockParameterName.EARLIEST,
                DefaultBlockParameterName.LATEST, token.getContractAddress());
        assertThat(web3j.ethGetLogs(filter).send().getLogs()).hasSize(2);
        web3j.shutdown();
    }

    @Test
    void ethersDeploysTransfersAndReads() throws Exception {
        String output = NpmClients.install().node("ethers.mjs", rpc.url(), ARTIFACT, SECOND_KEY);
        assertThat(output).contains("ok event over WebSocket", "ok an overdraft reverts");
    }

    @Test
    void viemDeploysTransfersAndReads() throws Exception {
        String key = "0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a";
        String output = NpmClients.install().node("viem.mjs", rpc.url(), ARTIFACT, key);
        assertThat(output).contains("ok one Transfer event", "ok safe covers the transfer");
    }

    /** An unfunded key: Foundry insists on a tip of at least 1 wei, and fee-blind mode takes it. */
    @Test
    void foundryDeploysAndCallsWithAnUnfundedKey() throws Exception {
        NpmClients clients = NpmClients.install();
        String key = "0x" + "5f".repeat(32);
        String owner = clients.foundry("cast", "wallet", "address", "--private-key", key).trim();
        assertThat(rpc.call("eth_getBalance", owner, "latest").asText()).isEqualTo("0x0");
        String created = clients.foundry("forge", "create", "ExampleToken",
                "--rpc-url", rpc.url(), "--private-key", key, "--broadcast", "--json",
                "--constructor-args", "Example", "EXM", SUPPLY.toString());
        String token = lastJson(created).get("deployedTo").asText();
        String recipient = "0x00000000000000000000000000000000000000d0";
        String sent = clients.foundry("cast", "send", token, "transfer(address,uint256)", recipient,
                "5",
                "--rpc-url", rpc.url(), "--private-key", key, "--json");
        assertThat(lastJson(sent).get("status").asText()).isEqualTo("0x1");
        String balance = clients.foundry("cast", "call", token, "balanceOf(address)(uint256)",
                recipient,
                "--rpc-url", rpc.url());
        assertThat(balance.trim()).isEqualTo("5");
    }

    private static JsonNode lastJson(String output) throws IOException {
        return new ObjectMapper().readTree(output.substring(output.indexOf('{')));
    }

    @Test
    void unfundedKeyOfWeb3jIsTakenWithATip() {
        Wallet wallet = Wallet.unfunded(CHAIN_ID);
        JsonNode receipt = rpc.call("eth_sendRawTransactionSync", wallet.signPing(), 5_000);
        assertThat(receipt.get("status").asText()).isEqualTo("0x1");
        assertThat(receipt.get("effectiveGasPrice").asText()).isEqualTo("0x0");
    }

    @Test
    void refusalsSayWhy() {
        Wallet wallet = Wallet.unfunded(CHAIN_ID);
        JsonNode tooLittleGas = rpc.answer("eth_sendRawTransaction",
                wallet.sign("0x00000000000000000000000000000000000000aa", BigInteger.ZERO, "",
                        20_999));
        assertThat(tooLittleGas.at("/error/code").asInt()).isEqualTo(800);
        assertThat(tooLittleGas.at("/error/message").asText()).contains("20999", "21000");
        JsonNode wrongChain = rpc.answer("eth_sendRawTransaction", Wallet.unfunded(5).signPing());
        assertThat(wrongChain.at("/error/message").asText()).contains("5", "1337");
    }
}
