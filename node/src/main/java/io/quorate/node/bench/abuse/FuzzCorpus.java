package io.quorate.node.bench.abuse;

import java.util.ArrayList;
import java.util.List;

/** Requests that are right, one for each method, with places for values of the chain; the fuzzer makes them wrong. */
final class FuzzCorpus {
    private static final String ACCOUNT = "\"0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266\"";
    private static final String CONTRACT = "\"0x00000000000000000000000000000000000c0de0\"";
    private static final String MESSAGE = "{\"from\":" + ACCOUNT + ",\"to\":" + CONTRACT
            + ",\"gas\":\"0x5208\",\"value\":\"0x0\",\"input\":\"0x70a08231\"}";
    private static final String OVERRIDES = "{" + CONTRACT + ":{\"code\":\"0x60016000526020"
            + "6000f3\",\"balance\":\"0x1\",\"stateDiff\":{\"0x0\":\"0x1\"}}}";
    private static final String FILTER = "{\"fromBlock\":\"0x0\",\"toBlock\":\"latest\",\"address\":["
            + ACCOUNT + "],\"topics\":[null,[\"$HASH\"]]}";
    private static final String TRACER = "{\"tracer\":\"callTracer\",\"tracerConfig\":{\"withLog\":true}}";
    private static final String TYPED = "{\"types\":{\"EIP712Domain\":[{\"name\":\"name\",\"type\":\"string\"}],"
            + "\"A\":[{\"name\":\"b\",\"type\":\"uint256[2]\"},{\"name\":\"c\",\"type\":\"A[]\"}]},"
            + "\"primaryType\":\"A\",\"domain\":{\"name\":\"d\"},\"message\":{\"b\":[1,\"0x2\"],\"c\":[]}}";
    private static final String SIMULATION = "{\"blockStateCalls\":[{\"blockOverrides\":{\"number\":\"0x10\"},"
            + "\"stateOverrides\":" + OVERRIDES + ",\"calls\":[" + MESSAGE
            + "]}],\"validation\":true,\"traceTransfers\":true}";
    private static final String PAYLOAD = "{\"timestamp\":\"0x7fffffff\",\"prevRandao\":\"$HASH\","
            + "\"suggestedFeeRecipient\":" + ACCOUNT
            + ",\"withdrawals\":[],\"parentBeaconBlockRoot\":\"$HASH\"}";

