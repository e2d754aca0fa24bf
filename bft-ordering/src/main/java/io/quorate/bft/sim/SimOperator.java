package io.quorate.bft.sim;

import io.quorate.bft.core.epoch.Ceremonies;
import io.quorate.bft.core.epoch.SignedRecovery;
import java.util.ArrayList;
import java.util.List;

/** What the operator of one machine signed and installed, which no crash takes away. Mutable, one thread. */
final class SimOperator {
    private Ceremonies ceremonies = Ceremonies.NONE;
    private long lostUpTo = -1;

    /** For the next start of the machine. */
    Ceremonies ceremonies() {
        return ceremonies;
    }

    void install(SignedRecovery signed) {
        List<SignedRecovery> ended = new ArrayList<>(ceremonies.ended());
        ended.add(signed);
        ceremonies = new Ceremonies(ended, ceremonies.promised());
    }

    /** Its validator signed how {@code epoch} ends. */
    void promise(long epoch) {
        List<Long> promised = new ArrayList<>(ceremonies.promised());
        promised.add(epoch);
        ceremonies = new Ceremonies(ceremonies.ended(), promised);
    }

    boolean gaveUp(long epoch) {
        return ceremonies.promised().contains(epoch) || ceremonies.ended().stream()
                .anyMatch(signed -> signed.record().ended().number() == epoch);
    }

    /** Gives back the machine's disk as it was bought. */
    void forget() {
        ceremonies = Ceremonies.NONE;
    }

    /** More than f lost their disks in {@code epoch}, this one among them: what it held is not to be found. */
    void lostIn(long epoch) {
        lostUpTo = epoch;
    }

    boolean hasLost(long epoch) {
        return epoch <= lostUpTo;
    }
}
