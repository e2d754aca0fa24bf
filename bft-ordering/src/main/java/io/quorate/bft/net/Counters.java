package io.quorate.bft.net;

import java.util.concurrent.atomic.LongAdder;

/** A transport's counters; written from several threads. */
final class Counters {
    final LongAdder framesSent = new LongAdder();
    final LongAdder bytesSent = new LongAdder();
    final LongAdder framesReceived = new LongAdder();
    final LongAdder bytesReceived = new LongAdder();
    final LongAdder framesDropped = new LongAdder();
    final LongAdder refusedCertificates = new LongAdder();
    final LongAdder refusedHellos = new LongAdder();
    final LongAdder brokenFrames = new LongAdder();
    final LongAdder failedHandshakes = new LongAdder();
    final LongAdder evictedHandshakes = new LongAdder();
    final LongAdder reconnects = new LongAdder();

    TransportMetrics snapshot() {
        return new TransportMetrics(framesSent.sum(), bytesSent.sum(), framesReceived.sum(),
                bytesReceived.sum(),
                framesDropped.sum(), refusedCertificates.sum(), refusedHellos.sum(),
                brokenFrames.sum(),
                failedHandshakes.sum(), evictedHandshakes.sum(), reconnects.sum());
    }
}