    /** Method and parameters, parted by a blank. */
    private static final String[] LINES = {"web3_clientVersion", "web3_sha3 \"0x1234\"",
            "net_version", "net_listening", "net_peerCount", "rpc_modules", "eth_chainId",
            "eth_config", "eth_capabilities", "eth_syncing", "eth_blockNumber", "eth_accounts",
            "eth_coinbase", "eth_protocolVersion", "eth_mining", "eth_hashrate", "eth_gasPrice",
            "eth_maxPriorityFeePerGas", "eth_feeHistory \"0x4\",\"latest\",[10,50.5,99]",
            "eth_baseFee", "eth_blobBaseFee", "eth_getBalance " + ACCOUNT + ",\"latest\"",
            "eth_getCode " + CONTRACT + ",\"latest\"", "eth_getStorageAt " + CONTRACT
                    + ",\"0x0\",\"latest\"",
            "eth_getStorageValues {" + CONTRACT + ":[\"0x0\",\"0x1\"]},\"latest\"",
            "eth_getTransactionCount " + ACCOUNT + ",\"pending\"",
            "eth_getProof " + ACCOUNT + ",[\"0x0\"],\"latest\"",
            "eth_call " + MESSAGE + ",\"latest\"," + OVERRIDES + ",{\"number\":\"0x10\"}",
            "eth_estimateGas " + MESSAGE + ",\"latest\"," + OVERRIDES,
            "eth_createAccessList " + MESSAGE + ",\"latest\"",
            "eth_simulateV1 " + SIMULATION + ",\"latest\"", "eth_getBlockByNumber \"0x1\",true",
            "eth_getBlockByHash \"$BLOCK\",true", "eth_getHeaderByNumber \"0x1\"",
            "eth_getHeaderByHash \"$BLOCK\"", "eth_getBlockTransactionCountByNumber \"0x1\"",
            "eth_getBlockTransactionCountByHash \"$BLOCK\"", "eth_getBlockReceipts \"0x1\"",
            "eth_getUncleByBlockNumberAndIndex \"0x1\",\"0x0\"",
            "eth_getUncleByBlockHashAndIndex \"$BLOCK\",\"0x0\"",
            "eth_getUncleCountByBlockNumber \"0x1\"", "eth_getUncleCountByBlockHash \"$BLOCK\"",
            "eth_sendRawTransaction \"$RAW\"", "eth_sendRawTransactionSync \"$RAW\",\"0x64\"",
            "eth_getTransactionByHash \"$HASH\"", "eth_getTransactionReceipt \"$HASH\"",
            "eth_getTransactionByBlockNumberAndIndex \"0x1\",\"0x0\"",
            "eth_getTransactionByBlockHashAndIndex \"$BLOCK\",\"0x0\"",
            "eth_getRawTransactionByHash \"$HASH\"", "eth_getLogs " + FILTER,
            "eth_newFilter " + FILTER, "eth_newBlockFilter", "eth_newPendingTransactionFilter",
            "eth_getFilterChanges \"0x1\"", "eth_getFilterLogs \"0x1\"",
            "eth_uninstallFilter \"0x1\"", "eth_subscribe \"logs\"," + FILTER,
            "eth_unsubscribe \"0x1\"", "txpool_status", "txpool_content",
            "txpool_contentFrom " + ACCOUNT, "debug_traceTransaction \"$HASH\"," + TRACER,
            "debug_traceBlockByNumber \"0x1\"," + TRACER,
            "debug_traceBlockByHash \"$BLOCK\"," + TRACER,
            "debug_traceCall " + MESSAGE + ",\"latest\",{\"stateOverrides\":" + OVERRIDES + "}",
            "trace_transaction \"$HASH\"", "trace_get \"$HASH\",[\"0x0\"]", "trace_block \"0x1\"",
            "trace_filter {\"fromBlock\":\"0x0\",\"toBlock\":\"0x2\",\"count\":5}",
            "ots_getApiLevel", "ots_hasCode " + ACCOUNT + ",\"latest\"", "ots_getBlockDetails 1",
            "ots_getBlockDetailsByHash \"$BLOCK\"", "ots_getBlockTransactions 1,0,25",
            "ots_getInternalOperations \"$HASH\"", "ots_getTransactionError \"$HASH\"",
            "ots_traceTransaction \"$HASH\"",
            "ots_searchTransactionsBefore " + ACCOUNT + ",0,25",
            "ots_searchTransactionsAfter " + ACCOUNT + ",0,25",
            "ots_getTransactionBySenderAndNonce " + ACCOUNT + ",0",
            "ots_getContractCreator " + ACCOUNT, "erigon_getHeaderByNumber \"0x1\"",
            "debug_storageRangeAt \"$BLOCK\",0," + ACCOUNT + ",\"0x\",10",
            "debug_getRawBlock \"0x1\"", "debug_getRawHeader \"0x1\"",
            "debug_getRawReceipts \"0x1\"", "debug_getRawTransaction \"$HASH\"",
            "debug_getBadBlocks", "audit_getHistory " + ACCOUNT + ",\"balance\",\"0x0\",\"latest\"",
            "audit_getProof " + ACCOUNT + ",\"0x1\"", "bft_getCertificate \"0x1\"",
            "bft_getTransactionProof \"$HASH\"", "bft_getReceiptProof \"$HASH\"",
            "eth_sendTransaction " + MESSAGE, "eth_signTransaction " + MESSAGE,
            "eth_sign " + ACCOUNT + ",\"0x1234\"", "personal_sign \"0x1234\"," + ACCOUNT,
            "eth_signTypedData_v4 " + ACCOUNT + "," + TYPED, "hardhat_getAutomine",
            "eth_getBlockAccessList \"0x1\"", "debug_getRawBlockAccessList \"0x1\"",
            "eth_fillTransaction " + MESSAGE,
            "eth_getTransactionBySenderAndNonce " + ACCOUNT + ",\"0x0\"",
            "txpool_explain \"$HASH\"", "txpool_dropped \"$HASH\"", "txpool_inspect",
            "txpool_besuPendingTransactions 10,{\"from\":{\"eq\":" + ACCOUNT + "}}",
            "trace_call " + MESSAGE + ",[\"trace\",\"vmTrace\",\"stateDiff\"],\"latest\"",
            "trace_callMany [[" + MESSAGE + ",[\"trace\"]]],\"latest\"",
            "trace_rawTransaction \"$RAW\",[\"trace\"]",
            "trace_replayTransaction \"$HASH\",[\"trace\",\"vmTrace\",\"stateDiff\"]",
            "trace_replayBlockTransactions \"0x1\",[\"stateDiff\"]", "bft_explain",
            "bft_getStatus", "bft_getValidators \"latest\"",
            "qbft_getValidatorsByBlockNumber \"0x1\"",
            "qbft_getValidatorsByBlockHash \"$BLOCK\"",
            "qbft_getSignerMetrics \"0x0\",\"latest\"", "qbft_getPendingVotes", "admin_nodeInfo",
            "admin_peers", "admin_addPeer \"enode://12@127.0.0.1:30303\"",
            "admin_removePeer \"enode://12@127.0.0.1:30303\"",
            "admin_changeLogLevel \"INFO\",[\"ordering\"]", "perm_getNodesAllowlist",
            "perm_getAccountsAllowlist",
            "testing_buildBlockV1 \"$BLOCK\"," + PAYLOAD + ",[\"$RAW\"],\"0x\""};

    private FuzzCorpus() {}

    /** A method with its parameters as JSON texts. */
    record Template(String method, List<String> params) {
        Template {
            params = List.copyOf(params);
        }
    }

    static List<Template> all(String blockHash, String transactionHash, String raw) {
        List<Template> templates = new ArrayList<>();
        for (String line : LINES) {
            int blank = line.indexOf(' ');
            String method = blank < 0 ? line : line.substring(0, blank);
            String params = blank < 0 ? "" : line.substring(blank + 1);
            templates.add(new Template(method, split(params.replace("$BLOCK", blockHash)
                    .replace("$HASH", transactionHash).replace("$RAW", raw))));
        }
        return templates;
    }

    /** At the commas that stand in no brackets. */
    private static List<String> split(String params) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        for (int i = 0; i < params.length(); i++) {
            char c = params.charAt(i);
            if (c == '{' || c == '[') depth++;
            if (c == '}' || c == ']') depth--;
            if (c == ',' && depth == 0) {
                parts.add(params.substring(begin, i));
                begin = i + 1;
            }
        }
        if (!params.isEmpty()) parts.add(params.substring(begin));
        return parts;
    }
}
