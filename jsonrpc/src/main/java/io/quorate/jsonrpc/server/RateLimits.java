package io.quorate.jsonrpc.server;

import io.quorate.jsonrpc.Security;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much each caller asks: a bucket of two seconds' requests that fills as time passes. Callers beyond the number that
 * is remembered push out who was quiet for longest, whose bucket is full again by then unless there are very many.
 */
final class RateLimits {
    private static final int CALLERS_MAX = 100_000;

    private final Security.Rates rates;
    private final InstantSource clock;
    private final Map<String, Share> shares = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Share> eldest) {
            return size() > CALLERS_MAX && eldest.getValue().underWay == 0;
        }
    };

    private static final class Share {
        private double left;
        private long filledMillis;
        private int underWay;
    }

    RateLimits(Security.Rates rates, InstantSource clock) {
        this.rates = rates;
        this.clock = clock;
    }

    /** Takes one request of the caller's; false if none is left. */
    synchronized boolean take(Caller caller) {
        if (rates.perSecond() == 0) {
            return true;
        }
        Share share = share(caller);
        long now = clock.millis();
        double full = 2.0 * rates.perSecond();
        share.left = Math.min(full, share.left
                + Math.max(0, now - share.filledMillis) / 1_000.0 * rates.perSecond());
        share.filledMillis = now;
        if (share.left < 1) {
            return false;
        }
        share.left--;
        return true;
    }

    /** Whoever gets true calls {@link #leave} in the end. */
    synchronized boolean enter(Caller caller) {
        if (rates.concurrent() == 0) {
            return true;
        }
        Share share = share(caller);
        if (share.underWay >= rates.concurrent()) {
            return false;
        }
        share.underWay++;
        return true;
    }

    synchronized void leave(Caller caller) {
        if (rates.concurrent() != 0) {
            share(caller).underWay--;
        }
    }

    private Share share(Caller caller) {
        return shares.computeIfAbsent(caller.key(), _ -> {
            Share share = new Share();
            share.left = 2.0 * rates.perSecond();
            share.filledMillis = clock.millis();
            return share;
        });
    }

    String told() {
        return "more than " + rates.perSecond() + " requests a second; try again later";
    }
}
