package io.quorate.jsonrpc;

import java.util.Optional;

/** All that a server is given. Without {@code devKeys} no account is unlocked. */
public record JsonRpcPorts(ChainQueries chain, TransactionSubmitter submitter,
        Optional<DevKeys> devKeys, HttpPages pages) {}
