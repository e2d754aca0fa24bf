package io.quorate.bft.core;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.crypto.Combined;
import io.quorate.bft.core.crypto.Multisig;
import io.quorate.bft.core.crypto.Preimages;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.lane.Link;
import io.quorate.bft.core.message.Batch;
import io.quorate.bft.core.message.BatchClaim;
import io.quorate.bft.core.message.BatchHeader;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.Certificate;
import io.quorate.bft.core.message.ExecShare;
import io.quorate.bft.core.message.FastCert;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.bft.core.message.NewView;
import io.quorate.bft.core.message.PrepCert;
import io.quorate.bft.core.message.SlotReport;
import io.quorate.bft.core.message.SlowCert;
import io.quorate.bft.core.message.Suspect;
import io.quorate.bft.core.message.Value;
import io.quorate.bft.core.message.ViewChange;
import io.quorate.bft.core.message.Vote1;
import io.quorate.bft.core.message.Vote2;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Makes and checks everything that is signed or named by a hash, for one epoch. */
final class Signatures {
    private final Quorums quorums;
    private final QuorumScheme scheme;
    private final Preimages preimages;
    private final ReplicaId self;
    /** Members that sent a bad share which only their sum with others' gave away. */
    private final boolean[] distrusted;
    private final CertificateChecks checked = new CertificateChecks();

    Signatures(ReplicaConfig config, QuorumScheme scheme) {
        if (scheme.committeeSize() != config.quorums().n()) {
            throw new IllegalArgumentException(
                    "a scheme for " + scheme.committeeSize() + " replicas in a committee of "
                            + config.quorums().n());
        }
        this.quorums = config.quorums();
        this.scheme = scheme;
        this.preimages = new Preimages(scheme.suite(), config.chainId(), config.epoch());
        this.self = config.self();
        this.distrusted = new boolean[quorums.n()];
    }

    Digest digestOf(Value value) {
        return preimages.value(value.seq(), value.timestampMillis(), value.proposer().index(),
                value.payload());
    }

    Digest noop(SeqNum seq) {
        return preimages.noop(seq);
    }

    Digest hashOf(Bytes content) {
        return preimages.content(content);
    }

    Digest hashOf(ViewChange message) {
        return preimages.content(MessageCodec.content(message));
    }

    Vote1 vote1(View view, SeqNum seq, Digest digest) {
        return new Vote1(view, seq, digest, scheme.sign(preimages.vote1(view, seq, digest)));
    }

    Vote2 vote2(View view, SeqNum seq, Digest digest) {
        return new Vote2(view, seq, digest, scheme.sign(preimages.vote2(view, seq, digest)));
    }

    ExecShare execShare(SeqNum seq, Digest resultDigest) {
        return new ExecShare(seq, resultDigest,
                scheme.sign(preimages.blockCert(seq, resultDigest)));
    }

    Batch batch(long laneSeq, Digest prev, Bytes body) {
        Digest digest = Link.of(new Batch(self, laneSeq, prev, body, Bytes.EMPTY), this::hashOf)
                .digest();
        return new Batch(self, laneSeq, prev, body,
                scheme.signBatch(preimages.batch(laneSeq, digest)));
    }

    /** Without the body. */
    BatchClaim claim(Batch batch) {
        return new BatchClaim(Link.of(batch, this::hashOf).header(), batch.signature());
    }

    boolean valid(BatchClaim claim) {
        BatchHeader header = claim.header();
        return scheme.verifyBatch(header.author(), preimages.batch(header.laneSeq(),
                hashOf(MessageCodec.content(header))), claim.signature());
    }

    boolean valid(Batch batch, Digest digest) {
        return scheme.verifyBatch(batch.author(), preimages.batch(batch.laneSeq(), digest),
                batch.signature());
    }

    Suspect suspect(View view, Suspect.Reason reason) {
        Suspect unsigned = new Suspect(self, view, reason, Bytes.EMPTY);
        Bytes signature = scheme
                .sign(preimages.suspect(view, hashOf(MessageCodec.content(unsigned))));
        return new Suspect(self, view, reason, signature);
    }

    ViewChange viewChange(View newView, SeqNum base, Optional<BlockCert> baseCert,
            List<SlotReport> reports) {
        ViewChange unsigned = new ViewChange(self, newView, base, baseCert, reports, Bytes.EMPTY);
        Bytes signature = scheme.sign(preimages.viewChange(newView, hashOf(unsigned)));
        return new ViewChange(self, newView, base, baseCert, reports, signature);
    }

    NewView newView(View view, List<NewView.Member> members, SeqNum base, List<Digest> choices) {
        NewView unsigned = new NewView(view, members, base, choices, Bytes.EMPTY);
        Bytes signature = scheme
                .sign(preimages.newView(view, hashOf(MessageCodec.content(unsigned))));
        return new NewView(view, members, base, choices, signature);
    }

    /** Whether the vote may be counted: it is genuine, or will be checked in a sum with others. */
    boolean countable(ReplicaId from, Vote1 vote) {
        return trusts(from) || valid(from, vote);
    }

    boolean countable(ReplicaId from, Vote2 vote) {
        return trusts(from) || valid(from, vote);
    }

    boolean countable(ReplicaId from, ExecShare share) {
        return trusts(from) || valid(from, share);
    }

    private boolean trusts(ReplicaId from) {
        return from.equals(self) || !scheme.checksSharesSingly() && !distrusted[from.index()];
    }

    boolean valid(ReplicaId from, Vote1 vote) {
        return scheme.verifyShare(from, preimages.vote1(vote.view(), vote.seq(), vote.digest()),
                vote.share());
    }

    boolean valid(ReplicaId from, Vote2 vote) {
        return scheme.verifyShare(from, preimages.vote2(vote.view(), vote.seq(), vote.digest()),
                vote.share());
    }

