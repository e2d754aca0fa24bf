package io.quorate.bft.sim;

import io.quorate.bft.core.Effect;
import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.VoteRouting;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * Runs a story line by line and writes it down again, each command followed by what the replicas did. Commands start
 * with "> "; lines with # and empty ones are kept; all others are output and made anew.
 */
final class Scenario {
    private final StringBuilder transcript = new StringBuilder();
    private SimCluster cluster;

    static String play(String story) {
        Scenario scenario = new Scenario();
        for (String line : story.lines().toList()) {
            if (line.startsWith("> ")) {
                scenario.transcript.append(line).append('\n');
                scenario.command(line.substring(2).split(" "));
            } else if (line.isBlank() || line.startsWith("#")) {
                scenario.transcript.append(line).append('\n');
            }
        }
        return scenario.transcript.toString();
    }

    private void command(String[] words) {
        switch (words[0]) {
            case "replicas" -> {
                int replicas = Integer.parseInt(words[1]);
                cluster = new SimCluster(new Quorums(replicas, 0), VoteRouting.DIRECT, 64, 1, true,
                        this::write);
                cluster.startAll();
            }
            case "submit" -> cluster.submit();
            case "run" -> {
                long millis = Long.parseLong(words[1]);
                cluster.runUntil(cluster.events().nowMicros() + millis * 1_000);
            }
            case "crash" -> each(words[1], cluster::crash);
            case "start" -> each(words[1], cluster::start);
            case "mute" ->
                    each(words[1], from -> each("all", to -> cluster.network().block(from, to)));
            case "deafen" ->
                    each(words[1], to -> each("all", from -> cluster.network().block(from, to)));
            case "heal" -> cluster.network().unblockAll();
            case "status" -> cluster.nodes().forEach(node -> transcript.append("  r")
                    .append(node.index())
                    .append(node.status()
                            .map(s -> " view=" + s.view() + (s.active() ? "" : " awaited")
                                    + " base="
                                    + s.base() + " executed=" + s.executed())
                            .orElse(" down"))
                    .append('\n'));
            default -> throw new IllegalArgumentException("unknown command " + words[0]);
        }
    }

    private void each(String name, IntConsumer action) {
        for (SimNode node : cluster.nodes()) {
            if (name.equals("all") || name.equals("r" + node.index())) {
                action.accept(node.index());
            }
        }
    }

    private void write(long micros, int replica, Effect.Trace trace) {
        transcript.append(String
                .format(Locale.ROOT, "  %8.1f ms  r%d %s %s %s %s", micros / 1_000.0,
                        replica, trace.kind(), trace.view(), trace.seq(), trace.detail())
                .stripTrailing()).append('\n');
    }
}
