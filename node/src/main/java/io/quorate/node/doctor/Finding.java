package io.quorate.node.doctor;

import io.quorate.jsonrpc.FindingCode;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One thing that is wrong.
 *
 * @param replica number of the replica that it is about; empty where that is the network, or not known
 * @param name of that replica; empty where it is about none
 * @param text what is wrong, in sentences for people
 * @param mend the one command, or the one thing to do
 */
public record Finding(FindingCode code, OptionalInt replica, String name, String text,
        String mend) {
    static Finding of(FindingCode code, ReplicaFacts about, String text, String mend) {
        return new Finding(code, about.number(), about.name(), text, mend);
    }

    static Finding ofNetwork(FindingCode code, String text, String mend) {
        return new Finding(code, OptionalInt.empty(), "", text, mend);
    }

    boolean isAbout(FindingCode other, ReplicaFacts who) {
        return code == other && name.equals(who.name());
    }

    /** Which file of the network layout the commands name. */
    static String start(ReplicaFacts who) {
        return who.config().map(config -> "./quorate node --config " + config)
                .orElse("start " + who.name() + " on its machine: ./quorate node --config its"
                        + " quorate.toml");
    }

    static Optional<String> data(ReplicaFacts who) {
        return who.folder().map(folder -> folder.dataDir().toString());
    }
}
