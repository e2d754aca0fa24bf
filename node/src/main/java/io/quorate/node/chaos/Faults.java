package io.quorate.node.chaos;

import java.util.ArrayList;
import java.util.List;

/** What was found wrong: the first hundred in words, the others by number. Mutable, one thread. */
final class Faults {
    private static final int TOLD_MAX = 100;

    private final List<String> told = new ArrayList<>();
    private long untold;

    void add(String fault) {
        if (told.size() < TOLD_MAX) told.add(fault);
        else untold++;
    }

    boolean isEmpty() {
        return told.isEmpty();
    }

    List<String> list() {
        List<String> all = new ArrayList<>(told);
        if (untold > 0) all.add("and " + untold + " more");
        return all;
    }
}
