package io.quorate.node.bench.abuse;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes right requests wrong: the same request for the same seed and number, on any machine. Safe for any thread. */
final class Mutator {
    private static final String[] VALUES = {"null", "true", "false", "-1", "0", "1", "1e999", "1.5",
            "18446744073709551616", "\"\"", "\"0x\"", "\"0x0\"", "\"0x00\"", "\"0xg\"", "\"-0x1\"",
            "\"0X1\"", "\"1\"", "\"latest\"", "\"pending\"", "\"earliest\"", "\"finalized\"",
            "\"0x7fffffffffffffff\"", "\"0x8000000000000000\"", "\"0xffffffffffffffff\"",
            "\"0x10000000000000000\"", "\"0x" + "f".repeat(64) + "\"",
            "\"0x" + "f".repeat(65) + "\"",
            "\"0x" + "0".repeat(40) + "\"", "\"0x" + "1".repeat(39) + "\"", "[]", "[null]", "[[]]",
            "{}", "{\"\":null}", "{\"to\":null}", "{\"blockHash\":\"0x" + "0".repeat(64) + "\"}",
            "{\"blockNumber\":\"0x1\",\"requireCanonical\":1}", "\"\\u0000\"", "\"\\ud800\"",
            "\"\u00e4\u4e16\ud83d\ude00\"", "\"0x" + "ab".repeat(3_000) + "\"",
            "[" + "0,".repeat(500) + "0]", "[".repeat(20) + "]".repeat(20),
            "{\"a\":".repeat(20) + "1" + "}".repeat(20), "{\"gas\":\"0xffffffffffffffff\"}",
            "{\"fromBlock\":\"0x5\",\"toBlock\":\"0x1\"}", "{\"input\":\"0x1\",\"data\":\"0x2\"}"};
    private static final String[] IDS = {"1", "0", "-1", "null", "\"a\"", "1.5", "[]", "{}",
            "99999999999999999999999999", "true", "\"" + "i".repeat(300) + "\""};
    private static final String[] VERSIONS = {"\"2.0\"", "\"1.0\"", "2.0", "null", "\"\""};
    private static final int BATCH_MAX = 5;

    private final List<FuzzCorpus.Template> templates;
    private final long seed;

    Mutator(List<FuzzCorpus.Template> templates, long seed) {
        this.templates = List.copyOf(templates);
        this.seed = seed;
    }

    /** The body of request {@code number}. */
    byte[] body(long number) {
        Random random = new Random(seed * 0x9e3779b97f4a7c15L + number);
        String text = random.nextInt(20) == 0 ? batch(random) : request(random);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return random.nextInt(5) == 0 ? damage(bytes, random) : bytes;
    }

    private String batch(Random random) {
        List<String> requests = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(BATCH_MAX); i++) {
            requests.add(random.nextInt(8) == 0 ? pick(VALUES, random) : request(random));
        }
        return "[" + String.join(",", requests) + "]";
    }

    private String request(Random random) {
        FuzzCorpus.Template template = templates.get(random.nextInt(templates.size()));
        List<String> params = new ArrayList<>(template.params());
        for (int changes = random.nextInt(3); changes > 0; changes--) {
            change(params, random);
        }
        String method = random.nextInt(40) == 0
                ? template.method().substring(0, random.nextInt(template.method().length()))
                : template.method();
        String id = random.nextInt(8) == 0 ? pick(IDS, random) : "1";
        String version = random.nextInt(40) == 0 ? pick(VERSIONS, random) : "\"2.0\"";
        return "{\"jsonrpc\":" + version + ",\"id\":" + id + ",\"method\":\"" + method
                + "\",\"params\":[" + String.join(",", params) + "]}";
    }

    private static void change(List<String> params, Random random) {
        int kind = random.nextInt(6);
        if (params.isEmpty() || kind == 0) {
            params.add(random.nextInt(params.size() + 1), pick(VALUES, random));
            return;
        }
        int at = random.nextInt(params.size());
        switch (kind) {
            case 1 -> params.remove(at);
            case 2 -> params.add(params.get(at));
            case 3 -> params.set(at, inner(params.get(at), random));
            default -> params.set(at, pick(VALUES, random));
        }
    }

    /** One value within {@code json}, such as a member of an object, becomes another. */
    private static String inner(String json, Random random) {
        List<Integer> begins = new ArrayList<>();
        for (int i = 0; i < json.length(); i++) {
            if (json.charAt(i) == ':' || json.charAt(i) == '[') begins.add(i + 1);
        }
        if (begins.isEmpty()) return pick(VALUES, random);
        int begin = begins.get(random.nextInt(begins.size()));
        int end = begin;
        int depth = 0;
        boolean quoted = false;
        for (; end < json.length(); end++) {
            char c = json.charAt(end);
            if (c == '"') quoted = !quoted;
            if (quoted) continue;
            if (c == '{' || c == '[') depth++;
            if (depth == 0 && (c == ',' || c == '}' || c == ']')) break;
            if (c == '}' || c == ']') depth--;
        }
        return json.substring(0, begin) + pick(VALUES, random) + json.substring(end);
    }

    private static byte[] damage(byte[] bytes, Random random) {
        byte[] damaged = bytes.clone();
        switch (random.nextInt(4)) {
            case 0 -> damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            case 1 -> damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length) + 1);
            case 2 -> damaged = Arrays.copyOfRange(damaged, random.nextInt(damaged.length),
                    damaged.length);
            default -> {
                for (int i = 0; i < 8; i++) {
                    damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
        }
        return damaged;
    }

    private static String pick(String[] values, Random random) {
        return values[random.nextInt(values.length)];
    }
}
