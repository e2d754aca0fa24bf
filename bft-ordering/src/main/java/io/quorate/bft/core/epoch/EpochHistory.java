package io.quorate.bft.core.epoch;

import io.quorate.bft.Applied;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.DecodeException;
import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.RecoveredLog;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.MessageCodec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;

/**
 * The epochs that are known here, what ended each, and the parts of the log that are theirs. Mutable, one thread; grows
 * by a configuration an epoch.
 */
final class EpochHistory {
    private final TreeMap<Long, EpochConfig> configs = new TreeMap<>();
    private final TreeMap<Long, BlockCert> handOvers = new TreeMap<>();
    private final TreeMap<Long, List<RecoveredLog.LogRecord>> log = new TreeMap<>();
    /** By the epoch that each ended; those of epochs that are not known yet too. */
    private final TreeMap<Long, RecoveryRecord> records = new TreeMap<>();
    /** What the application decided about the end of an epoch that a record ended: void, but for what was executed. */
    private final TreeMap<Long, EpochChange> voided = new TreeMap<>();

    private final TreeMap<Long, MessageCodec> codecs = new TreeMap<>();
    private final Function<EpochConfig, MessageCodec> codecOf;

    private EpochHistory(Function<EpochConfig, MessageCodec> codecOf) {
        this.codecOf = codecOf;
    }

    Optional<MessageCodec> codec(long epoch) {
        return Optional.ofNullable(configs.get(epoch))
                .map(config -> codecs.computeIfAbsent(epoch, _ -> codecOf.apply(config)));
    }

    SortedMap<Long, EpochConfig> configs() {
        return Collections.unmodifiableSortedMap(configs);
    }

    static EpochHistory of(EpochRecovery recovery, Function<EpochConfig, MessageCodec> codecs) {
        EpochHistory history = new EpochHistory(codecs);
        recovery.ceremonies().ended().forEach(signed -> history.records
                .put(signed.record().ended().number(), signed.record()));
        history.known(recovery.first());
        recovery.changes().forEach(history::decided);
        history.checkRecords(recovery);
        history.checkState(recovery);
        for (RecoveredLog.LogRecord record : recovery.log().records()) {
            history.log.computeIfAbsent(epochOf(record), _ -> new ArrayList<>()).add(record);
        }
        for (EpochConfig config : history.configs.values()) {
            Optional<SeqNum> last = history.end(config.number()).map(EpochChange::last);
            last.ifPresent(seq -> history.restoreHandOver(config, seq, codecs.apply(config),
                    recovery));
        }
        return history;
    }

    /** A record may end it, and so make another one known. */
    private void known(EpochConfig config) {
        configs.put(config.number(), config);
        Optional<RecoveryRecord> record = record(config.number());
        if (record.isPresent()) {
            if (!record.get().ends(config)) {
                throw new IllegalStateException("the recovery record "
                        + record.get().fingerprint() + " ends another epoch " + config.number()
                        + " than the one of this chain");
            }
            known(record.get().next());
        }
    }

    private void decided(EpochChange change) {
        long ended = change.next().number() - 1;
        if (records.containsKey(ended)) {
            voided.put(ended, change);
        } else {
            known(change.next());
        }
    }

    /** A state that a record contradicts was executed before the record was installed: nothing may follow from it. */
    private void checkRecords(EpochRecovery recovery) {
        SeqNum executed = new SeqNum(recovery.applied().seq());
        records.values().forEach(record -> {
            boolean beyond = executed.isAfter(record.last()) && !recovery.recentSlots().isEmpty()
                    && recovery.recentSlots().getLast().epoch() <= record.ended().number();
            record.contradictedBy(executed, recovery.applied().resultDigest())
                    .or(() -> Optional
                            .of("slot " + executed.number() + " was executed here in epoch "
                                    + record.ended().number() + ", which the recovery record "
                                    + record.fingerprint() + " ends at slot "
                                    + record.last().number())
                            .filter(_ -> beyond))
                    .ifPresent(reason -> {
                        throw new IllegalStateException(reason);
                    });
        });
    }

