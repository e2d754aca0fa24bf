package io.quorate.node.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.node.OperatorException;
import io.quorate.node.client.ReplicaClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Asks running replicas, all at once: twice for where they are, a while apart (the silent ones once), and then for what they have at the highest
 * block that all have. What they answer is bounded here: they may be anybody.
 */
public final class LiveCollector {
    private static final int LIST_MAX = 1_024;
    private static final int TEXT_MAX = 600;

    private final long watchMillis;

    public LiveCollector(long watchMillis) {
        this.watchMillis = watchMillis;
    }

    /** One replica's answer, or why there is none. */
    public record Answer(Optional<LiveFacts> live, Optional<String> silence,
            boolean isExplained) {}

    /** The first look at one. */
    private record Look(JsonNode health, long offsetMillis, long roundTripMillis) {}

    /** In the order of {@code replicas}; waits in between, and no longer for a replica than its client does. */
    public List<Answer> ask(List<ReplicaClient> replicas) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Reply<Look>> first = all(threads, replicas, LiveCollector::look);
            if (watchMillis > 0) TimeUnit.MILLISECONDS.sleep(watchMillis);
            List<Reply<Look>> second = answering(threads, replicas, first, LiveCollector::look);
            long common = second.stream().flatMap(each -> each.value().stream())
                    .mapToLong(each -> each.health.path("block").asLong()).min().orElse(0);
            List<Reply<Optional<String>>> hashes = answering(threads, replicas, second,
                    replica -> hash(replica, common));
            List<Reply<Optional<String>>> genesis = answering(threads, replicas, second,
                    replica -> hash(replica, 0));
            List<Reply<Optional<JsonNode>>> explained = answering(threads, replicas, second,
                    replica -> replica.callIfOpen("bft_explain"));
            List<Reply<Optional<JsonNode>>> members = answering(threads, replicas, second,
                    replica -> replica.callIfOpen("bft_getValidators"));
            List<Answer> answers = new ArrayList<>();
            for (int i = 0; i < replicas.size(); i++) {
                answers.add(second.get(i).value().isEmpty()
                        ? new Answer(Optional.empty(), second.get(i).failure(), false)
                        : answer(first.get(i).value().orElse(second.get(i).value().get()),
                                second.get(i).value().get(), flat(genesis.get(i)),
                                flat(hashes.get(i)), flat(explained.get(i)),
                                flat(members.get(i))));
            }
            return answers;
        }
    }

    private record Reply<T>(Optional<T> value, Optional<String> failure) {}

    private static <T> Optional<T> flat(Reply<Optional<T>> reply) {
        return reply.value().flatMap(Function.identity());
    }

    private static <T> List<Reply<T>> all(ExecutorService threads, List<ReplicaClient> replicas,
            Function<ReplicaClient, T> question) throws InterruptedException {
        List<Future<Reply<T>>> futures = new ArrayList<>();
        for (ReplicaClient replica : replicas) {
            futures.add(threads.submit(() -> attempt(replica, question)));
        }
        List<Reply<T>> replies = new ArrayList<>();
        for (Future<Reply<T>> future : futures) {
            try {
                replies.add(future.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        return replies;
    }

    /** Those that were silent before are not waited for again. */
    private static <T> List<Reply<T>> answering(ExecutorService threads,
            List<ReplicaClient> replicas, List<Reply<Look>> before,
            Function<ReplicaClient, T> question) throws InterruptedException {
        List<ReplicaClient> asked = new ArrayList<>();
        for (int i = 0; i < replicas.size(); i++) {
            if (before.get(i).value().isPresent()) asked.add(replicas.get(i));
        }
        List<Reply<T>> replies = new ArrayList<>();
        List<Reply<T>> answered = all(threads, asked, question);
        int next = 0;
        for (Reply<Look> each : before) {
            replies.add(each.value().isPresent() ? answered.get(next++)
                    : new Reply<>(Optional.empty(), each.failure()));
        }
        return replies;
    }

    private static <T> Reply<T> attempt(ReplicaClient replica,
            Function<ReplicaClient, T> question) {
        try {
            return new Reply<>(Optional.of(question.apply(replica)), Optional.empty());
        } catch (OperatorException e) {
            return new Reply<>(Optional.empty(), Optional.of(shortened(e.getMessage())));
        }
    }

    private static Look look(ReplicaClient replica) {
        long wall = System.currentTimeMillis();
        long begin = System.nanoTime();
        JsonNode health = replica.page("/health");
        long roundTrip = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        if (!health.path("replica").isInt() || !health.path("members").isArray()) {
            throw new OperatorException("what answers is no replica, or one of an older version");
        }
        long clock = health.path("clockMillis").asLong(wall);
        return new Look(health, clock - (wall + roundTrip / 2), roundTrip);
    }

    private static Optional<String> hash(ReplicaClient replica, long number) {
        return replica
                .callIfOpen("eth_getBlockByNumber", "0x" + Long.toHexString(number), false)
                .map(block -> shortened(block.path("hash").asText("")))
                .filter(hash -> !hash.isEmpty());
    }

    private static Answer answer(Look first, Look second, Optional<String> genesis,
            Optional<String> hash, Optional<JsonNode> explained, Optional<JsonNode> members) {
        JsonNode health = second.health;
        Look nearest = first.roundTripMillis < second.roundTripMillis ? first : second;
        LiveFacts live = new LiveFacts(health.path("replica").asInt(),
                shortened(health.path("version").asText("")), health.path("protocol").asInt(),
                shortened(health.path("status").asText("")),
                first.health.path("block").asLong(), health.path("block").asLong(),
                health.path("epoch").asLong(), leader(health, explained),
                List.copyOf(numbers(health.path("members"))), health.path("quorum").asInt(),
                health.path("fastQuorum").asInt(), new HashSet<>(numbers(health.path("connected"))),
                nearest.offsetMillis, genesis, hash,
                told(explained.map(each -> each.path("findings"))
                        .orElse(health.path("findings"))),
                explained.map(each -> OptionalInt
                        .of(each.path("waitingTransactions").asInt()))
                        .orElse(OptionalInt.empty()),
                members.map(LiveCollector::names).orElse(Map.of()));
        return new Answer(Optional.of(live), Optional.empty(), explained.isPresent());
    }

    private static OptionalInt leader(JsonNode health, Optional<JsonNode> explained) {
        int leader = explained.map(each -> each.at("/leader/number").asInt(-1))
                .orElse(health.path("leader").asInt(-1));
        return leader < 0 ? OptionalInt.empty() : OptionalInt.of(leader);
    }

    private static List<Integer> numbers(JsonNode list) {
        Set<Integer> numbers = new TreeSet<>();
        for (JsonNode each : list) {
            if (each.isInt() && numbers.size() < LIST_MAX) numbers.add(each.asInt());
        }
        return List.copyOf(numbers);
    }

    private static List<LiveFacts.Told> told(JsonNode list) {
        List<LiveFacts.Told> told = new ArrayList<>();
        for (JsonNode each : list) {
            if (told.size() == LIST_MAX) break;
            told.add(new LiveFacts.Told(shortened(each.path("code").asText("")),
                    each.path("replica").isInt() ? OptionalInt.of(each.path("replica").asInt())
                            : OptionalInt.empty(),
                    shortened(each.path("text").asText("")),
                    shortened(each.path("mend").asText(""))));
        }
        return told;
    }

    private static Map<Integer, String> names(JsonNode validators) {
        Map<Integer, String> names = new HashMap<>();
        for (JsonNode each : validators.path("validators")) {
            String name = shortened(each.path("name").asText(""));
            if (names.size() < LIST_MAX && !name.isEmpty()) {
                names.put(each.path("number").asInt(), name);
            }
        }
        return names;
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), TEXT_MAX)).replaceAll("\\p{Cntrl}", "?");
    }
}
