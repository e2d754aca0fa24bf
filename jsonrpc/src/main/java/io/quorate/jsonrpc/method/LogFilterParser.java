package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.LogQuery;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.Param;
import java.util.List;
import java.util.Optional;

/** Reads the filter object of logs: addresses, topics and blocks. */
public final class LogFilterParser {
    private static final int ADDRESSES_MAX = 1_000;
    private static final int TOPICS_MAX = 1_000;
    private static final int POSITIONS_MAX = 4;

    private final ChainQueries chain;
    private final Blocks blocks;

    public LogFilterParser(ChainQueries chain, Blocks blocks) {
        this.chain = chain;
        this.blocks = blocks;
    }

    /** A filter with its blocks found; both ends are included and exist. */
    public record Request(long fromBlock, long toBlock, LogQuery.Filter filter) {}

    /** Blocks not named mean {@code latest}. */
    public Request parse(Param param) {
        if (!param.isObject()) {
            throw param.wrong("a filter object");
        }
        LogQuery.Filter filter = filter(param);
        Param hash = param.field("blockHash");
        Param from = param.field("fromBlock");
        Param to = param.field("toBlock");
        if (!hash.isAbsent()) {
            if (!from.isAbsent() || !to.isAbsent()) {
                throw JsonRpcException.invalidParams("invalid params: " + param.name()
                        + " must have either blockHash or fromBlock and toBlock");
            }
            long number = chain.blockNumber(hash.hash()).orElseThrow(() -> new JsonRpcException(
                    ErrorCode.RESOURCE_NOT_FOUND, "block not found: " + hash));
            return new Request(number, number, filter);
        }
        Request request = new Request(number(from), number(to), filter);
        if (request.fromBlock > request.toBlock) {
            throw JsonRpcException.invalidParams("invalid params: fromBlock is above toBlock");
        }
        return request;
    }

    private long number(Param param) {
        return blocks.find(param).map(Blocks.Choice::stateNumber)
                .orElseThrow(() -> JsonRpcException.invalidParams("invalid params: " + param.name()
                        + " extends beyond the latest block, 0x"
                        + Long.toHexString(chain.latestNumber())));
    }

    /** The block to begin with, where one is named; it may be above the latest. */
    public Optional<Long> fromBlock(Param param) {
        return param.field("fromBlock").optional(from -> from.isString()
                && from.string().startsWith("0x") && from.string().length() < 20
                        ? from.longQuantity() : number(from));
    }

    /** Addresses and topics alone. */
    public LogQuery.Filter filter(Param param) {
        Param topics = param.field("topics");
        List<Param> positions = topics.isAbsent() ? List.of() : topics.list();
        if (positions.size() > POSITIONS_MAX) {
            throw topics.wrong("a list of at most " + POSITIONS_MAX + " positions");
        }
        return new LogQuery.Filter(addresses(param.field("address")),
                positions.stream().map(LogFilterParser::position).toList());
    }

    private static List<Address> addresses(Param param) {
        if (param.isAbsent()) {
            return List.of();
        }
        if (!param.isList()) {
            return List.of(param.address());
        }
        List<Param> list = param.list();
        if (list.size() > ADDRESSES_MAX) {
            throw param.wrong("at most " + ADDRESSES_MAX + " addresses");
        }
        return list.stream().map(Param::address).toList();
    }

    /** A topic, a list of which any will do, or null for all; a null within the list means all too. */
    private static List<Hash> position(Param param) {
        if (param.isAbsent()) {
            return List.of();
        }
        if (!param.isList()) {
            return List.of(param.hash());
        }
        List<Param> list = param.list();
        if (list.size() > TOPICS_MAX) {
            throw param.wrong("at most " + TOPICS_MAX + " topics");
        }
        return list.stream().anyMatch(Param::isAbsent) ? List.of()
                : list.stream().map(Param::hash).toList();
    }
}
