package io.quorate.node.bench.rpc;

import java.util.Locale;

/** How it is asked. */
enum Mode {
    HTTP(Wire.HTTP, 1), BATCH(Wire.HTTP, Mode.BATCH_LENGTH), WEBSOCKET(Wire.WEBSOCKET, 1);

    /** As ethers sends them. */
    static final int BATCH_LENGTH = 100;

    private final Wire wire;
    private final int requests;

    Mode(Wire wire, int requests) {
        this.wire = wire;
        this.requests = requests;
    }

    Wire wire() {
        return wire;
    }

    /** Requests in one message. */
    int requests() {
        return requests;
    }

    /** A hundred answers with a thousand events each are more than a node has to give at once. */
    boolean measures(Asked asked) {
        return this != BATCH || asked != Asked.LOGS;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
