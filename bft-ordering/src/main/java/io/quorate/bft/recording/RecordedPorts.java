package io.quorate.bft.recording;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.PayloadRules;
import io.quorate.bft.core.crypto.Combined;
import io.quorate.bft.core.crypto.Multisig;
import io.quorate.bft.core.crypto.QuorumScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.apache.tuweni.bytes.Bytes;

/** Passes questions on and remembers the answers. Mutable, one thread. */
final class RecordedPorts implements QuorumScheme, PayloadRules {
    private final QuorumScheme scheme;
    private final PayloadRules rules;
    private List<Answer> answers = new ArrayList<>();

    RecordedPorts(QuorumScheme scheme, PayloadRules rules) {
        this.scheme = scheme;
        this.rules = rules;
    }

    /** Those given since the last call. */
    List<Answer> take() {
        List<Answer> taken = answers;
        answers = new ArrayList<>();
        return taken;
    }

    static long about(Digest preimage) {
        return preimage.bytes().getLong(0);
    }

    @Override
    public byte suite() {
        return scheme.suite();
    }

    @Override
    public int committeeSize() {
        return scheme.committeeSize();
    }

    @Override
    public int shareSizeBytes() {
        return scheme.shareSizeBytes();
    }

    @Override
    public boolean checksSharesSingly() {
        return scheme.checksSharesSingly();
    }

    @Override
    public Bytes sign(Digest preimage) {
        Bytes share = scheme.sign(preimage);
        answers.add(new Answer(Answer.Kind.SIGN, about(preimage), share));
        return share;
    }

    @Override
    public boolean verifyShare(ReplicaId signer, Digest preimage, Bytes share) {
        boolean answer = scheme.verifyShare(signer, preimage, share);
        answers.add(Answer.of(Answer.Kind.VERIFY_SHARE, about(preimage), answer));
        return answer;
    }

    @Override
    public Combined combine(Digest preimage, SortedMap<ReplicaId, Bytes> shares) {
        Combined combined = scheme.combine(preimage, shares);
        answers.add(new Answer(Answer.Kind.COMBINE, about(preimage), EntryCodec.bytes(combined)));
        return combined;
    }

    @Override
    public boolean verify(Digest preimage, Multisig multisig, int quorum) {
        boolean answer = scheme.verify(preimage, multisig, quorum);
        answers.add(Answer.of(Answer.Kind.VERIFY, about(preimage), answer));
        return answer;
    }

    @Override
    public boolean admits(Bytes payload) {
        boolean answer = rules.admits(payload);
        answers.add(Answer.of(Answer.Kind.ADMITS, payload.size(), answer));
        return answer;
    }
}