    boolean valid(ReplicaId from, ExecShare share) {
        return scheme.verifyShare(from, preimages.blockCert(share.seq(), share.resultDigest()),
                share.share());
    }

    /** Whose certificates are gathered by whom: the same for every replica. */
    Digest collectorSeed(View view, SeqNum seq) {
        return preimages.collectors(view, seq);
    }

    boolean valid(Suspect message) {
        Digest preimage = preimages.suspect(message.view(), hashOf(MessageCodec.content(message)));
        return scheme.verifyShare(message.sender(), preimage, message.signature());
    }

    /** The signature only: certificates inside are judged one by one when a choice is made. */
    boolean valid(ViewChange message, Digest hash) {
        return scheme.verifyShare(message.sender(), preimages.viewChange(message.newView(), hash),
                message.signature());
    }

    boolean valid(ReplicaId leader, NewView message) {
        Digest preimage = preimages.newView(message.view(), hashOf(MessageCodec.content(message)));
        return scheme.verifyShare(leader, preimage, message.signature());
    }

    /** What costs nothing comes first: the number of signers, and what came of the same bytes before. */
    boolean valid(Certificate certificate) {
        int quorum = certificate instanceof FastCert ? quorums.fast() : quorums.quorum();
        if (certificate.signatures().signers().size() != (quorums.n() + 7) / 8
                || certificate.signatures().signerCount() < quorum) {
            return false;
        }
        Digest hash = preimages.content(MessageCodec.content(certificate));
        Optional<Boolean> before = checked.find(hash);
        if (before.isPresent()) {
            return before.get();
        }
        boolean isValid = verifies(certificate);
        checked.put(hash, isValid);
        return isValid;
    }

    private boolean verifies(Certificate certificate) {
        SeqNum seq = certificate.seq();
        Digest digest = certificate.digest();
        return switch (certificate) {
            case FastCert c -> scheme.verify(preimages.vote1(c.view(), seq, digest), c.signatures(),
                    quorums.fast());
            case PrepCert c -> scheme.verify(preimages.vote1(c.view(), seq, digest), c.signatures(),
                    quorums.quorum());
            case SlowCert c -> scheme.verify(preimages.vote2(c.view(), seq, digest), c.signatures(),
                    quorums.quorum());
            case BlockCert c -> scheme.verify(preimages.blockCert(seq, digest), c.signatures(),
                    quorums.quorum());
        };
    }

    /** Of at least QF votes that are counted for {@code digest}; empty where bad shares leave too few. */
    Optional<FastCert> fastCert(View view, SeqNum seq, Digest digest, Shares shares) {
        return combine(preimages.vote1(view, seq, digest), view, digest, shares, quorums.fast())
                .map(signatures -> new FastCert(view, seq, digest, signatures));
    }

    Optional<PrepCert> prepCert(View view, SeqNum seq, Digest digest, Shares shares) {
        return combine(preimages.vote1(view, seq, digest), view, digest, shares, quorums.quorum())
                .map(signatures -> new PrepCert(view, seq, digest, signatures));
    }

    Optional<SlowCert> slowCert(View view, SeqNum seq, Digest digest, Shares shares) {
        return combine(preimages.vote2(view, seq, digest), view, digest, shares, quorums.quorum())
                .map(signatures -> new SlowCert(view, seq, digest, signatures));
    }

    Optional<BlockCert> blockCert(SeqNum seq, Digest digest, Shares shares) {
        return combine(preimages.blockCert(seq, digest), View.ZERO, digest, shares,
                quorums.quorum()).map(signatures -> new BlockCert(seq, digest, signatures));
    }

    /** Shares go into certificates unchecked, to be checked in their sum. */
    boolean addsUp() {
        return !scheme.checksSharesSingly();
    }

    /** As {@link #fastCert}, but unchecked: only for others, who check it. */
    Optional<FastCert> fastSum(View view, SeqNum seq, Digest digest, Shares shares) {
        return add(preimages.vote1(view, seq, digest), view, digest, shares, quorums.fast())
                .map(signatures -> new FastCert(view, seq, digest, signatures));
    }

    Optional<PrepCert> prepSum(View view, SeqNum seq, Digest digest, Shares shares) {
        return add(preimages.vote1(view, seq, digest), view, digest, shares, quorums.quorum())
                .map(signatures -> new PrepCert(view, seq, digest, signatures));
    }

    Optional<SlowCert> slowSum(View view, SeqNum seq, Digest digest, Shares shares) {
        return add(preimages.vote2(view, seq, digest), view, digest, shares, quorums.quorum())
                .map(signatures -> new SlowCert(view, seq, digest, signatures));
    }

    private Optional<Multisig> add(Digest preimage, View view, Digest digest, Shares shares,
            int quorum) {
        var put = shares.withDigest(view, digest);
        return put.size() < quorum ? Optional.empty()
                : genuine(scheme.add(preimage, put), put.size(), shares, quorum);
    }

    /** Members whose share was bad are no longer counted, and from now on each of theirs is checked by itself. */
    private Optional<Multisig> combine(Digest preimage, View view, Digest digest, Shares shares,
            int quorum) {
        var put = shares.withDigest(view, digest);
        if (put.size() < quorum) {
            return Optional.empty();
        }
        return genuine(scheme.combine(preimage, put), put.size(), shares, quorum);
    }

    private Optional<Multisig> genuine(Combined combined, int put, Shares shares, int quorum) {
        combined.refused().forEach(member -> {
            shares.refuse(member);
            distrusted[member.index()] = true;
        });
        return put - combined.refused().size() < quorum ? Optional.empty()
                : Optional.of(combined.multisig());
    }
}
