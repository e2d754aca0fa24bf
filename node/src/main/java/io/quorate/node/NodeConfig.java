package io.quorate.node;

import io.quorate.genesis.Endpoint;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.NodeSettings;
import io.quorate.genesis.keys.NodeKey;
import io.quorate.jsonrpc.DevKeys;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.node.access.AccessLogs;
import io.quorate.node.console.ConsoleSettings;
import io.quorate.node.pool.PoolLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One replica.
 *
 * @param replica its number as a member: among the genesis file's validators, or as the registry gave it
 * @param rpc empty where no JSON-RPC is served
 * @param accessLogs where requests are told of
 * @param metrics where metrics have a port of their own; they are on JSON-RPC's port too
 * @param keys that it may vote with
 * @param devKeys accounts that it signs for; development only
 * @param tracing who is told of single transactions
 * @param clientVersion what {@code web3_clientVersion} answers
 * @param console empty where the web console is not served
 */
record NodeConfig(int replica, Path dataDir, Genesis genesis, Optional<JsonRpcConfig> rpc,
        List<NodeKey> keys, AccessLogs accessLogs, Optional<Endpoint> metrics,
        Optional<DevKeys> devKeys,
        PoolLimits pool,
        StorageSettings storage, LedgerSnapshots.Settings snapshots,
        NodeSettings.Tracing tracing, String clientVersion, Optional<ConsoleSettings> console) {}
