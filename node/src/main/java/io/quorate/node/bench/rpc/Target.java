package io.quorate.node.bench.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.contracts.Contracts;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.genesis.DevAccounts;
import io.quorate.node.bench.BenchException;
import io.quorate.node.bench.RpcClient;
import io.quorate.node.bench.Token;
import io.quorate.node.bench.Wallet;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;

/**
 * An Ethereum node with something on its chain to ask for: a token, blocks of its transfers, accounts that send. It must
 * know the accounts of the development mnemonic; whether gas costs something is found out.
 */
final class Target implements AutoCloseable {
    private static final UInt256 SUPPLY = UInt256.ONE.times(UInt256.fromHex("0xffffffffffffffff"));
    private static final UInt256 FUNDS = UInt256.fromHex("0xde0b6b3a7640000"); // an ether
    private static final int BLOCKS = 10;
    private static final int TRANSFERS_A_BLOCK = 100;
    private static final int HOLDERS = 64;
    private static final long PLAIN_GAS = 21_000;
    private static final long GAS_PRICE_ROOM = 4;
    private static final Duration WAIT_MAX = Duration.ofSeconds(60);

    private final URI url;
    private final Optional<Long> pid;
    private final RpcClient client;
    private final long chainId;
    private final UInt256 feeCap;
    private final String version;
    private final List<Wallet> senders = new ArrayList<>();
    private Address token = Address.ZERO;
    private String firstBlock = "";
    private String lastBlock = "";
    private String fullBlock = "";
    private int transactionsInBlock;

    Target(URI url, Optional<Long> pid) {
        this.url = url;
        this.pid = pid;
        this.client = new RpcClient(url.toString());
        this.version = client.call("web3_clientVersion").asText();
        this.chainId = Long.decode(client.call("eth_chainId").asText());
        this.feeCap = UInt256.fromHex(client.call("eth_gasPrice").asText())
                .times(UInt256.of(GAS_PRICE_ROOM));
    }

    /** Makes a thousand events in blocks of a hundred, and {@code connections} accounts that can pay for gas. */
    void prepare(int connections) {
        Address owner = DevAccounts.all().getFirst().address();
        Wallet wallet = new Wallet(DevAccounts.all().getFirst().privateKey(), chainId,
                nonceOf(owner, "pending"), feeCap);
        token = deploy(wallet, owner);
        long begin = Long.decode(client.call("eth_blockNumber").asText());
        for (int block = 0; block < BLOCKS; block++) {
            sendTogether(IntStream.range(0, TRANSFERS_A_BLOCK)
                    .mapToObj(i -> wallet.sign(Optional.of(token), Token.transfer(holder(i),
                            UInt256.ONE), Token.TRANSFER_GAS))
                    .toList());
            await("a block with transfers", () -> nonceOf(owner, "latest") == wallet.nonce());
        }
        long end = Long.decode(client.call("eth_blockNumber").asText());
        firstBlock = hex(begin + 1);
        lastBlock = hex(end);
        findFullBlock(begin + 1, end);
        long seed = System.nanoTime(); // on a chain that was measured before these are new accounts
        for (int i = 0; i < connections; i++) {
            Wallet sender = new Wallet(Wallet.key(seed, i), chainId, 0, feeCap);
            senders.add(sender);
            if (!feeCap.isZero()) {
                send(wallet.sign(Optional.of(sender.address()), FUNDS, Bytes.EMPTY, PLAIN_GAS));
            }
        }
        await("funds of the senders", () -> nonceOf(owner, "latest") == wallet.nonce());
    }

    private Address deploy(Wallet wallet, Address owner) {
        Bytes code = Bytes.fromHexString(Contracts.exampleToken().bytecode().orElseThrow());
        String hash = send(wallet.sign(Optional.empty(), Token.deployment(code, SUPPLY),
                Token.DEPLOY_GAS)).asText();
        await("the token", () -> nonceOf(owner, "latest") == wallet.nonce());
        JsonNode receipt = client.call("eth_getTransactionReceipt", hash);
        if (!receipt.path("status").asText().equals("0x1")) {
            throw new BenchException("the token could not be deployed: " + receipt);
        }
        return Address.fromHex(receipt.path("contractAddress").asText());
    }

