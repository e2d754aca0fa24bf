package io.quorate.node.bench.rpc;

/** What is measured. */
enum Asked {
    BLOCK_NUMBER("eth_blockNumber"), BALANCE("eth_getBalance"), CALL("eth_call"), LOGS(
            "eth_getLogs"),
    BLOCK("eth_getBlockByNumber"), SEND("eth_sendRawTransactionSync");

    private final String method;

    Asked(String method) {
        this.method = method;
    }

    String method() {
        return method;
    }
}
