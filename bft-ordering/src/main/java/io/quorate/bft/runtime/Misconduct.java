package io.quorate.bft.runtime;

import io.quorate.bft.core.message.Evidence;
import org.apache.tuweni.bytes.Bytes;

/**
 * A proof that a replica signed what no correct one signs.
 *
 * @param replica the accused, by its member number
 * @param proof the whole frame as it goes to other replicas: whoever has the members' keys can check it
 */
public record Misconduct(int replica, Evidence.Kind kind, Bytes proof) {}
