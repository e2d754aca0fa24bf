package io.quorate.node;

import io.quorate.state.DamageReport;
import io.quorate.state.storage.Space;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a check found, and how far it is. Keeps the first damages and counts the others. For one thread. */
public final class Findings implements DamageReport {
    private static final int KEPT_MAX = 20;

    /** Is told how far the work is. */
    @FunctionalInterface
    public interface Listener {
        /** {@code what} is at hand. */
        void at(long done, long total, String what);
    }

    private final Listener listener;
    private final List<String> first = new ArrayList<>();
    private long count;
    private long total;
    private long done;
    private String stage = "";
    private long stageEntries;
    private long stageLooked;

    public Findings(Listener listener) {
        this.listener = listener;
    }

    /** So much more work will come, in entries or bytes. */
    void expect(long entries) {
        total += entries;
    }

    @Override
    public void begins(String what, long entries) {
        done += stageEntries;
        stage = what;
        stageEntries = entries;
        stageLooked = 0;
    }

    @Override
    public void looked(long entries) {
        stageLooked += entries;
        listener.at(done + Math.min(stageLooked, stageEntries),
                Math.max(total, done + stageEntries),
                stage);
    }

    @Override
    public void damage(Space space, String where, String what) {
        damage("[" + space.name().toLowerCase(Locale.ROOT) + "] " + where + " " + what);
    }

    void damage(String text) {
        count++;
        if (first.size() < KEPT_MAX) first.add(text);
    }

    /** The first ones. */
    public List<String> damages() {
        return List.copyOf(first);
    }

    /** Of all. */
    public long count() {
        return count;
    }
}
