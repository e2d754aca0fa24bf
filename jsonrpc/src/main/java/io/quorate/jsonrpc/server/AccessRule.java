package io.quorate.jsonrpc.server;

import io.quorate.jsonrpc.JsonRpcConfig;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Decides by the {@code Origin} and {@code Host} headers; see {@link JsonRpcConfig.Access}. */
final class AccessRule {
    private static final Set<String> LOCAL_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");
    /** Chromium's, Firefox's and Safari's; the rest is an id, in Firefox another one in each installation. */
    private static final Pattern EXTENSION = Pattern
            .compile("(chrome|moz|safari-web)-extension://[0-9A-Za-z-]+");
    private static final Pattern IP_V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private final JsonRpcConfig.Access access;

    AccessRule(JsonRpcConfig.Access access) {
        this.access = access;
    }

    /**
     * No header: not sent by a web page.
     *
     * @param authority name and port by which the server was asked; null if it is not told
     */
    boolean allowsOrigin(Optional<String> origin, HostAndPort authority, boolean tls) {
        return allowsOrigin(origin) || access.origins().contains(JsonRpcConfig.Access.SELF)
                && authority != null && isSame(origin.get(), authority, tls);
    }

    /**
     * The server's own page. Behind a proxy that ends TLS the page is of {@code https} and the request is not; what a page
     * without TLS asks of a server with TLS is not its own.
     */
    private static boolean isSame(String origin, HostAndPort authority, boolean tls) {
        try {
            URI page = new URI(origin);
            boolean https = "https".equals(page.getScheme());
            return page.getHost() != null && page.getHost().equalsIgnoreCase(authority.host())
                    && page.getPort() == authority.port() && (https || !tls);
        } catch (URISyntaxException _) {
            return false; // not an origin that a browser sends
        }
    }

    boolean allowsOrigin(Optional<String> origin) {
        return origin.isEmpty() || access.origins().contains("*")
                || access.origins().contains(origin.get())
                || access.origins().contains("localhost") && isLocal(origin.get())
                || access.origins().contains("extensions")
                        && EXTENSION.matcher(origin.get()).matches();
    }

    private static boolean isLocal(String origin) {
        try {
            String host = new URI(origin).getHost();
            return host != null && LOCAL_HOSTS.contains(host.toLowerCase(Locale.ROOT));
        } catch (URISyntaxException e) {
            return false; // not an origin that a browser sends
        }
    }

    /** {@code host} without port. A name that an attacker made point here is not on the list. */
    boolean allowsHost(Optional<String> host) {
        if (host.isEmpty() || access.hosts().contains("*")) {
            return true;
        }
        String name = host.get().toLowerCase(Locale.ROOT);
        return LOCAL_HOSTS.contains(name) || IP_V4.matcher(name).matches() || name.contains(":")
                || access.hosts().stream().anyMatch(name::equalsIgnoreCase);
    }
}
