package io.quorate.node;

import java.util.HashMap;
import java.util.Map;

/**
 * When each peer was last told of what waits here. One that comes and goes all the time does not make this replica
 * send the same again and again. Mutable, one thread; as many entries as there are peers.
 */
final class Greetings {
    static final long PERIOD_MILLIS = 1_000;

    private final Map<Integer, Long> lastMillis = new HashMap<>();

    /** At most once in a while for each peer. */
    boolean isDue(int peer, long nowMillis) {
        Long last = lastMillis.get(peer);
        if (last != null && nowMillis - last < PERIOD_MILLIS) return false;
        lastMillis.put(peer, nowMillis);
        return true;
    }
}
