package io.quorate.jsonrpc.method;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.ForkSetup;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockHeader;
import java.util.Locale;

/** What test tools ask of the network itself, in the forms of Hardhat and Anvil. */
final class DevDescriptions {
    private final ChainQueries chain;

    DevDescriptions(ChainQueries chain) {
        this.chain = chain;
    }

    private Block latest() {
        return chain.block(chain.latestNumber()).orElseThrow(() -> new JsonRpcException(
                ErrorCode.RESOURCE_UNAVAILABLE, "the latest block is being replaced"));
    }

    /** The genesis block's hash is the instance's name: that of a chain that is resumed stays. */
    JsonValue metadata() {
        Block latest = latest();
        return out -> {
            out.startObject();
            out.string("clientVersion", chain.clientVersion());
            out.number("chainId", chain.chainId());
            out.hash("instanceId", chain.forkSetup().map(ForkSetup::genesisHash).orElse(Hash.ZERO));
            out.number("latestBlockNumber", latest.number());
            out.hash("latestBlockHash", latest.hash());
            out.endObject();
        };
    }

    JsonValue nodeInfo() {
        Block latest = latest();
        BlockHeader header = latest.header();
        UInt256 baseFee = chain.feesAfter(latest.number()).baseFeePerGas();
        Fork fork = chain.forkSetup()
                .map(setup -> setup.schedule().forkAt(header.number(), header.timestamp()))
                .orElse(Fork.OSAKA);
        return out -> {
            out.startObject();
            out.quantity("currentBlockNumber", latest.number());
            out.quantity("currentBlockTimestamp", header.timestamp());
            out.hash("currentBlockHash", latest.hash());
            out.string("hardFork", fork.name().toLowerCase(Locale.ROOT));
            out.string("transactionOrder", "fifo");
            out.name("environment");
            out.startObject();
            out.quantity("baseFee", baseFee);
            out.quantity("chainId", chain.chainId());
            out.quantity("gasLimit", header.gasLimit());
            out.quantity("gasPrice", baseFee);
            out.endObject();
            out.name("forkConfig");
            out.startObject();
            out.endObject();
            out.endObject();
        };
    }
}
