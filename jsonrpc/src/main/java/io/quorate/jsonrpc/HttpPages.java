package io.quorate.jsonrpc;

import java.util.Map;
import java.util.Optional;

/** Pages that the node serves by GET on the same port, such as {@code /health} and {@code /metrics}. */
@FunctionalInterface
public interface HttpPages {
    /** {@code path} without query. Called on a worker thread. Empty: 404. */
    Optional<Page> page(String path);

    /** As {@link #page(String)}, for pages that not everybody may see; {@code caller} is what its token or certificate allows. */
    default Optional<Page> page(String path, Grants caller) {
        return page(path);
    }

    /** @param headers besides the type of the content */
    record Page(int status, String contentType, String body, Map<String, String> headers) {
        public Page {
            headers = Map.copyOf(headers);
        }

        public Page(int status, String contentType, String body) {
            this(status, contentType, body, Map.of());
        }
    }
}
