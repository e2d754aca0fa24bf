package io.quorate.bft.sim;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.crypto.Preimages;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.lane.Link;
import io.quorate.bft.core.message.Batch;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.ExecShare;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.bft.core.message.NewView;
import io.quorate.bft.core.message.Propose;
import io.quorate.bft.core.message.SlotReport;
import io.quorate.bft.core.message.Suspect;
import io.quorate.bft.core.message.Value;
import io.quorate.bft.core.message.ViewChange;
import io.quorate.bft.core.message.Vote1;
import io.quorate.bft.core.message.Vote2;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Everything a faulty replica can sign: whatever it likes, with its own key and no other. */
final class OwnKey {
    private final ReplicaId self;
    private final QuorumScheme scheme;
    private final Preimages preimages;

    OwnKey(ReplicaConfig config, QuorumScheme scheme) {
        this.self = config.self();
        this.scheme = scheme;
        this.preimages = new Preimages(scheme.suite(), config.chainId(), config.epoch());
    }

    Digest digestOf(Value value) {
        return preimages.value(value.seq(), value.timestampMillis(), value.proposer().index(),
                value.payload());
    }

    Digest noop(SeqNum seq) {
        return preimages.noop(seq);
    }

    /** A digest of nothing. */
    Digest invented(long number) {
        return preimages.content(Bytes.ofUnsignedLong(number));
    }

    Vote1 vote1(View view, SeqNum seq, Digest digest) {
        return new Vote1(view, seq, digest, scheme.sign(preimages.vote1(view, seq, digest)));
    }

    Vote2 vote2(View view, SeqNum seq, Digest digest) {
        return new Vote2(view, seq, digest, scheme.sign(preimages.vote2(view, seq, digest)));
    }

    Propose propose(View view, Value value) {
        return new Propose(view, value, vote1(view, value.seq(), digestOf(value)).share());
    }

    ExecShare execShare(SeqNum seq, Digest result) {
        return new ExecShare(seq, result, scheme.sign(preimages.blockCert(seq, result)));
    }

    Digest digestOf(Batch batch) {
        return Link.of(batch, preimages::content).digest();
    }

    Batch batch(long laneSeq, Digest prev, Bytes body) {
        Digest digest = digestOf(new Batch(self, laneSeq, prev, body, Bytes.EMPTY));
        return new Batch(self, laneSeq, prev, body, scheme.sign(preimages.batch(laneSeq, digest)));
    }

    Suspect suspect(View view, Suspect.Reason reason) {
        Suspect unsigned = new Suspect(self, view, reason, Bytes.EMPTY);
        Digest hash = preimages.content(MessageCodec.content(unsigned));
        return new Suspect(self, view, reason, scheme.sign(preimages.suspect(view, hash)));
    }

    ViewChange viewChange(View newView, SeqNum base, Optional<BlockCert> baseCert,
            List<SlotReport> reports) {
        ViewChange unsigned = new ViewChange(self, newView, base, baseCert, reports, Bytes.EMPTY);
        Digest hash = preimages.content(MessageCodec.content(unsigned));
        return new ViewChange(self, newView, base, baseCert, reports,
                scheme.sign(preimages.viewChange(newView, hash)));
    }

    NewView newView(View view, List<NewView.Member> members, SeqNum base, List<Digest> choices) {
        NewView unsigned = new NewView(view, members, base, choices, Bytes.EMPTY);
        Digest hash = preimages.content(MessageCodec.content(unsigned));
        return new NewView(view, members, base, choices,
                scheme.sign(preimages.newView(view, hash)));
    }
}
