package io.quorate.jsonrpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.jsonrpc.AccessLog;
import io.quorate.jsonrpc.JsonRpcConfig.Limits;
import io.quorate.jsonrpc.JsonRpcPorts;
import io.quorate.jsonrpc.MemoryChain;
import io.quorate.jsonrpc.MemoryPool;
import io.quorate.jsonrpc.RequestMeter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestMeterTest {
    private final List<String> seen = new ArrayList<>();
    private final Rpc rpc = new Rpc(new JsonRpcPorts(MemoryChain.withGenesis(1337),
            new MemoryPool(), Optional.empty(), Optional.empty(), Optional.empty(),
            path -> Optional.empty(), AccessLog.NONE,
            (method, code, nanos) -> seen.add(method + " " + code + (nanos < 0 ? " !" : "")),
            Optional.empty()), Limits.DEFAULT, InstantSource.system());

    @Test
    void eachRequestIsCountedByItsMethodAndTheCodeOfItsError() {
        rpc.call("eth_chainId", "[]");
        rpc.call("eth_getBlockByNumber", "['nonsense']");
        rpc.send("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\"},"
                + "{\"jsonrpc\":\"2.0\",\"method\":\"eth_blockNumber\"}]");

        assertThat(seen).containsExactly("eth_chainId 0", "eth_getBlockByNumber -32602",
                "eth_chainId 0", "eth_blockNumber 0");
    }

    /** Anybody may send any name: as labels of metrics they would fill the memory. */
    @Test
    void namesThatAreNoMethodsAreOne() {
        for (int i = 0; i < 3; i++) rpc.call("eth_noSuch" + i, "[]");

        assertThat(seen).containsOnly(RequestMeter.OTHER + " -32601").hasSize(3);
    }
}
