package io.quorate.jsonrpc.server;

import io.quorate.jsonrpc.ShortRun;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.RequestBody;
import io.quorate.jsonrpc.method.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets requests be answered where they belong: what takes microseconds on the thread that read it, for a change of
 * threads costs more than the answer; all else elsewhere, so that connections of that thread do not wait. Safe for any
 * thread.
 */
final class Exchanges {
    private static final Logger LOG = LoggerFactory.getLogger(Exchanges.class);
    /** Longer ones are not even parsed on a thread that others wait for: that takes some tens of microseconds. */
    private static final int BODY_HERE_MAX = 16 << 10;
    /** So long a short call may wait for each one before it that is not. */
    private static final Duration SHORT = Duration.ofMillis(2);

    private final Dispatcher dispatcher;
    private final Workers workers;
    private final RateLimits rates;

    Exchanges(Dispatcher dispatcher, Workers workers, RateLimits rates) {
        this.dispatcher = dispatcher;
        this.workers = workers;
        this.rates = rates;
    }

    /** Why a body is not looked at, for the status of HTTP. */
    enum Refusal {
        CALLER_BUSY(429, "too many requests of this caller are under way; try again"), SERVER_BUSY(
                503, "too many requests under way; try again");

        private final int status;
        private final String message;

        Refusal(int status, String message) {
            this.status = status;
            this.message = message;
        }

        int status() {
            return status;
        }

        String message() {
            return message;
        }
    }

    /**
     * {@code done} takes the reply, on any thread, once unless the body is refused.
     *
     * @param minBlock what the answer has to know of at least
     */
    Optional<Refusal> answer(byte[] body, Caller caller, Optional<Connection> connection,
            long minBlock, Consumer<Dispatcher.Reply> done) {
        if (!rates.enter(caller)) {
            return Optional.of(Refusal.CALLER_BUSY);
        }
        if (body.length > BODY_HERE_MAX) {
            return started(caller, workers.start(() -> run(dispatcher.read(body), caller,
                    connection, minBlock, Dispatcher.Place.OWN, done)));
        }
        RequestBody read = dispatcher.read(body);
        Dispatcher.Place place = dispatcher.placeOf(read, minBlock);
        if (place == Dispatcher.Place.BRIEF) {
            return started(caller, workers.startBrief(
                    () -> runBriefly(read, caller, connection, minBlock, done)));
        }
        Runnable work = () -> run(read, caller, connection, minBlock, place, done);
        return switch (place) {
            case HERE -> {
                work.run();
                yield Optional.empty();
            }
            case OWN -> started(caller, workers.start(work));
            case BRIEF, HEAVY -> started(caller, workers.startHeavy(work));
        };
    }

    private Optional<Refusal> started(Caller caller, boolean started) {
        if (started) {
            return Optional.empty();
        }
        rates.leave(caller);
        return Optional.of(Refusal.SERVER_BUSY);
    }

    private void runBriefly(RequestBody body, Caller caller, Optional<Connection> connection,
            long minBlock, Consumer<Dispatcher.Reply> done) {
        try {
            ShortRun.call(SHORT, () -> {
                run(body, caller, connection, minBlock, Dispatcher.Place.BRIEF, done);
                return true;
            });
        } catch (ShortRun.OverException _) {
            boolean goesOn = rates.enter(caller) && started(caller, workers.startHeavy(() -> run(
                    body, caller, connection, minBlock, Dispatcher.Place.HEAVY, done))).isEmpty();
            if (!goesOn) {
                done.accept(new Dispatcher.Reply(Optional.of(refusal(Refusal.SERVER_BUSY)),
                        List.of()));
            }
        }
    }

    private void run(RequestBody body, Caller caller, Optional<Connection> connection,
            long minBlock, Dispatcher.Place place, Consumer<Dispatcher.Reply> done) {
        Dispatcher.Reply reply;
        try {
            reply = dispatcher.handle(body, caller, connection, minBlock, place);
        } catch (ShortRun.OverException e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) { // whoever asked is to be told
            LOG.error("request failed", e);
            reply = new Dispatcher.Reply(
                    Optional.of(refusal(ErrorCode.INTERNAL_ERROR, "internal error")), List.of());
        } finally {
            rates.leave(caller);
        }
        done.accept(reply);
    }

    /** The number of the latest block: no answer given so far is of a later one. */
    long head() {
        return dispatcher.head();
    }

    /** For whoever has sent a response, or given it up; once. */
    void release(byte[] response) {
        dispatcher.release(response);
    }

    /** What a request gets that was not looked at. */
    byte[] refusal(int code, String message) {
        return dispatcher.refusal(code, message);
    }

    byte[] refusal(Refusal refusal) {
        return refusal(ErrorCode.LIMIT_EXCEEDED, refusal.message());
    }
}
