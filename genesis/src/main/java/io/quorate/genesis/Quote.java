package io.quorate.genesis;

/** Puts foreign text into a message: bounded, and without control characters. */
final class Quote {
    private static final int LENGTH_MAX = 80;

    private Quote() {}

    static String shortened(String text) {
        String printable = text.substring(0, Math.min(text.length(), LENGTH_MAX + 1))
                .replaceAll("\\p{Cntrl}", "?");
        return printable.length() > LENGTH_MAX ? printable.substring(0, LENGTH_MAX) + "…"
                : printable;
    }
}
