package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.ExecShare;
import io.quorate.bft.core.message.MessageCodec;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Execution results: our own, other replicas' shares, and the certificates they make, which move the base. Mutable,
 * one thread; holds at most two windows of slots.
 */
final class ShareCollector {
    private final Context context;
    private final TreeMap<SeqNum, Shares> shares = new TreeMap<>();
    private final TreeMap<SeqNum, Digest> results = new TreeMap<>();

    /** The last one made: it may be asked for again and again. */
    private Optional<ExecShare> ownShare = Optional.empty();
    /** When base or the last own result last changed. */
    private long movedMillis;

    ShareCollector(Context context) {
        this.context = context;
    }

    /** Recovery: the last result that is durable. */
    void restore(SeqNum seq, Digest resultDigest) {
        results.put(seq, resultDigest);
    }

    /** A state was taken over; what was known of slots before it is void. */
    void restored(SeqNum seq, Digest resultDigest) {
        results.clear();
        results.put(seq, resultDigest);
        movedMillis = context.nowMillis;
        context.window.baseCert().ifPresent(cert -> checkOwn(cert.seq(), cert.digest()));
    }

    /** An own result, durable by now. */
    void executed(SeqNum seq, Digest resultDigest) {
        results.put(seq, resultDigest);
        movedMillis = context.nowMillis;
        context.window.baseCert().ifPresent(cert -> checkOwn(cert.seq(), cert.digest()));
        Shares held = shares.get(seq);
        for (int i = 0; held != null && i < context.quorums.n(); i++) {
            ReplicaId peer = new ReplicaId(i);
            held.newestOf(peer).ifPresent(other -> compare(peer, seq, other.digest()));
        }
        ExecShare share = context.signatures.execShare(seq, resultDigest);
        ownShare = Optional.of(share);
        context.duty.castShare(seq, share);
        forget();
    }

    long movedMillis() {
        return movedMillis;
    }

    /** Our share for the last executed slot, as long as it may still be of use. */
    Optional<ExecShare> lastShare() {
        SeqNum seq = context.window.executed();
        if (!seq.isAfter(context.window.base()) || !results.containsKey(seq)) {
            return Optional.empty();
        }
        if (ownShare.filter(share -> share.seq().equals(seq)).isEmpty()) {
            ownShare = Optional.of(context.signatures.execShare(seq, results.get(seq)));
        }
        return ownShare;
    }

    void onShare(ReplicaId from, ExecShare share) {
        SeqNum seq = share.seq();
        long last = Math.max(context.window.base().number(), context.window.executed().number());
        if (!seq.isAfter(context.window.base())
                || seq.number() > last + 2L * context.window.size()) {
            return;
        }
        Shares held = shares.computeIfAbsent(seq, _ -> new Shares(context.quorums.n()));
        if (!held.wants(from, View.ZERO)) {
            return;
        }
        if (!context.signatures.countable(from, share)) {
            context.quota.failed(from, context.nowMillis);
            context.trace(Effect.Trace.Kind.REJECTED, seq, "ExecShare of " + from);
            return;
        }
        held.put(from, View.ZERO, share.resultDigest(), share.share());
        compare(from, seq, share.resultDigest());
        if (held.count(View.ZERO, share.resultDigest()) >= context.quorums.quorum()) {
            context.signatures.blockCert(seq, share.resultDigest(), held).ifPresent(cert -> {
                context.duty.certifiedHere(cert);
                raise(cert);
            });
        }
    }

    void onCert(BlockCert cert) {
        if (!cert.seq().isAfter(context.window.base())) {
            context.duty.certificateHeard(cert);
        } else if (context.signatures.valid(cert)) {
            context.duty.certified(cert.seq());
            raise(cert);
        } else {
            context.blameSender();
            context.trace(Effect.Trace.Kind.REJECTED, cert.seq(), "BlockCert");
        }
    }

    /**
     * Moves the base. The certificate goes to the log before any vote that the new base admits: if the base fell back
     * in a crash, such a vote would be left out of this replica's ViewChange.
     */
    void raise(BlockCert cert) {
        checkOwn(cert.seq(), cert.digest());
        context.outbox.persist(cert);
        context.window.raiseBase(cert);
        movedMillis = context.nowMillis;
        context.outbox
                .emit(new Effect.StoreBlockCert(cert.seq(), MessageCodec.encodeBlockCert(cert)));
        context.trace(Effect.Trace.Kind.CERTIFIED, cert.seq(), "");
        forget();
    }

    /** An alarm for operators: that replica, or this one, executes wrongly. Its signature may be checked later only. */
    private void compare(ReplicaId peer, SeqNum seq, Digest result) {
        Digest own = results.get(seq);
        if (own != null && !own.equals(result)) {
            context.trace(Effect.Trace.Kind.DIVERGED, seq,
                    peer + " has " + result.shortHex() + ", here " + own.shortHex());
        }
    }

    private void checkOwn(SeqNum seq, Digest certified) {
        Digest own = results.get(seq);
        if (own != null && !own.equals(certified)) {
            throw new IllegalStateException("execution diverged at " + seq + ": a quorum certified "
                    + certified.shortHex() + ", this replica computed " + own.shortHex());
        }
    }

    private void forget() {
        shares.headMap(context.window.base(), true).clear();
        SeqNum executed = context.window.executed();
        SeqNum base = context.window.base();
        results.headMap(base.isBefore(executed) ? base : executed, false).clear();
    }
}
