package io.quorate.bft.core;

import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.message.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Certificates of shares that add up, told before this collector checked the sum: whoever gets one checks it in any
 * case, and so two pairings run beside each other instead of one after the other. Here nothing follows from it before the own
 * check, a turn later. After a sum that was wrong, which others hold against this replica, it checks first for a while.
 * Mutable, one thread; holds at most three certificates for each slot of the window.
 */
final class EarlyWord {
    /** Sixteen wrong signatures cost a replica its voice, and one is forgotten each second: this is far from both. */
    static final long CAREFUL_MILLIS = 60_000;

    private final Context context;
    private List<Told> told = new ArrayList<>();
    private long carefulUntilMillis = Long.MIN_VALUE;
    private long checkAtMillis = Long.MAX_VALUE;

    /** What was told, and in which view the shares were given. */
    record Told(View view, Certificate certificate) {
        private boolean is(Class<? extends Certificate> kind, View of, SeqNum seq) {
            return kind.isInstance(certificate) && view.equals(of)
                    && certificate.seq().equals(seq);
        }
    }

    EarlyWord(Context context) {
        this.context = context;
    }

    /** Tells {@code sum} to all, if this is the time for it; true if that was done, now or before, and the check comes. */
    boolean tells(Class<? extends Certificate> kind, View view, SeqNum seq,
            Supplier<? extends Optional<? extends Certificate>> sum) {
        if (told.stream().anyMatch(one -> one.is(kind, view, seq))) {
            return true;
        }
        if (!context.signatures.addsUp() || context.nowMillis < carefulUntilMillis) {
            return false;
        }
        Optional<? extends Certificate> certificate = sum.get();
        certificate.ifPresent(one -> {
            context.outbox.broadcast(one);
            told.add(new Told(view, one));
            checkAtMillis = context.nowMillis;
        });
        return certificate.isPresent();
    }

    /** What is to be checked by now; each is given out once. */
    List<Told> due() {
        List<Told> due = told;
        told = new ArrayList<>();
        checkAtMillis = Long.MAX_VALUE;
        return due;
    }

    /** One of them was not what it says. */
    void wrong() {
        carefulUntilMillis = context.nowMillis + CAREFUL_MILLIS;
    }

    long deadlineMillis() {
        return checkAtMillis;
    }
}
