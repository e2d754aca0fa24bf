package io.quorate.bft.recording;

import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SlotLinks;
import io.quorate.bft.core.PayloadRules;
import io.quorate.bft.core.SlotRecords;
import io.quorate.bft.core.crypto.Combined;
import io.quorate.bft.core.crypto.Multisig;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.epoch.CommitteeKeys;
import io.quorate.bft.core.epoch.EpochConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.tuweni.bytes.Bytes;

/** Passes questions on and remembers the answers. Mutable, one thread. */
final class RecordedPorts implements CommitteeKeys, PayloadRules, SlotRecords {
    private final CommitteeKeys keys;
    private final PayloadRules rules;
    private final SlotRecords records;
    private List<Answer> answers = new ArrayList<>();

    RecordedPorts(CommitteeKeys keys, PayloadRules rules, SlotRecords records) {
        this.keys = keys;
        this.rules = rules;
        this.records = records;
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
    public Optional<QuorumScheme> signing(EpochConfig epoch, ReplicaId self) {
        Optional<QuorumScheme> scheme = keys.signing(epoch, self);
        answers.add(new Answer(Answer.Kind.SIGNING, epoch.number(), scheme
                .map(held -> SchemeShape.of(held).encode()).orElse(Bytes.EMPTY)));
        return scheme.map(held -> new Recorded(held, this));
    }

    @Override
    public QuorumScheme verifying(EpochConfig epoch) {
        QuorumScheme scheme = keys.verifying(epoch);
        answers.add(new Answer(Answer.Kind.VERIFYING, epoch.number(),
                SchemeShape.of(scheme).encode()));
        return new Recorded(scheme, this);
    }

    @Override
    public boolean admits(Bytes payload) {
        boolean answer = rules.admits(payload);
        answers.add(Answer.of(Answer.Kind.ADMITS, payload.size(), answer));
        return answer;
    }

    @Override
    public Optional<SlotLinks> links(Digest result, Bytes slotRecord) {
        Optional<SlotLinks> answer = records.links(result, slotRecord);
        answers.add(new Answer(Answer.Kind.LINKS, about(result),
                answer.map(read -> Bytes.concatenate(read.previous().bytes(),
                        read.nextSet().bytes())).orElse(Bytes.EMPTY)));
        return answer;
    }

    /** One epoch's; all write to one list. */
    private record Recorded(QuorumScheme scheme, RecordedPorts ports) implements QuorumScheme {
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
            ports.answers.add(new Answer(Answer.Kind.SIGN, about(preimage), share));
            return share;
        }

        @Override
        public boolean verifyShare(ReplicaId signer, Digest preimage, Bytes share) {
            boolean answer = scheme.verifyShare(signer, preimage, share);
            ports.answers.add(Answer.of(Answer.Kind.VERIFY_SHARE, about(preimage), answer));
            return answer;
        }

        @Override
        public Bytes signBatch(Digest preimage) {
            Bytes signature = scheme.signBatch(preimage);
            ports.answers.add(new Answer(Answer.Kind.SIGN, about(preimage), signature));
            return signature;
        }

        @Override
        public boolean verifyBatch(ReplicaId author, Digest preimage, Bytes signature) {
            boolean answer = scheme.verifyBatch(author, preimage, signature);
            ports.answers.add(Answer.of(Answer.Kind.VERIFY_SHARE, about(preimage), answer));
            return answer;
        }

        @Override
        public Combined combine(Digest preimage, SortedMap<ReplicaId, Bytes> shares) {
            Combined combined = scheme.combine(preimage, shares);
            ports.answers.add(
                    new Answer(Answer.Kind.COMBINE, about(preimage), EntryCodec.bytes(combined)));
            return combined;
        }

        @Override
        public Combined add(Digest preimage, SortedMap<ReplicaId, Bytes> shares) {
            Combined combined = scheme.add(preimage, shares);
            ports.answers.add(
                    new Answer(Answer.Kind.COMBINE, about(preimage), EntryCodec.bytes(combined)));
            return combined;
        }

        @Override
        public boolean verify(Digest preimage, Multisig multisig, int quorum) {
            boolean answer = scheme.verify(preimage, multisig, quorum);
            ports.answers.add(Answer.of(Answer.Kind.VERIFY, about(preimage), answer));
            return answer;
        }
    }
}
