package io.quorate.node.console;

import io.quorate.jsonrpc.Grants;
import io.quorate.jsonrpc.HttpPages;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The console's files in front of the replica's other pages. They hold no data: what a page shows it asks JSON-RPC for. One
 * path more tells of other networks, to callers who may use something of {@code admin}.
 */
public final class Console implements HttpPages, AutoCloseable {
    private static final String NETWORKS = ConsoleFiles.ROOT + "/networks.json";
    private static final String GROUP = "admin";
    private static final String JSON = "application/json";

    private final HttpPages others;
    private final Optional<NetworkWatch> watch;

    private Console(HttpPages others, Optional<NetworkWatch> watch) {
        this.others = others;
        this.watch = watch;
    }

    /** Fails with {@link io.quorate.node.OperatorException} where the file of networks cannot be read. */
    public static Console start(ConsoleSettings settings, InstantSource clock, HttpPages others) {
        Optional<NetworkFile> file = settings.networks().map(NetworkFile::new);
        file.ifPresent(NetworkFile::read);
        return new Console(others, file.map(each -> new NetworkWatch(each, clock)));
    }

    @Override
    public Optional<Page> page(String path) {
        return page(path, Grants.NONE);
    }

    @Override
    public Optional<Page> page(String path, Grants caller) {
        if (path.equals(NETWORKS)) return Optional.of(networks(caller));
        return ConsoleFiles.page(path).or(() -> others.page(path, caller));
    }

    private Page networks(Grants caller) {
        if (!caller.allowsSome(GROUP)) {
            return new Page(403, "text/plain", "other networks are shown to callers with a role"
                    + " that may use the group " + GROUP + "\n", SafeHeaders.unstored());
        }
        return new Page(200, JSON,
                watch.map(NetworkWatch::look).orElse("{\"networks\":[]}"), SafeHeaders.unstored());
    }

    @Override
    public void close() {
        watch.ifPresent(NetworkWatch::close);
    }
}
