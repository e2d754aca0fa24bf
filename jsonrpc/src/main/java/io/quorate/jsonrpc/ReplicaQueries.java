package io.quorate.jsonrpc;

import io.quorate.evm.primitives.Address;
import io.quorate.ledger.BlockHeader;
import java.util.List;
import java.util.Optional;

/** What JSON-RPC reads of the replica that answers, and of those that order with it. Safe for any thread. */
public interface ReplicaQueries {
    /** Who ordered the block with this header; empty where its epoch is not known here. */
    Optional<Committee> committee(BlockHeader header);

    /** Who orders now. */
    Committee committee();

    /** Whoever proposed the block with this header; empty for a block that nobody ordered here. */
    Optional<Address> proposer(BlockHeader header);

    OrderingState ordering();

    Vitals vitals();

    /** The place of this replica's P2P and its key; its name among validators. */
    Self self();

    /** Whose transactions are taken; empty where everybody's are. */
    Optional<List<Address>> permittedAccounts();

    /**
     * Makes the log louder or quieter: of the loggers with these names and below, of all where none is named. False where
     * there is no such level.
     */
    boolean logLevel(String level, List<String> loggers);

    /** @param listening {@code host:port} of the P2P side, as peers reach it; empty within one process */
    record Self(CommitteeMember member, Optional<String> listening) {}
}