    /** Whoever came to a state by a snapshot keeps what led to its epoch: without it nobody's certificates can be checked. */
    private void checkState(EpochRecovery recovery) {
        recovery.recentSlots().stream().map(DecidedSlot::epoch)
                .filter(epoch -> !configs.containsKey(epoch)).findFirst().ifPresent(epoch -> {
                    throw new IllegalStateException("the state of slot "
                            + recovery.applied().seq() + " is of epoch " + epoch
                            + ", and how the members came from epoch " + configs.firstKey()
                            + " to that one is known up to epoch " + configs.lastKey()
                            + " only: the data are not whole; set this replica up anew");
                });
    }

    /** That ended {@code epoch} in the place of a BlockCert. */
    Optional<RecoveryRecord> record(long epoch) {
        return Optional.ofNullable(records.get(epoch));
    }

    /** What the last slot of {@code epoch} says of its members: a record comes after all slots, and is in none. */
    Digest nextSetHash(long epoch, EpochChange end) {
        return records.containsKey(epoch)
                ? Optional.ofNullable(voided.get(epoch))
                        .filter(change -> change.last().equals(end.last()))
                        .map(change -> change.next().hash()).orElse(Digest.ZERO)
                : end.next().hash();
    }

    private static long epochOf(RecoveredLog.LogRecord record) {
        try {
            return MessageCodec.epochOf(record.bytes());
        } catch (DecodeException e) {
            throw new IllegalStateException("log record " + record.lsn() + " cannot be read", e);
        }
    }

    /** The application's copy, or the log's, which is there before any vote of the next epoch. */
    private void restoreHandOver(EpochConfig config, SeqNum last, MessageCodec codec,
            EpochRecovery recovery) {
        for (Bytes bytes : recovery.handOvers()) {
            try {
                BlockCert cert = codec.decodeBlockCert(bytes);
                if (cert.seq().equals(last)) {
                    handOvers.put(config.number(), cert);
                }
            } catch (DecodeException _) {
                continue; // another epoch's, whose committee had another size
            }
        }
        if (last.number() > recovery.applied().seq()) {
            return; // what its slot says of the next members is not known here
        }
        for (RecoveredLog.LogRecord record : log.getOrDefault(config.number(), List.of())) {
            if (decode(record, codec) instanceof BlockCert cert && cert.seq().equals(last)) {
                handOvers.put(config.number(), cert);
            }
        }
    }

    private static Message decode(RecoveredLog.LogRecord record, MessageCodec codec) {
        try {
            return codec.decode(record.bytes());
        } catch (DecodeException e) {
            throw new IllegalStateException("log record " + record.lsn() + " cannot be read", e);
        }
    }

    /** That of the next slot; an epoch whose last slot is executed goes on until its certificate is there. */
    EpochConfig epochAt(long appliedSeq) {
        EpochConfig found = configs.firstEntry().getValue();
        for (EpochConfig config : configs.values()) {
            boolean begun = config.start().number() < appliedSeq
                    || config.start().number() == appliedSeq
                            && (handOvers.containsKey(config.number() - 1)
                                    || records.containsKey(config.number() - 1));
            found = begun ? config : found;
        }
        return found;
    }

    EpochConfig config(long epoch) {
        return configs.get(epoch);
    }

    /** How {@code epoch} ends, if that is known. */
    Optional<EpochChange> end(long epoch) {
        return Optional.ofNullable(configs.get(epoch + 1)).map(EpochChange::new);
    }

    /** False where a peer had proved it before it was executed here. */
    boolean fixed(EpochConfig current, EpochChange change, SeqNum decidedAt) {
        boolean isVoid = records.containsKey(current.number());
        Optional<EpochChange> known = isVoid ? Optional.ofNullable(voided.get(current.number()))
                : end(current.number());
        if (known.filter(change::equals).isPresent()) {
            return false;
        }
        if (known.isPresent()) {
            throw new IllegalStateException("the application changes the members again at "
                    + decidedAt + ", epoch " + current.number() + " ends at "
                    + end(current.number()).get().last());
        }
        change.check(current, decidedAt);
        decided(change);
        return true;
    }

