package io.quorate.jsonrpc;

import java.util.OptionalInt;

/**
 * What one replica finds wrong, as far as it can see.
 *
 * @param replica number of the replica that it is about; empty where it is about none
 * @param text one sentence for people
 * @param mend what to do, in one sentence
 */
public record ReplicaFinding(FindingCode code, OptionalInt replica, String text, String mend) {}
