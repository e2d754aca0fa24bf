package io.quorate.bft.net;

/**
 * Counters since the transport was made.
 *
 * @param framesDropped outgoing frames dropped because a peer's queue was full
 * @param refusedCertificates handshakes refused: a certificate that is not in the member set
 * @param refusedHellos peers whose chain, genesis, configuration or version differs
 * @param brokenFrames connections closed because of bytes that break the framing rules
 * @param failedHandshakes connections closed before they were authenticated, for another reason
 * @param evictedHandshakes unauthenticated connections closed to make room for newer ones
 * @param reconnects links that came up again after they had been lost
 */
public record TransportMetrics(
        long framesSent,
        long bytesSent,
        long framesReceived,
        long bytesReceived,
        long framesDropped,
        long refusedCertificates,
        long refusedHellos,
        long brokenFrames,
        long failedHandshakes,
        long evictedHandshakes,
        long reconnects) {}
