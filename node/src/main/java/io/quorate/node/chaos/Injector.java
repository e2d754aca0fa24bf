package io.quorate.node.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Does faults to a network, and takes them back. */
final class Injector {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final long FILE_LIMIT_BYTES = 64 * 1024;

    private final ChaosNetwork network;
    private final int size;
    private final int f;
    private final Random random;

    Injector(ChaosNetwork network, int f, Random random) {
        this.network = network;
        this.size = network.replicas().size();
        this.f = f;
        this.random = random;
    }

    /** How a fault ends. */
    @FunctionalInterface
    interface Heal {
        void run() throws InterruptedException;
    }

    /**
     * @param victims replicas that were hit; all where links are
     * @param heal starts replicas again and opens links; does not wait
     */
    record Injected(List<Integer> victims, Heal heal) {
        Injected {
            victims = List.copyOf(victims);
        }
    }

    Injected inject(Fault fault) throws InterruptedException {
        int one = random.nextInt(size);
        return switch (fault) {
            case KILL_ONE -> kill(List.of(one));
            case KILL_LEADER -> kill(List.of(network.leader()));
            case KILL_BEYOND_F -> kill(some(f + 1));
            case KILL_ALL -> kill(some(size));
            case KILL_ANYTIME -> killAnytime();
            case PAUSE_ONE -> pause(List.of(one));
            case PAUSE_LEADER -> pause(List.of(network.leader()));
            case PAUSE_BEYOND_F -> pause(some(f + 1));
            case ISOLATE_ONE -> partition(List.of(one), true, true, true);
            case ISOLATE_LEADER -> partition(List.of(network.leader()), true, true, true);
            case SPLIT -> partition(some(size / 2), true, true, true);
            case ONE_WAY -> oneWay(one);
            case BLACKHOLE -> partition(List.of(one), true, true, false);
            case DELAY -> delay();
            case RESETS -> resets();
            case FULL_DISK -> fullDisk(network.replicas().get(one));
            case READ_ONLY -> readOnly(network.replicas().get(one));
            case ROLLING -> rolling();
        };
    }

    private List<Integer> some(int count) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            all.add(i);
        }
        Collections.shuffle(all, random);
        return all.subList(0, count);
    }

    private Injected kill(List<Integer> victims) throws InterruptedException {
        for (int victim : victims) {
            network.replicas().get(victim).kill();
        }
        return new Injected(victims,
                () -> victims.forEach(victim -> network.replicas().get(victim).start()));
    }

    /**
     * Moments are drawn, not chosen: a replica dies in the middle of whatever it does, be that its start, its way
     * back to the others or its work, and several may be down at once.
     */
    private Injected killAnytime() throws InterruptedException {
        List<Integer> victims = new ArrayList<>();
        int kills = 2 + random.nextInt(2 * size);
        for (int i = 0; i < kills; i++) {
            Thread.sleep(random.nextInt(900));
            int victim = random.nextInt(size);
            ReplicaChild replica = network.replicas().get(victim);
            if (replica.isAlive()) {
                replica.kill();
                victims.add(victim);
            }
            if (random.nextBoolean()) startDead();
        }
        return new Injected(victims, this::startDead);
    }

    private void startDead() {
        network.replicas().stream().filter(replica -> !replica.isAlive())
                .forEach(ReplicaChild::start);
    }

    private Injected pause(List<Integer> victims) {
        victims.forEach(victim -> network.replicas().get(victim).pause());
        return new Injected(victims,
                () -> victims.forEach(victim -> network.replicas().get(victim).resume()));
    }

    private Injected oneWay(int victim) {
        boolean outbound = random.nextBoolean();
        return partition(List.of(victim), outbound, !outbound, true);
    }

    private Injected partition(List<Integer> side, boolean outbound, boolean inbound,
            boolean breakHeld) {
        for (int one : side) {
            for (int other = 0; other < size; other++) {
                if (side.contains(other)) continue;
                if (outbound) network.links().hold(one, other);
                if (inbound) network.links().hold(other, one);
            }
        }
        return new Injected(side, () -> network.links().heal(breakHeld));
    }

    private Injected delay() {
        int millis = 5 + random.nextInt(80);
        network.links().delayAll(millis, 1 + random.nextInt(millis));
        return new Injected(some(size), () -> network.links().heal(false));
    }

    private Injected resets() {
        long seed = random.nextLong();
        Thread breaking = Thread.ofVirtual().start(() -> {
            Random pairs = new Random(seed);
            try {
                while (true) {
                    network.links().reset(pairs.nextInt(size), pairs.nextInt(size));
                    Thread.sleep(50 + pairs.nextInt(200));
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt(); // healed
            }
        });
        return new Injected(some(size), () -> {
            breaking.interrupt();
            breaking.join();
        });
    }

    private Injected fullDisk(ReplicaChild victim) {
        victim.limitFiles(FILE_LIMIT_BYTES);
        return new Injected(List.of(victim.index()), () -> {
            requireStopped(victim, "on a full disk");
            victim.start();
        });
    }

    private Injected readOnly(ReplicaChild victim) throws InterruptedException {
        victim.kill();
        victim.setWritable(false);
        victim.start();
        return new Injected(List.of(victim.index()), () -> {
            try {
                requireStopped(victim, "on a read-only folder");
            } finally {
                victim.setWritable(true);
            }
            victim.start();
        });
    }

    /** The next one is stopped only when the one before takes part and has caught up. */
    private Injected rolling() {
        List<Integer> order = some(size);
        return new Injected(order, () -> {
            for (int victim : order) {
                ReplicaChild replica = network.replicas().get(victim);
                replica.stop();
                int exitCode = replica.awaitEnd(STOP_LIMIT).orElseThrow(() -> new ChaosException(
                        "replica " + victim + " does not end in order within "
                                + STOP_LIMIT.toSeconds() + " s"));
                if (exitCode != 0) {
                    throw new ChaosException("replica " + victim + " ended with exit code "
                            + exitCode + " when asked to, expected 0");
                }
                replica.start();
                network.awaitWhole(STOP_LIMIT.multipliedBy(2)).ifPresent(trouble -> {
                    throw new ChaosException("after its restart in turn: " + trouble);
                });
            }
        });
    }

    /** A replica that cannot write must not pretend to take part. */
    private static void requireStopped(ReplicaChild victim, String why)
            throws InterruptedException {
        int exitCode = victim.awaitEnd(STOP_LIMIT).orElseThrow(() -> new ChaosException(
                "replica " + victim.index() + " still runs after " + STOP_LIMIT.toSeconds() + " s "
                        + why));
        if (exitCode != 1 && exitCode != 2) {
            throw new ChaosException("replica " + victim.index() + " ended with exit code "
                    + exitCode + " " + why + ", expected 1 or 2");
        }
    }
}
