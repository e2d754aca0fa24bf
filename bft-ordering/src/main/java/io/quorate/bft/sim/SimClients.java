package io.quorate.bft.sim;

import io.quorate.bft.Decided;
import io.quorate.bft.OrderedBatch;
import io.quorate.bft.core.Effect;
import io.quorate.bft.core.message.FetchedValue;
import io.quorate.bft.core.message.Value;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Clients in virtual time. Each stays at one correct replica for a while, reads there again and again and waits for its
 * writes; at the next one it waits until that has what the client saw before. What is submitted to the cluster is
 * written by one of them. They draw nothing at random and change nothing, so that a run with them is the run without.
 * Mutable, one thread.
 */
final class SimClients {
    private static final int CLIENTS = 3;
    private static final long READ_MICROS = 150_000;
    private static final int READS_IN_A_PLACE = 9;

    private final SimCluster cluster;
    private final Answering answering;
    private final ClientHistory history = new ClientHistory();
    private final List<Client> clients = new ArrayList<>();
    /** By machine: what a broken one answers with, though it is not executed there. */
    private final TreeMap<Integer, List<Long>> ahead = new TreeMap<>();

    private static final class Client {
        final int number;
        final TreeSet<Long> waiting = new TreeSet<>();
        int home;
        int reads;
        boolean waits;

        Client(int number) {
            this.number = number;
            this.home = number;
        }
    }

    SimClients(SimCluster cluster, Answering answering) {
        this.cluster = cluster;
        this.answering = answering;
        for (int i = 0; i < CLIENTS; i++) {
            Client client = new Client(i);
            clients.add(client);
            cluster.events().after((i + 1) * READ_MICROS / CLIENTS, () -> poll(client));
        }
    }

    ClientHistory history() {
        return history;
    }

    void submitted(long item) {
        if (!history.isKnown(item)) {
            history.invoked(item);
            clients.get((int) Math.floorMod(item, (long) CLIENTS)).waiting.add(item);
        }
    }

    private void poll(Client client) {
        SimNode node = cluster.node(client.home);
        if (!node.up() || node.faulty() || ++client.reads % READS_IN_A_PLACE == 0) {
            client.home = (client.home + 1) % cluster.nodes().size();
            client.waits = true;
        } else {
            visit(client, node);
        }
        cluster.events().after(READ_MICROS, () -> poll(client));
    }

    private void visit(Client client, SimNode node) {
        if (client.waits && count(node) < history.seenBy(client.number)) {
            return;
        }
        client.waits = false;
        history.read(client.number, node.index(), count(node), last(node));
        Iterator<Long> items = client.waiting.iterator();
        while (items.hasNext()) {
            long item = items.next();
            OptionalLong place = place(node, item);
            if (place.isPresent()) {
                history.acknowledged(client.number, node.index(), item, place.getAsLong());
                items.remove();
            }
        }
    }

    /** The machine executed a slot, durably as it says. */
    void executed(SimNode node) {
        ahead.remove(node.index());
        look(node);
    }

    /** It started again. */
    void started(SimNode node) {
        ahead.remove(node.index());
        look(node);
    }

    private void look(SimNode node) {
        if (node.faulty()) {
            return;
        }
        history.show(node.index(), count(node), last(node));
        for (Client client : clients) {
            if (client.home == node.index()) {
                visit(client, node);
            }
        }
    }

    /** Its data are lost: who stands in its place begins anew. */
    void wiped(SimNode node) {
        history.forget(node.index());
        clients.stream().filter(client -> client.home == node.index())
                .forEach(client -> client.waits = true);
    }

    /** Handed to the application. */
    void decided(SimNode node, Decided decided) {
        if (answering == Answering.DECIDED) {
            for (OrderedBatch batch : decided.batches()) {
                runAhead(node, SimApplication.items(batch.body()));
            }
        }
    }

    /** A value that it will vote for is in its log. */
    void logged(SimNode node, Effect.Persist record) {
        if (answering == Answering.PROPOSED
                && cluster.checkers().decode(record) instanceof FetchedValue(Value value)) {
            runAhead(node, SimApplication.items(value.payload().slice(1))); // behind its kind
        }
    }

    private void runAhead(SimNode node, List<Long> items) {
        List<Long> known = ahead.computeIfAbsent(node.index(), _ -> new ArrayList<>());
        for (long item : items) {
            if (!known.contains(item) && !node.application().hasExecuted(item)) {
                known.add(item);
            }
        }
        look(node);
    }

    private long count(SimNode node) {
        return node.application().executedCount() + aheadOf(node).size();
    }

    private OptionalLong last(SimNode node) {
        return aheadOf(node).isEmpty() ? node.application().lastItem()
                : OptionalLong.of(aheadOf(node).getLast());
    }

    private OptionalLong place(SimNode node, long item) {
        int index = aheadOf(node).indexOf(item);
        return index < 0 ? node.application().placeOf(item)
                : OptionalLong.of(node.application().executedCount() + index + 1L);
    }

    private List<Long> aheadOf(SimNode node) {
        return ahead.getOrDefault(node.index(), List.of());
    }

    /** What was shown to anybody and is not at these machines, in its place; empty where all is. */
    Optional<String> lacking(List<SimNode> nodes) {
        for (SimNode node : nodes) {
            SimApplication application = node.application();
            for (Map.Entry<Long, Long> shown : history.values().entrySet()) {
                OptionalLong there = application.placeOf(shown.getValue());
                if (!application.hasExecuted(shown.getValue())
                        || there.isPresent() && there.getAsLong() != shown.getKey()) {
                    return Optional.of("clients: r" + node.replica() + " lacks value "
                            + shown.getValue() + " at place " + shown.getKey());
                }
            }
        }
        return Optional.empty();
    }
}
