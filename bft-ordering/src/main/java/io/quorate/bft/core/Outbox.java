package io.quorate.bft.core;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.MessageCodec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gathers one step's effects and knows what the log holds. Own votes come back to their sender through here, and only
 * once they are durable: a vote that a crash could take back must not count anywhere. Mutable, one thread.
 */
final class Outbox {
    private final MessageCodec codec;
    private final ArrayDeque<OwnMessage> own = new ArrayDeque<>(); // bounded by the window: votes of open slots
    private List<Effect> effects = new ArrayList<>();
    private final LogTail tail;
    private long bytesLogged;

    private record OwnMessage(Message message, long afterLsn) {}

    Outbox(MessageCodec codec, LogTail tail) {
        this.codec = codec;
        this.tail = tail;
    }

    /** Log records are messages: what a replica must not forget is what it said or was convinced by. */
    void persist(Message record) {
        var bytes = codec.encode(record);
        bytesLogged += bytes.size();
        effects.add(new Effect.Persist(tail.append(), bytes));
    }

    void persisted(long lsn) {
        tail.persisted(lsn);
    }

    /** To all others once the log so far is durable, and then to self. */
    void cast(Message message) {
        castAs(message, message);
    }

    /** As {@link #cast}, but self gets {@code toSelf}. */
    void castAs(Message toOthers, Message toSelf) {
        effects.add(new Effect.Broadcast(toOthers, tail.lastLsn()));
        own.add(new OwnMessage(toSelf, tail.lastLsn()));
    }

    /** To those and to self once the log so far is durable. */
    void castTo(List<ReplicaId> peers, ReplicaId self, Message message) {
        for (ReplicaId peer : peers) {
            if (!peer.equals(self)) {
                effects.add(new Effect.Send(peer, message, tail.lastLsn()));
            }
        }
        own.add(new OwnMessage(message, tail.lastLsn()));
    }

    /** To all others once the log so far is durable. */
    void broadcast(Message message) {
        effects.add(new Effect.Broadcast(message, tail.lastLsn()));
    }

    /** To one peer once the log so far is durable. */
    void send(ReplicaId to, Message message) {
        effects.add(new Effect.Send(to, message, tail.lastLsn()));
    }

    void emit(Effect effect) {
        effects.add(effect);
    }

    void trace(Effect.Trace.Kind kind, View view, SeqNum seq, String detail) {
        effects.add(new Effect.Trace(kind, view, seq, detail));
    }

    /** The next message of its own that a replica may now count. */
    Optional<Message> nextOwn() {
        OwnMessage head = own.peek();
        if (head == null || head.afterLsn() > tail.durableLsn()) {
            return Optional.empty();
        }
        own.remove();
        return Optional.of(head.message());
    }

    long lastLsn() {
        return tail.lastLsn();
    }

    long durableLsn() {
        return tail.durableLsn();
    }

    long bytesLogged() {
        return bytesLogged;
    }

    List<Effect> drain() {
        List<Effect> drained = effects;
        effects = new ArrayList<>();
        return drained;
    }
}