    /** As {@link #fixed}, decided by a slot before {@code restored} that was executed elsewhere; true if it is news. */
    boolean learned(EpochConfig current, EpochChange change, SeqNum restored) {
        Optional<EpochChange> known = records.containsKey(current.number())
                ? Optional.ofNullable(voided.get(current.number()))
                : end(current.number());
        if (known.isPresent() && !known.get().equals(change)
                || change.next().number() != current.number() + 1
                || change.last().isBefore(restored)) {
            throw new IllegalStateException("the state of slot " + restored + " ends epoch "
                    + current.number() + " at " + change.last() + " with epoch "
                    + change.next().number() + "; known is " + known.map(EpochChange::last));
        }
        decided(change);
        return known.isEmpty();
    }

    /** {@code cert} is that of its last slot, unless a record ended it. */
    void ended(long epoch, Applied last, Optional<BlockCert> cert) {
        Optional<RecoveryRecord> record = record(epoch);
        if (record.isEmpty()) {
            handOvers.put(epoch, cert.orElseThrow());
            return;
        }
        if (last.seq() > record.get().last().number()) {
            throw new IllegalStateException("slot " + last.seq() + " was executed here in epoch "
                    + epoch + ", which the recovery record " + record.get().fingerprint()
                    + " ends at slot " + record.get().last().number());
        }
        record.get().contradictedBy(new SeqNum(last.seq()), last.resultDigest())
                .ifPresent(reason -> {
                    throw new IllegalStateException(reason);
                });
        cert.filter(one -> one.seq().equals(record.get().last()))
                .ifPresent(one -> handOvers.put(epoch, one));
    }

    /** How {@code epoch} ended, as its members certified; true if the next one was not known before. */
    boolean proved(long epoch, HandOverRules.Proven proven) {
        EpochConfig known = configs.get(epoch + 1);
        if (known != null && !known.equals(proven.next())) {
            throw new IllegalStateException("the members of epoch " + epoch
                    + " certified another next epoch than the application decided");
        }
        handOvers.put(epoch, proven.cert());
        if (known == null) {
            known(proven.next());
        }
        return known == null;
    }

    /** The first from {@code from} on of which it is not known that it is over. */
    EpochConfig open(long from) {
        EpochConfig found = configs.get(from);
        while (isOver(found.number()) && configs.containsKey(found.number() + 1)) {
            found = configs.get(found.number() + 1);
        }
        return found;
    }

    private boolean isOver(long epoch) {
        return handOvers.containsKey(epoch) || records.containsKey(epoch);
    }

    EpochConfig last() {
        return configs.lastEntry().getValue();
    }

    /** What the application is to keep of the end of {@code epoch}, if a certificate proves it. */
    Optional<EpochEffect> noteOf(long epoch) {
        return Optional.ofNullable(handOvers.get(epoch)).filter(_ -> record(epoch).isEmpty())
                .map(cert -> new EpochEffect.KeepEnd(epoch,
                        MessageCodec.encodeBlockCert(cert), configs.get(epoch + 1).encode()));
    }

    /** Where an epoch stands that is over here. */
    SlotServer.Stand past(long epoch) {
        return new SlotServer.Stand(configs.get(epoch), configs.get(epoch + 1).start(),
                Optional.ofNullable(handOvers.get(epoch)));
    }

    /** The log's part of {@code epoch}, once. */
    RecoveredLog takeLog(long epoch) {
        log.headMap(epoch).clear();
        List<RecoveredLog.LogRecord> records = log.remove(epoch);
        return records == null ? RecoveredLog.EMPTY : new RecoveredLog(records);
    }

    /** The application lost slots that this process voted after: it must not vote there again. */
    boolean logIsAfter(long epoch) {
        return log.higherKey(epoch) != null;
    }
}
