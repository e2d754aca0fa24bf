package io.quorate.node;

import io.quorate.genesis.Endpoint;
import io.quorate.genesis.Genesis;
import io.quorate.jsonrpc.DevKeys;
import io.quorate.jsonrpc.JsonRpcConfig;
import io.quorate.node.pool.PoolLimits;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One replica.
 *
 * @param replica its index among the validators
 * @param rpc empty where no JSON-RPC is served
 * @param accessLog the file in which requests are logged, if they are
 * @param metrics where metrics have a port of their own; they are on JSON-RPC's port too
 * @param devKeys accounts that it signs for; development only
 * @param clientVersion what {@code web3_clientVersion} answers
 */
record NodeConfig(int replica, Path dataDir, Genesis genesis, Optional<JsonRpcConfig> rpc,
        Optional<Path> accessLog, Optional<Endpoint> metrics, Optional<DevKeys> devKeys,
        PoolLimits pool,
        StorageSettings storage, LedgerSnapshots.Settings snapshots, String clientVersion) {}
