package io.quorate.jsonrpc.method;

import io.quorate.evm.crypto.Keccak256;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.DevKeys;
import io.quorate.jsonrpc.SyncProgress;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** Who the node is and where its chain stands: {@code web3_}, {@code net_} and the plain {@code eth_} ones. */
final class ChainMethods {
    private final ChainQueries chain;
    private final Optional<DevKeys> devKeys;

    ChainMethods(ChainQueries chain, Optional<DevKeys> devKeys) {
        this.chain = chain;
        this.devKeys = devKeys;
    }

    List<Method> all() {
        return List.of(
                Method.instant("web3_clientVersion", 0,
                        call -> JsonValue.of(chain.clientVersion())),
                Method.instant("web3_sha3", 1,
                        call -> JsonValue.of(Keccak256.hash(call.at(0, "data").data()))),
                Method.instant("net_version", 0,
                        call -> JsonValue.of(Long.toString(chain.chainId()))),
                Method.instant("net_listening", 0, call -> JsonValue.TRUE),
                Method.instant("net_peerCount", 0, call -> JsonValue.quantity(chain.peerCount())),
                Method.instant("eth_chainId", 0, call -> JsonValue.quantity(chain.chainId())),
                Method.instant("eth_protocolVersion", 0, call -> JsonValue.of("0x44")),
                Method.instant("eth_syncing", 0, call -> chain.syncing()
                        .map(ChainMethods::progress).orElse(JsonValue.FALSE)),
                Method.instant("eth_blockNumber", 0,
                        call -> JsonValue.quantity(chain.latestNumber())),
                Method.instant("eth_accounts", 0, call -> accounts()),
                Method.instant("eth_coinbase", 0, call -> coinbase()),
                Method.instant("eth_mining", 0, call -> JsonValue.FALSE),
                Method.instant("eth_hashrate", 0, call -> JsonValue.quantity(0)));
    }

    private JsonValue accounts() {
        return JsonValue.list(devKeys.map(DevKeys::accounts).orElse(List.of()).stream()
                .map(address -> JsonValue.of(address.toString())).toList());
    }

    private JsonValue coinbase() {
        return chain.header(chain.latestNumber())
                .map(header -> JsonValue.of(header.beneficiary().toString()))
                .orElseThrow(() -> new JsonRpcException(ErrorCode.RESOURCE_UNAVAILABLE,
                        "there is no block yet"));
    }

    static JsonValue progress(SyncProgress progress) {
        return out -> {
            out.startObject();
            out.quantity("startingBlock", progress.startingBlock());
            out.quantity("currentBlock", progress.currentBlock());
            out.quantity("highestBlock", progress.highestBlock());
            out.endObject();
        };
    }
}
