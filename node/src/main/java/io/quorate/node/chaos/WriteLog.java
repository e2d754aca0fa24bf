package io.quorate.node.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * What is kept of each acknowledged write, for hours of them: 21 bytes. A client's writes are numbered from 1 without a
 * gap, so that their values lead to their records. Mutable, one thread.
 */
final class WriteLog {
    /** The register's value before any write. */
    static final long FIRST_VALUE = 0;
    /** The place of a value whose predecessors are not all known. */
    static final int UNPLACED = -1;
    private static final int CLIENT_SHIFT = 40;
    private static final int CLIENTS_MAX = 1_000;
    private static final int CHUNK = 4_096;

    private final List<Records> clients = new ArrayList<>();
    private long count;

    private static final class Records {
        final List<Chunk> chunks = new ArrayList<>();
        /** Numbers up to here are acknowledged. */
        long last;
    }

    private static final class Chunk {
        final int[] positions = new int[CHUNK];
        final long[] invokedNanos = new long[CHUNK];
        final long[] digests = new long[CHUNK];
        final byte[] replicas = new byte[CHUNK];
    }

    /** What a client's n-th write puts into the register; clients count from 0, writes from 1. */
    static long value(int client, long number) {
        return (client + 1L << CLIENT_SHIFT) + number;
    }

    static int client(long value) {
        return (int) (value >>> CLIENT_SHIFT) - 1;
    }

    static long number(long value) {
        return value & (1L << CLIENT_SHIFT) - 1;
    }

    static String describe(long value) {
        return value == FIRST_VALUE ? "the first value"
                : "write " + number(value) + " of client " + client(value);
    }

    /** False unless it is the next one of its client: each waits for one write to be acknowledged before another. */
    boolean add(long value, int replica, long invokedNanos, long digest) {
        if (client(value) < 0 || client(value) >= CLIENTS_MAX) return false;
        while (clients.size() <= client(value)) {
            clients.add(new Records());
        }
        Records records = clients.get(client(value));
        if (number(value) != records.last + 1) return false;
        int slot = (int) (records.last % CHUNK);
        if (slot == 0) records.chunks.add(new Chunk());
        records.last++;
        count++;
        Chunk chunk = records.chunks.getLast();
        chunk.positions[slot] = UNPLACED;
        chunk.invokedNanos[slot] = invokedNanos;
        chunk.digests[slot] = digest;
        chunk.replicas[slot] = (byte) replica;
        return true;
    }

    /** How many writes of a client are acknowledged. */
    long acknowledged(int client) {
        return client < 0 || client >= clients.size() ? 0 : clients.get(client).last;
    }

    boolean has(long value) {
        return number(value) > 0 && number(value) <= acknowledged(client(value));
    }

    /** Whether it was written, or may be under way: its client's next one. */
    boolean isPlausible(long value) {
        return value == FIRST_VALUE || client(value) >= 0 && client(value) < CLIENTS_MAX
                && number(value) > 0 && number(value) <= acknowledged(client(value)) + 1;
    }

    void place(long value, int position) {
        chunk(value).positions[slot(value)] = position;
    }

    /** The place of a value in the order, {@link #FIRST_VALUE} being 0; {@link #UNPLACED} where it is not known yet. */
    int position(long value) {
        if (value == FIRST_VALUE) return 0;
        return has(value) ? chunk(value).positions[slot(value)] : UNPLACED;
    }

    long invokedNanos(long value) {
        return chunk(value).invokedNanos[slot(value)];
    }

    /** Of the receipt with which the write was acknowledged. */
    long digest(long value) {
        return chunk(value).digests[slot(value)];
    }

    /** Which replica acknowledged it. */
    int replica(long value) {
        return chunk(value).replicas[slot(value)];
    }

    int clients() {
        return clients.size();
    }

    /** Of all clients. */
    long count() {
        return count;
    }

    private Chunk chunk(long value) {
        if (!has(value)) throw new IllegalArgumentException(describe(value) + " is not known");
        return clients.get(client(value)).chunks.get((int) ((number(value) - 1) / CHUNK));
    }

    private static int slot(long value) {
        return (int) ((number(value) - 1) % CHUNK);
    }
}
