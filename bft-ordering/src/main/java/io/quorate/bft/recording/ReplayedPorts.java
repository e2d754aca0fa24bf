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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.tuweni.bytes.Bytes;

/** Gives the recorded answers, in their order, to the same questions. Mutable, one thread. */
final class ReplayedPorts implements CommitteeKeys, PayloadRules, SlotRecords {
    private final Deque<Answer> answers = new ArrayDeque<>();

    void put(List<Answer> recorded) {
        answers.addAll(recorded);
    }

    /** Answers to questions that were not asked. */
    int left() {
        return answers.size();
    }

    private Answer next(Answer.Kind kind, long about) {
        Answer answer = answers.pollFirst();
        if (answer == null || answer.kind() != kind || answer.about() != about) {
            throw new DifferenceException("the core asks " + kind + " about "
                    + Long.toHexString(about) + "; recorded was " + (answer == null ? "nothing"
                            : answer.kind() + " about " + Long.toHexString(answer.about())));
        }
        return answer;
    }

    @Override
    public Optional<QuorumScheme> signing(EpochConfig epoch, ReplicaId self) {
        Bytes shape = next(Answer.Kind.SIGNING, epoch.number()).bytes();
        return shape.isEmpty() ? Optional.empty()
                : Optional.of(new Replayed(SchemeShape.decode(shape), this));
    }

    @Override
    public QuorumScheme verifying(EpochConfig epoch) {
        return new Replayed(SchemeShape.decode(
                next(Answer.Kind.VERIFYING, epoch.number()).bytes()), this);
    }

    @Override
    public boolean admits(Bytes payload) {
        return next(Answer.Kind.ADMITS, payload.size()).isTrue();
    }

    @Override
    public Optional<SlotLinks> links(Digest result, Bytes slotRecord) {
        Bytes answer = next(Answer.Kind.LINKS, RecordedPorts.about(result)).bytes();
        return answer.isEmpty() ? Optional.empty()
                : Optional.of(new SlotLinks(Digest.of(answer.slice(0, Digest.SIZE)),
                        Digest.of(answer.slice(Digest.SIZE))));
    }

    /** One epoch's; all take from one list. */
    private record Replayed(SchemeShape shape, ReplayedPorts ports) implements QuorumScheme {
        @Override
        public byte suite() {
            return shape.suite();
        }

        @Override
        public int committeeSize() {
            return shape.committeeSize();
        }

        @Override
        public int shareSizeBytes() {
            return shape.shareSizeBytes();
        }

        @Override
        public boolean checksSharesSingly() {
            return shape.checksSharesSingly();
        }

        @Override
        public Bytes sign(Digest preimage) {
            return ports.next(Answer.Kind.SIGN, RecordedPorts.about(preimage)).bytes();
        }

        @Override
        public boolean verifyShare(ReplicaId signer, Digest preimage, Bytes share) {
            return ports.next(Answer.Kind.VERIFY_SHARE, RecordedPorts.about(preimage)).isTrue();
        }

        @Override
        public Combined combine(Digest preimage, SortedMap<ReplicaId, Bytes> shares) {
            return EntryCodec.combined(
                    ports.next(Answer.Kind.COMBINE, RecordedPorts.about(preimage)).bytes());
        }

        @Override
        public boolean verify(Digest preimage, Multisig multisig, int quorum) {
            return ports.next(Answer.Kind.VERIFY, RecordedPorts.about(preimage)).isTrue();
        }
    }
}
