package io.quorate.node.console;

import io.quorate.jsonrpc.Grants;
import io.quorate.jsonrpc.HttpPages;
import io.vertx.core.Vertx;
import java.util.Optional;

/** The console's files in front of the replica's other pages. They hold no data: what a page shows it asks JSON-RPC for. */
public final class Console implements HttpPages, AutoCloseable {
    private final ConsoleFiles files = new ConsoleFiles();
    private final HttpPages others;

    private Console(HttpPages others) {
        this.others = others;
    }

    public static Console start(ConsoleSettings settings, Vertx vertx, HttpPages others) {
        return new Console(others);
    }

    @Override
    public Optional<Page> page(String path) {
        return page(path, Grants.NONE);
    }

    @Override
    public Optional<Page> page(String path, Grants caller) {
        return files.page(path).or(() -> others.page(path, caller));
    }

    @Override
    public void close() {}
}
