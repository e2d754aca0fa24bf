package io.quorate.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quorate.contracts.wrappers.Counter;
import io.quorate.it.support.NpmClients;
import io.quorate.it.support.Ports;
import io.quorate.it.support.ProductProcess;
import io.reactivex.disposables.Disposable;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.http.HttpService;
import org.web3j.protocol.websocket.WebSocketService;
import org.web3j.tx.RawTransactionManager;
import org.web3j.tx.gas.StaticGasProvider;
import org.web3j.tx.response.PollingTransactionReceiptProcessor;
import org.web3j.utils.Async;

/**
 * One story for every client, against four replicas: deploy, transact, revert with a custom error and decode it, events
 * as they come, the past, a proof. Each with the well-known development account of its own.
 */
class ClientStoriesIT {
    private static final Path CLIENTS = ProductProcess.root().resolve("it/clients");

    @TempDir
    private static Path folder;
    private static ProductProcess dev;
    private static String url;

    @BeforeAll
    static void startDev() {
        int port = Ports.free(4);
        dev = ProductProcess.start(folder, "dev", "--rpc-port", String.valueOf(port)).awaitReady();
        url = "http://127.0.0.1:" + port;
    }

    @AfterAll
    static void stopDev() throws InterruptedException {
        assertThat(dev.terminate()).as(dev.describe()).isZero();
    }

    /** By script, and by Ignition, with its own gas prices. */
    @Test
    void hardhat() throws Exception {
        NpmClients clients = NpmClients.install();
        Map<String, String> environment = Map.of("QUORATE_URL", url, "QUORATE_KEY",
                "0x2a871d0798f97d79848a013d4936a73bf4cc922c825d33c1cf7073dff6d409c6",
                "HARDHAT_IGNITION_CONFIRM_DEPLOYMENT", "false");
        String script = clients.hardhat(environment, "run", "scripts/story.js", "--network",
                "quorate");
        assertThat(script).contains("ok custom error: TooLong(33,32)",
                "ok its reason: nothing told", "ok proof of chapters: 1");
        Path deployments = CLIENTS.resolve("hardhat/ignition/deployments");
        delete(deployments);
        String deployed = clients.hardhat(environment, "ignition", "deploy",
                "ignition/modules/Story.js", "--network", "quorate");
        delete(deployments);
        assertThat(deployed).contains("[ Story ] successfully deployed", "Story#Story - 0x");
    }

    @Test
    void foundry() throws Exception {
        NpmClients clients = NpmClients.install();
        String key = "0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6";
        clients.foundry("forge", "script", "script/Story.s.sol:StoryScript", "--rpc-url", url,
                "--private-key", key, "--broadcast");
        JsonNode run = new ObjectMapper().readTree(CLIENTS
                .resolve("foundry/out/broadcast/Story.s.sol/1337/run-latest.json").toFile());
        String story = run.at("/returns/told/value").asText();
        assertThat(run.at("/receipts")).hasSize(3)
                .allMatch(receipt -> receipt.get("status").asText().equals("0x1"));
        assertThat(clients.foundry(Map.of("STORY", story), "forge", "test", "--fork-url", url))
                .contains("3 tests passed, 0 failed");
        String last = run.at("/transactions/2/hash").asText();
        assertThat(clients.foundry("cast", "run", last, "--rpc-url", url))
                .contains("Transaction successfully executed.");
        assertThat(clients.foundry("cast", "logs", "--rpc-url", url, "--from-block", "0",
                "--address", story, "Told(address indexed,uint256 indexed,string)", "--json"))
                .contains(last);
        assertThat(clients.foundry("cast", "rpc", "--rpc-url", url, "eth_chainId"))
                .contains("0x539");
        assertThat(clients.foundry("cast", "call", "--trace", story, "tell(string)", "",
                "--rpc-url", url)).contains("[Revert] nothing told");
    }

    @Test
    void ethers() throws Exception {
        assertThat(NpmClients.install().node("story-ethers.mjs", url,
                "0x47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a"))
                .contains("ok went in batches: true", "ok an event over WebSocket: 4",
                        "ok custom error: TooLong(33,32)", "ok panic: Panic(18)",
                        "ok a proof: 4");
    }

    @Test
    void viem() throws Exception {
        assertThat(NpmClients.install().node("story-viem.mjs", url,
                "0x8b3a350cf5c34c9194ca85829a2df0ec3153be0318b5e2d3348e872092edffba"))
                .contains("ok watched over WebSocket: one", "ok custom error: TooLong(33,32)",
                        "ok a receipt in one call: 0x1");
    }

    @Test
    void web3js() throws Exception {
        assertThat(NpmClients.install().node("story-web3.mjs", url,
                "0x92db14e403b83dfe3df233f83dfa3a0d7096f21ca9b0d6d6b8d88b2b4ec1564e"))
                .contains("ok an event over WebSocket: 1", "ok custom error: TooLong(33,32)",
                        "ok a proof: 1");
    }

    @Test
    void openZeppelin() throws Exception {
        assertThat(NpmClients.install().node("openzeppelin.mjs", url,
                "0x4bbbf85ce3377467afe5d46f804f221813b2bb87f24d81f60f1fcdbf7cbf4356"))
                .contains("ok governor: executed: 9", "ok UUPS: state stays, code changes: 42",
                        "ok EntryPoint: its effect: 77");
    }

    /** Wrappers by its code generator, a filter over HTTP and a subscription over WebSocket. */
    @Test
    void web3j() throws Exception {
        Credentials owner = Credentials
                .create("0xdbda1821b80551c9d65939329250298aa3472ba22feea921c0cf5d620ea67b97");
        Web3j web3j = Web3j.build(new HttpService(url), 100, scheduler());
        RawTransactionManager sender = new RawTransactionManager(web3j, owner, 1337,
                new PollingTransactionReceiptProcessor(web3j, 50, 200));
        Counter counter = Counter.deploy(web3j, sender, new StaticGasProvider(BigInteger.ZERO,
                BigInteger.valueOf(1_000_000))).send();
        BigInteger before = web3j.ethBlockNumber().send().getBlockNumber();
        WebSocketService socket = new WebSocketService(url.replace("http", "ws"), false);
        socket.connect();
        Web3j listener = Web3j.build(socket);
        CompletableFuture<BigInteger> filtered = new CompletableFuture<>();
        CompletableFuture<String> subscribed = new CompletableFuture<>();
        Disposable byFilter = counter.incrementedEventFlowable(DefaultBlockParameterName.EARLIEST,
                DefaultBlockParameterName.LATEST)
                .subscribe(event -> filtered.complete(event.number),
                        filtered::completeExceptionally);
        Disposable bySocket = listener
                .logsNotifications(List.of(counter.getContractAddress()), List.of())
                .subscribe(log -> subscribed.complete(log.getParams().getResult().getAddress()),
                        subscribed::completeExceptionally);
        assertThat(listener.ethChainId().send().getChainId()).isEqualTo(1337);
        assertThat(counter.add(BigInteger.valueOf(5)).send().isStatusOK()).isTrue();
        assertThat(filtered.get(60, TimeUnit.SECONDS)).isEqualTo(5);
        assertThat(subscribed.get(60, TimeUnit.SECONDS))
                .isEqualToIgnoringCase(counter.getContractAddress());
        counter.setDefaultBlockParameter(
                DefaultBlockParameter.valueOf(before));
        assertThat(counter.number().send()).as("the past").isZero();
        byFilter.dispose();
        bySocket.dispose();
        listener.shutdown();
        web3j.shutdown();
    }

    private static ScheduledExecutorService scheduler() {
        return Async.defaultExecutorService();
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
