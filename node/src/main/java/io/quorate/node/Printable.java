package io.quorate.node;

/** Texts that others chose, such as names on chain, as they may go to a terminal. */
public final class Printable {
    private static final int LENGTH_MAX = 1_024;

    private Printable() {}

    /** Control characters, which could hide or forge lines, and those that turn the direction of writing become '?'. */
    public static String of(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(LENGTH_MAX)
                .forEach(point -> shown.appendCodePoint(isHarmless(point) ? point : '?'));
        return text.codePointCount(0, text.length()) > LENGTH_MAX ? shown + "…"
                : shown.toString();
    }

    private static boolean isHarmless(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE,
                    Character.UNASSIGNED, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
