package io.quorate.jsonrpc.method;

import io.quorate.jsonrpc.json.JsonValue;

/**
 * One method.
 *
 * @param paramsMax more are refused
 */
public record Method(String name, int paramsMax, Weight weight, Handler handler) {
    /** Where a method runs. */
    public enum Weight {
        /** A few reads and a short answer, without waiting for anything: runs on the thread that reads the connection. */
        INSTANT,
        /** A few reads; may also wait without using a processor. */
        LIGHT,
        /**
         * Mostly short, but may use a processor for long: begun among short ones as a {@link io.quorate.jsonrpc.ShortRun},
         * and then again as if it were heavy. Changes nothing.
         */
        BRIEF,
        /** May use a processor for long: runs on one of few threads. */
        HEAVY
    }

    /** Runs on a thread that may block, unless the method is {@link Weight#INSTANT}. */
    @FunctionalInterface
    public interface Handler {
        JsonValue call(Call call);
    }

    public static Method instant(String name, int paramsMax, Handler handler) {
        return new Method(name, paramsMax, Weight.INSTANT, handler);
    }

    public static Method light(String name, int paramsMax, Handler handler) {
        return new Method(name, paramsMax, Weight.LIGHT, handler);
    }

    public static Method brief(String name, int paramsMax, Handler handler) {
        return new Method(name, paramsMax, Weight.BRIEF, handler);
    }

    public static Method heavy(String name, int paramsMax, Handler handler) {
        return new Method(name, paramsMax, Weight.HEAVY, handler);
    }
}
