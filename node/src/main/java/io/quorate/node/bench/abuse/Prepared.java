package io.quorate.node.bench.abuse;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.primitives.UInt256;
import io.quorate.genesis.DevAccounts;
import io.quorate.node.bench.BenchException;
import io.quorate.node.bench.RpcClient;
import io.quorate.node.bench.Wallet;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.tuweni.bytes.Bytes;

/** A chain with a block that costs much: transactions that use all the gas one may have (EIP-7825). */
record Prepared(String heavyBlock, String blockHash, String transactionHash, String raw) {
    private static final long GAS_MAX = 1 << 24;
    private static final int TRANSACTIONS = 3;
    private static final Duration WAIT_MAX = Duration.ofSeconds(120);

    static Prepared on(URI url) {
        try (RpcClient client = new RpcClient(url.toString())) {
            var account = DevAccounts.all().getFirst();
            long chainId = Long.decode(client.call("eth_chainId").asText());
            long nonce = nonceOf(client, account.address().toString(), "pending");
            Wallet wallet = new Wallet(account.privateKey(), chainId, nonce,
                    UInt256.fromHex(client.call("eth_gasPrice").asText()).times(UInt256.of(4)));
            List<String> raws = new ArrayList<>();
            for (int i = 0; i < TRANSACTIONS; i++) {
                raws.add(wallet.sign(Optional.empty(), Bytes.fromHexString(Requests.LOOP), GAS_MAX)
                        .toHexString());
            }
            String hash = "";
            for (String raw : raws.reversed()) { // none can be executed until the first is there
                hash = client.call("eth_sendRawTransaction", raw).asText();
            }
            JsonNode receipt = await(client, hash);
            String block = receipt.path("blockNumber").asText();
            return new Prepared(block, receipt.path("blockHash").asText(), hash,
                    raws.getFirst());
        }
    }

    private static JsonNode await(RpcClient client, String hash) {
        long end = System.nanoTime() + WAIT_MAX.toNanos();
        while (System.nanoTime() < end) {
            JsonNode receipt = client.call("eth_getTransactionReceipt", hash);
            if (receipt.isObject()) return receipt;
            LockSupport.parkNanos(20_000_000L);
        }
        throw new BenchException("no block came within " + WAIT_MAX.toSeconds() + " s");
    }

    private static long nonceOf(RpcClient client, String account, String block) {
        return Long.decode(client.call("eth_getTransactionCount", account, block).asText());
    }
}
