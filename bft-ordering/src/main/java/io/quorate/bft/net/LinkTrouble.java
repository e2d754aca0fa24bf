package io.quorate.bft.net;

/**
 * Why there is no link to a peer: the last thing that went wrong since the last link.
 *
 * @param replica the peer's number; {@link #STRANGER} for whoever connected and could not say who it is
 * @param reason printable ASCII, at most {@link #REASON_LENGTH_MAX} characters, as the log has it
 * @param unixMillis when
 */
public record LinkTrouble(int replica, String reason, long unixMillis) {
    public static final int STRANGER = -1;
    static final int REASON_LENGTH_MAX = 300;

    public LinkTrouble {
        reason = reason.substring(0, Math.min(reason.length(), REASON_LENGTH_MAX))
                .replaceAll("[^ -~]", "?");
    }
}
