package io.quorate.node.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Asks one network of any client some questions in turn. Each answer is bounded in time and size; redirects are not followed. */
final class NetworkPoll {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(3);
    private static final long ANSWER_SECONDS_MAX = 5;
    private static final long ANSWER_BYTES_MAX = 1 << 20;
    private static final int CLIENT_CHARS_MAX = 120;
    private static final int MESSAGE_CHARS_MAX = 160;
    private static final int VALIDATORS_MAX = 200;
    private static final long BLOCKS_LOOKED_BACK = 20;
    private static final Pattern QUANTITY = Pattern.compile("0x[0-9a-fA-F]{1,64}");
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");
    /** Of QBFT, IBFT 2.0, Quorum's Istanbul, and Clique, in this order. */
    private static final List<String> VALIDATOR_METHODS = List.of(
            "qbft_getValidatorsByBlockNumber", "ibft_getValidatorsByBlockNumber",
            "istanbul_getValidators", "clique_getSigners");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final InstantSource clock;

    NetworkPoll(HttpClient http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
    }

    static HttpClient client() {
        return HttpClient.newBuilder().connectTimeout(CONNECT_MAX)
                .followRedirects(HttpClient.Redirect.NEVER).build();
    }

    /** Says something else than what was asked for. */
    private static final class WrongAnswerException extends IOException {
        private static final long serialVersionUID = 1L;

        WrongAnswerException(String message) {
            super(message);
        }
    }

    Observation ask(NetworkFile.Entry network) throws InterruptedException {
        long begin = clock.millis();
        try {
            String chainId = quantity(call(network, "eth_chainId"), "eth_chainId");
            long answered = clock.millis() - begin;
            return new Observation(network, Optional.empty(), begin, answered,
                    Optional.of(facts(network, chainId)));
        } catch (IOException e) {
            return new Observation(network, Optional.of(told(e)), begin, clock.millis() - begin,
                    Optional.empty());
        }
    }

    private Observation.Facts facts(NetworkFile.Entry network, String chainId)
            throws IOException, InterruptedException {
        JsonNode head = block(network, "latest");
        long number = number(head, "number");
        long timestamp = number(head, "timestamp");
        long back = Math.min(number, BLOCKS_LOOKED_BACK);
        Optional<Double> pace = Optional.empty();
        if (back > 0) {
            long then = number(block(network, "0x" + Long.toHexString(number - back)),
                    "timestamp");
            pace = Optional.of((timestamp - then) / (double) back);
        }
        JsonNode syncing = optional(network, "eth_syncing").orElse(JSON.nullNode());
        Optional<Long> peers = optional(network, "net_peerCount")
                .filter(node -> QUANTITY.matcher(node.asText()).matches()
                        && node.asText().length() <= 10)
                .map(node -> Long.decode(node.asText()));
        String client = optional(network, "web3_clientVersion").map(JsonNode::asText).orElse("");
        Optional<String> method = Optional.empty();
        List<String> validators = new ArrayList<>();
        for (String each : VALIDATOR_METHODS) {
            Optional<JsonNode> answer = optional(network, each, "latest");
            if (answer.isEmpty() || !answer.get().isArray()) continue;
            method = Optional.of(each);
            answer.get().forEach(node -> {
                if (validators.size() < VALIDATORS_MAX
                        && ADDRESS.matcher(node.asText()).matches()) {
                    validators.add(node.asText());
                }
            });
            break;
        }
        return new Observation.Facts(chainId, printable(client, CLIENT_CHARS_MAX), number,
                timestamp, head.path("transactions").size(),
                quantity(head.path("gasUsed"), "gasUsed"),
                quantity(head.path("gasLimit"), "gasLimit"), pace, peers, syncing.isObject(),
                method, validators);
    }

    private JsonNode block(NetworkFile.Entry network, String which)
            throws IOException, InterruptedException {
        JsonNode block = call(network, "eth_getBlockByNumber", which, false);
        if (!block.isObject()) {
            throw new WrongAnswerException("eth_getBlockByNumber gave no block");
        }
        return block;
    }

    private static long number(JsonNode of, String field) throws WrongAnswerException {
        String text = quantity(of.path(field), field);
        if (text.length() > 17) {
            throw new WrongAnswerException(field + " does not fit 60 bits");
        }
        return Long.decode(text);
    }

    private static String quantity(JsonNode node, String what) throws WrongAnswerException {
        if (!node.isTextual() || !QUANTITY.matcher(node.textValue()).matches()) {
            throw new WrongAnswerException(what + " is no hexadecimal number");
        }
        return node.textValue();
    }

    /** Empty where the network does not know the method, or does not open it. */
    private Optional<JsonNode> optional(NetworkFile.Entry network, String method,
            Object... parameters) throws IOException, InterruptedException {
        try {
            return Optional.of(call(network, method, parameters));
        } catch (WrongAnswerException _) {
            return Optional.empty();
        }
    }

    private JsonNode call(NetworkFile.Entry network, String method, Object... parameters)
            throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", 1)
                .put("method", method);
        body.set("params", JSON.valueToTree(parameters));
        HttpRequest request = HttpRequest.newBuilder(network.rpc())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())).build();
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request,
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(),
                        ANSWER_BYTES_MAX));
        try {
            HttpResponse<byte[]> response = answer.get(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
            JsonNode said = JSON.readTree(response.body());
            if (said == null || !said.has("result")) {
                throw new WrongAnswerException(method + " was answered with HTTP "
                        + response.statusCode() + " and " + (said == null ? "nothing"
                                : said.path("error").path("message").asText("no result")));
            }
            return said.get("result");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause
                    : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer to " + method + " in " + ANSWER_SECONDS_MAX + " s",
                    e);
        } finally {
            answer.cancel(true);
        }
    }

    private static String told(IOException e) {
        String message = switch (e) {
            case ConnectException _ -> "cannot be reached: nobody listens there, or no such host";
            case JsonProcessingException _ -> "the answer is no JSON";
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
        return printable(message, MESSAGE_CHARS_MAX);
    }

    private static String printable(String text, int charsMax) {
        return text.substring(0, Math.min(charsMax, text.length())).replaceAll("[^ -~]", "?");
    }
}
