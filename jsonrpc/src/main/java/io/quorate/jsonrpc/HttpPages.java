package io.quorate.jsonrpc;

import java.util.Optional;

/** Pages that the node serves by GET on the same port, such as {@code /health} and {@code /metrics}. */
@FunctionalInterface
public interface HttpPages {
    /** {@code path} without query. Called on a worker thread. Empty: 404. */
    Optional<Page> page(String path);

    record Page(int status, String contentType, String body) {}
}
