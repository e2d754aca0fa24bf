package io.quorate.it.examples;

import io.quorate.it.support.Ports;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one place where a command of a document is changed before it is run: the ports that it names, or
 * means by default, become free ones. What is printed is changed back.
 */
final class FreePorts {
    private static final int RPC = 8545;
    private static final int PEERS = 30303;
    private static final int COUNT = 4;
    private static final int LABS = 8600;
    private static final int LAB_COUNT = 10;
    private static final Pattern LAB = Pattern.compile("lab start ([1-9])\\b");

    private final int rpc = Ports.free(2 * COUNT + LAB_COUNT);
    private final int peers = rpc + COUNT;
    private final int labs = peers + COUNT;
    /** The first port of the page's lab; 0 until the page starts one. */
    private int lab;

    String rewrite(String text) {
        String rewritten = text;
        if (!text.contains("--rpc-port")) {
            rewritten = rewritten.replaceAll("quorate dev\\b", "quorate dev --rpc-port " + RPC)
                    .replaceAll("network init\\b", "network init --rpc-port " + RPC
                            + " --base-port " + PEERS);
        }
        Matcher started = LAB.matcher(rewritten);
        if (started.find()) {
            lab = LABS + LAB_COUNT * Integer.parseInt(started.group(1));
            rewritten = started.replaceFirst("$0 --port " + labs);
        }
        for (int k = 0; k < COUNT; k++) {
            rewritten = swap(rewritten, RPC + k, rpc + k);
            rewritten = swap(rewritten, PEERS + k, peers + k);
        }
        for (int k = 0; lab > 0 && k < LAB_COUNT; k++) {
            rewritten = swap(rewritten, lab + k, labs + k);
        }
        return rewritten;
    }

    String restore(String printed) {
        String restored = printed;
        for (int k = 0; k < COUNT; k++) {
            restored = swap(restored, rpc + k, RPC + k);
            restored = swap(restored, peers + k, PEERS + k);
        }
        for (int k = 0; lab > 0 && k < LAB_COUNT; k++) {
            restored = swap(restored, labs + k, lab + k);
        }
        return restored;
    }

    /** What the scripts of docs/examples take in place of their own ports. */
    Map<String, String> environment() {
        return Map.of("RPC_PORT", String.valueOf(rpc), "P2P_PORT", String.valueOf(peers));
    }

    private static String swap(String text, int from, int to) {
        return text.replaceAll("(?<![0-9a-fx])" + from + "(?![0-9a-f])", String.valueOf(to));
    }
}
