package io.quorate.node.console;

import java.util.HashMap;
import java.util.Map;

/** What keeps a page from running or reaching anything but what the replica itself serves, whatever a chain's data hold. */
final class SafeHeaders {
    /** Trusted Types with no policy: no text can become markup or script at all. */
    private static final String POLICY = String.join("; ", "default-src 'none'",
            "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
            "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
            "require-trusted-types-for 'script'", "trusted-types 'none'");

    static final Map<String, String> ALL = Map.of("Content-Security-Policy", POLICY,
            "X-Content-Type-Options", "nosniff", "X-Frame-Options", "DENY", "Referrer-Policy",
            "no-referrer", "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin", "Permissions-Policy",
            "camera=(), geolocation=(), microphone=()", "Cache-Control", "no-cache");

    private SafeHeaders() {}

    /** Of what depends on who asks. */
    static Map<String, String> unstored() {
        Map<String, String> headers = new HashMap<>(ALL);
        headers.put("Cache-Control", "no-store");
        return headers;
    }
}
