package io.quorate.bft.core.epoch;

import io.quorate.bft.DecodeException;
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
        history.configs.put(recovery.first().number(), recovery.first());
        recovery.changes().forEach(
                change -> history.configs.put(change.next().number(), change.next()));
        for (RecoveredLog.LogRecord record : recovery.log().records()) {
            history.log.computeIfAbsent(epochOf(record), _ -> new ArrayList<>()).add(record);
        }
        for (EpochConfig config : history.configs.values()) {
            Optional<SeqNum> last = history.end(config.number()).map(EpochChange::last);
            last.ifPresent(seq -> history.restoreHandOver(config, seq, codecs.apply(config),
                    recovery.handOvers()));
        }
        return history;
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
            List<Bytes> stored) {
        for (Bytes bytes : stored) {
            try {
                BlockCert cert = codec.decodeBlockCert(bytes);
                if (cert.seq().equals(last)) {
                    handOvers.put(config.number(), cert);
                }
            } catch (DecodeException _) {
                continue; // another epoch's, whose committee had another size
            }
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
                            && handOvers.containsKey(config.number() - 1);
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
        if (end(current.number()).filter(change::equals).isPresent()) {
            return false;
        }
        if (end(current.number()).isPresent()) {
            throw new IllegalStateException("the application changes the members again at "
                    + decidedAt + ", epoch " + current.number() + " ends at "
                    + end(current.number()).get().last());
        }
        change.check(current, decidedAt);
        configs.put(change.next().number(), change.next());
        return true;
    }

    /** As {@link #fixed}, decided by a slot before {@code restored} that was executed elsewhere; true if it is news. */
    boolean learned(EpochConfig current, EpochChange change, SeqNum restored) {
        Optional<EpochChange> known = end(current.number());
        if (known.isPresent() && !known.get().equals(change)
                || change.next().number() != current.number() + 1
                || change.last().isBefore(restored)) {
            throw new IllegalStateException("the state of slot " + restored + " ends epoch "
                    + current.number() + " at " + change.last() + " with epoch "
                    + change.next().number() + "; known is " + known.map(EpochChange::last));
        }
        configs.put(change.next().number(), change.next());
        return known.isEmpty();
    }

    /** How {@code epoch} ended, as its members certified; true if the next one was not known before. */
    boolean proved(long epoch, HandOverRules.Proven proven) {
        EpochConfig known = configs.putIfAbsent(epoch + 1, proven.next());
        if (known != null && !known.equals(proven.next())) {
            throw new IllegalStateException("the members of epoch " + epoch
                    + " certified another next epoch than the application decided");
        }
        handOvers.put(epoch, proven.cert());
        return known == null;
    }

    /** The first from {@code from} on of which it is not known that it is over. */
    EpochConfig open(long from) {
        EpochConfig found = configs.get(from);
        while (handOvers.containsKey(found.number()) && configs.containsKey(found.number() + 1)) {
            found = configs.get(found.number() + 1);
        }
        return found;
    }

    EpochConfig last() {
        return configs.lastEntry().getValue();
    }

    /** What the application is to keep of the end of {@code epoch}, if that is over. */
    Optional<EpochEffect> noteOf(long epoch) {
        return Optional.ofNullable(handOvers.get(epoch)).map(cert -> new EpochEffect.KeepEnd(epoch,
                MessageCodec.encodeBlockCert(cert), configs.get(epoch + 1).encode()));
    }

    void handedOver(long epoch, BlockCert cert) {
        handOvers.put(epoch, cert);
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