    /** The first one last: until then none of them can be executed, and then all can, so that they share a block. */
    private void sendTogether(List<Bytes> raws) {
        List<String> requests = new ArrayList<>();
        for (int i = 1; i < raws.size(); i++) {
            requests.add(RpcClient.request(i, "eth_sendRawTransaction",
                    raws.get(i).toHexString()));
        }
        for (JsonNode answer : client.batch(requests)) {
            if (answer.has("error")) {
                throw new BenchException("a transfer was refused: " + answer.get("error"));
            }
        }
        send(raws.getFirst());
    }

    private JsonNode send(Bytes raw) {
        return client.call("eth_sendRawTransaction", raw.toHexString());
    }

    private void findFullBlock(long from, long to) {
        for (long number = from; number <= to; number++) {
            int count = Integer.decode(client
                    .call("eth_getBlockTransactionCountByNumber", hex(number)).asText());
            if (count > transactionsInBlock) {
                transactionsInBlock = count;
                fullBlock = hex(number);
            }
        }
    }

    private long nonceOf(Address account, String block) {
        return Long.decode(
                client.call("eth_getTransactionCount", account.toString(), block).asText());
    }

    private static void await(String what, java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + WAIT_MAX.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new BenchException(what + " did not come within " + WAIT_MAX.toSeconds()
                        + " s");
            }
            LockSupport.parkNanos(2_000_000L);
        }
    }

    private static Address holder(int index) {
        return Address.ofLow(0x1000 + index % HOLDERS);
    }

    private static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }

    /** What each connection asks, encoded; transactions are signed as they are asked for. */
    List<Supplier<byte[]>> requests(Asked asked, Mode mode) {
        if (asked == Asked.SEND) {
            return senders.stream().<Supplier<byte[]>>map(
                    sender -> () -> encode(mode, i -> RpcClient.request(i, asked.method(),
                            sender.sign(Optional.of(holder(1)), Bytes.EMPTY, PLAIN_GAS)
                                    .toHexString())))
                    .toList();
        }
        List<byte[]> encoded = IntStream.range(0, HOLDERS).mapToObj(
                n -> encode(mode, i -> request(asked, i, n + i))).toList();
        List<Supplier<byte[]>> sources = new ArrayList<>();
        for (int i = 0; i < senders.size(); i++) {
            int first = i;
            sources.add(new Supplier<>() {
                private int next = first;

                @Override
                public byte[] get() {
                    return encoded.get(next++ % encoded.size());
                }
            });
        }
        return sources;
    }

    private byte[] encode(Mode mode, java.util.function.IntFunction<String> request) {
        if (mode.requests() == 1) return mode.wire().encode(request.apply(1), url);
        return mode.wire().encode("[" + String.join(",",
                IntStream.rangeClosed(1, mode.requests()).mapToObj(request).toList()) + "]", url);
    }

    private String request(Asked asked, int id, int n) {
        String method = asked.method();
        return switch (asked) {
            case BLOCK_NUMBER, SEND -> RpcClient.request(id, method);
            case BALANCE -> RpcClient.request(id, method, DevAccounts.all()
                    .get(n % DevAccounts.all().size()).address().toString(), "latest");
            case CALL -> RpcClient.request(id, method, "{\"to\":\"" + token + "\",\"data\":\""
                    + Token.balanceOf(holder(n)).toHexString() + "\"}", "latest");
            case LOGS -> RpcClient.request(id, method, "{\"address\":\"" + token
                    + "\",\"fromBlock\":\"" + firstBlock + "\",\"toBlock\":\"" + lastBlock
                    + "\"}");
            case BLOCK -> "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method
                    + "\",\"params\":[\"" + fullBlock + "\",true]}";
        };
    }

    /** Fails where an answer is not what the others are compared with. */
    void check() {
        int logs = client.call("eth_getLogs", "{\"address\":\"" + token + "\",\"fromBlock\":\""
                + firstBlock + "\",\"toBlock\":\"" + lastBlock + "\"}").size();
        if (logs != BLOCKS * TRANSFERS_A_BLOCK) {
            throw new BenchException(url + " has " + logs + " events of "
                    + BLOCKS * TRANSFERS_A_BLOCK);
        }
    }

    URI url() {
        return url;
    }

    String version() {
        return version;
    }

    Optional<Long> pid() {
        return pid;
    }

    int transactionsInBlock() {
        return transactionsInBlock;
    }

    @Override
    public void close() {
        client.close();
    }
}
