package io.quorate.node.bench.abuse;

import java.util.Locale;

/** @param status 0 where the connection ended without an answer */
record HttpAnswer(int status, String head, String body) {
    static final HttpAnswer NONE = new HttpAnswer(0, "", "");

    boolean closes() {
        return head.toLowerCase(Locale.ROOT).contains("connection: close");
    }

    static int length(String head) {
        String lower = head.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("\r\ncontent-length:");
        if (at < 0) return 0;
        int begin = at + "\r\ncontent-length:".length();
        return Integer.parseInt(lower.substring(begin, lower.indexOf('\r', begin)).trim());
    }
}
