package io.quorate.jsonrpc;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The trace that a request of a client belongs to, as its header {@code traceparent} says (W3C Trace Context, 3.2). */
public final class TraceParent {
    public static final String HEADER = "traceparent";
    /** Version 00; a trace or span of zeros is none. */
    private static final Pattern FORM = Pattern
            .compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final ScopedValue<String> CURRENT = ScopedValue.newInstance();

    private TraceParent() {}

    /** What is in another form is passed over, as the standard wants it. */
    public static boolean isValid(String header) {
        return header.length() == 55 && FORM.matcher(header).matches();
    }

    /** Does {@code work} for a request with this header, which is valid. */
    public static <T> T within(String header, Supplier<T> work) {
        return ScopedValue.where(CURRENT, header).call(work::get);
    }

    /** Of the request that the calling thread works for. */
    public static Optional<String> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }
}
