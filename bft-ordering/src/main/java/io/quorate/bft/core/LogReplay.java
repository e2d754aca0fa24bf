package io.quorate.bft.core;

import io.quorate.bft.DecidedSlot;
import io.quorate.bft.DecodeException;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.message.Batch;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.DecisionCert;
import io.quorate.bft.core.message.FetchedValue;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.NewView;
import io.quorate.bft.core.message.PrepCert;
import io.quorate.bft.core.message.ViewChange;
import io.quorate.bft.core.message.Vote1;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Brings a replica back to where its log and its application left off. Used once. */
final class LogReplay {
    private final Context context;
    private final ViewChanger viewChanger;
    private final TreeMap<SeqNum, List<Message>> bySlot = new TreeMap<>();
    private final List<ViewChange> viewChanges = new ArrayList<>();
    private Optional<BlockCert> base = Optional.empty();
    private Optional<ViewChange> left = Optional.empty();
    private Optional<NewView> entered = Optional.empty();

    LogReplay(Context context, ViewChanger viewChanger) {
        this.context = context;
        this.viewChanger = viewChanger;
    }

    void run(Recovery recovery) {
        for (RecoveredLog.LogRecord record : recovery.log().records()) {
            try {
                read(context.codec.decode(record.bytes()));
            } catch (DecodeException e) {
                throw new IllegalStateException("log record " + record.lsn() + " cannot be read",
                        e);
            }
        }
        base.ifPresent(context.window::raiseBase);
        restoreSlots();
        restoreDecided(recovery.recentSlots());
        restoreView();
    }

    private void read(Message record) {
        switch (record) {
            case BlockCert cert -> {
                if (base.filter(held -> !cert.seq().isAfter(held.seq())).isEmpty()) {
                    base = Optional.of(cert);
                }
            }
            case FetchedValue value -> slotRecords(value.value().seq()).add(value);
            case Vote1 vote -> slotRecords(vote.seq()).add(vote);
            case PrepCert cert -> slotRecords(cert.seq()).add(cert);
            case Batch batch -> context.lanes.restore(batch);
            case ViewChange message -> {
                viewChanges.add(message);
                boolean own = message.sender().equals(context.config.self());
                if (own && left.filter(held -> !message.newView().isAfter(held.newView()))
                        .isEmpty()) {
                    left = Optional.of(message);
                }
            }
            case NewView message -> {
                if (entered.filter(held -> !message.view().isAfter(held.view())).isEmpty()) {
                    entered = Optional.of(message);
                }
            }
            default -> throw new IllegalStateException("a log holds no " + record);
        }
    }

    private List<Message> slotRecords(SeqNum seq) {
        return bySlot.computeIfAbsent(seq, _ -> new ArrayList<>());
    }

    private void restoreSlots() {
        bySlot.tailMap(context.window.base(), false).forEach((seq, records) -> {
            Slot slot = context.window.slot(seq);
            for (Message record : records) {
                switch (record) {
                    case FetchedValue fetched -> {
                        var digest = context.signatures.digestOf(fetched.value());
                        slot.values.put(digest, fetched.value());
                        slot.durableValues.put(digest, fetched.value());
                    }
                    case Vote1 vote -> {
                        if (slot.ownVote1.filter(held -> !vote.view().isAfter(held.view()))
                                .isEmpty()) {
                            slot.ownVote1 = Optional.of(vote);
                        }
                    }
                    case PrepCert cert -> {
                        if (slot.prepared.filter(held -> !cert.view().isAfter(held.view()))
                                .isEmpty()) {
                            slot.prepared = Optional.of(cert);
                        }
                    }
                    default -> throw new IllegalStateException("not a slot's record: " + record);
                }
            }
        });
    }

    private void restoreDecided(List<DecidedSlot> recent) {
        for (DecidedSlot decided : recent) {
            SeqNum seq = new SeqNum(decided.seq());
            if (seq.isAfter(context.window.base()) && decided.epoch() == context.config.epoch()) {
                Slot slot = context.window.slot(seq);
                Repair.valueOf(decided)
                        .ifPresent(value -> slot.values.put(decided.digest(), value));
                slot.decided = Optional.of(decision(decided));
            }
        }
    }

    private DecisionCert decision(DecidedSlot decided) {
        try {
            return context.codec.decodeDecision(decided.certificate());
        } catch (DecodeException e) {
            throw new IllegalStateException(
                    "certificate of slot " + decided.seq() + " cannot be read", e);
        }
    }

    /** A promise to leave counts unless its view, or a later one, started afterwards. */
    private void restoreView() {
        boolean awaiting = left.isPresent()
                && entered.filter(message -> !message.view().isBefore(left.get().newView()))
                        .isEmpty();
        if (awaiting) {
            viewChanger.restoreLeft(left.get());
        } else if (entered.isPresent()) {
            viewChanger.restoreEntered(entered.get(), viewChanges);
            viewChanger.applyChoices(entered.get());
        }
        for (Slot slot : context.window.slots().values()) {
            slot.ownVote1.filter(vote -> context.active && vote.view().equals(context.view))
                    .filter(_ -> slot.accepted.isEmpty())
                    .ifPresent(vote -> slot.accepted = Optional
                            .of(new Slot.Accepted(vote.view(), vote.digest(), false)));
        }
    }
}
