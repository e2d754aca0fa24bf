package io.quorate.bft.runtime;

/** The write-ahead log must not be used; the message is one sentence for the operator. */
public final class LogUnusableException extends RuntimeException {
    private final Reason reason;

    /** What is wrong with the log. */
    public enum Reason {
        /** Another process, or another replica of this one, has it open. */
        IN_USE,
        /** Records are missing or altered: amnesia, once the log is taken away. */
        DAMAGED,
        /** It was written by another replica or for another chain. */
        FOREIGN
    }

    public LogUnusableException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
