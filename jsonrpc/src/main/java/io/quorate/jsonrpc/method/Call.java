package io.quorate.jsonrpc.method;

import io.quorate.jsonrpc.Grants;
import io.quorate.jsonrpc.json.Param;
import io.quorate.jsonrpc.json.Params;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A call under way.
 *
 * @param grants the caller's
 * @param connection where it came by WebSocket
 * @param beforeResponse takes what the response should wait for, bounded in time by itself
 * @param afterResponse takes what is to run once the response is on its way
 */
public record Call(Params params, Grants grants, Optional<Connection> connection,
        Consumer<Runnable> beforeResponse, Consumer<Runnable> afterResponse) {
    public Param at(int index, String name) {
        return params.at(index, name);
    }
}
