package io.quorate.jsonrpc;

import java.util.Optional;

/**
 * All that a server is given. Without {@code devKeys} no account is unlocked, without {@code devChain} there are no
 * {@code evm_} methods, without {@code builder} no {@code testing_} methods, without {@code replica} none that tell of
 * ordering and peers.
 *
 * @param accessLog told of every request
 * @param meter counts them
 */
public record JsonRpcPorts(ChainQueries chain, TransactionSubmitter submitter,
        Optional<DevKeys> devKeys, Optional<DevChain> devChain, Optional<BlockBuilder> builder,
        HttpPages pages, AccessLog accessLog, RequestMeter meter,
        Optional<ReplicaQueries> replica) {
    /** Nobody counts. */
    public JsonRpcPorts(ChainQueries chain, TransactionSubmitter submitter,
            Optional<DevKeys> devKeys, Optional<DevChain> devChain,
            Optional<BlockBuilder> builder, HttpPages pages, AccessLog accessLog,
            Optional<ReplicaQueries> replica) {
        this(chain, submitter, devKeys, devChain, builder, pages, accessLog, RequestMeter.NONE,
                replica);
    }

    /** Nothing is ordered. */
    public JsonRpcPorts(ChainQueries chain, TransactionSubmitter submitter,
            Optional<DevKeys> devKeys, Optional<DevChain> devChain,
            Optional<BlockBuilder> builder, HttpPages pages, AccessLog accessLog) {
        this(chain, submitter, devKeys, devChain, builder, pages, accessLog, Optional.empty());
    }

    /** Without a builder, and nothing told. */
    public JsonRpcPorts(ChainQueries chain, TransactionSubmitter submitter,
            Optional<DevKeys> devKeys, HttpPages pages) {
        this(chain, submitter, devKeys, Optional.empty(), Optional.empty(), pages, AccessLog.NONE);
    }
}
