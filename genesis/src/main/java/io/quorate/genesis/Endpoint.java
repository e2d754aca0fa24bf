package io.quorate.genesis;

/**
 * Where a process listens or is reached. The host is a name or a literal address and is resolved at each
 * dial, never here; a literal IPv6 address is held without its brackets.
 *
 * @param port 0 to 65535; 0 asks the system for a free one and makes sense only for listening
 */
public record Endpoint(String host, int port) {
    static final int HOST_LENGTH_MAX = 253; // of a domain name, RFC 1035 §3.1
    private static final int PORT_MAX = 65_535;

    public Endpoint {
        if (host.isEmpty() || host.length() > HOST_LENGTH_MAX
                || !host.chars().allMatch(Endpoint::isHostCharacter)) {
            throw new IllegalArgumentException(
                    "not a host name or address: \"" + Quote.shortened(host) + "\"");
        }
        if (port < 0 || port > PORT_MAX) {
            throw new IllegalArgumentException("a port is between 0 and 65535, not " + port);
        }
    }

    /** Reads {@code host:port} or {@code [ipv6]:port}; fails with {@link IllegalArgumentException}. */
    public static Endpoint parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw new IllegalArgumentException(
                    "expected host:port, not \"" + Quote.shortened(text) + "\"");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.contains(":")) {
            throw new IllegalArgumentException("an IPv6 address needs brackets, as in [::1]:30303");
        }
        return new Endpoint(host, parsePort(text.substring(colon + 1)));
    }

    private static int parsePort(String digits) {
        if (digits.isEmpty() || digits.length() > 5
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("a port is between 0 and 65535, not \""
                    + Quote.shortened(digits) + "\"");
        }
        return Integer.parseInt(digits);
    }

    private static boolean isHostCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-'
                || c == '.' || c == '_' || c == ':' || c == '%';
    }

    /** {@code host:port}, with brackets around an IPv6 address: what {@link #parse} reads. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
