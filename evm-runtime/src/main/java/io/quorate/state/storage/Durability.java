package io.quorate.state.storage;

/** When a write returns. */
public enum Durability {
    /** When it is on the disk and survives the loss of power. */
    SYNCED,
    /** When it is with the operating system: it survives the end of the process, not the loss of power. */
    BUFFERED
}
