package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.Applied;
import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.HandOver;
import io.quorate.bft.HandOvers;
import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.SlotLinks;
import io.quorate.bft.Snapshot;
import io.quorate.bft.View;
import io.quorate.bft.core.Effect;
import io.quorate.bft.core.Input;
import io.quorate.bft.core.RecoveredLog;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.StoredSlots;
import io.quorate.bft.core.Timeouts;
import io.quorate.bft.core.crypto.KeySigner;
import io.quorate.bft.core.crypto.Preimages;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.crypto.SecpList;
import io.quorate.bft.core.epoch.EpochChange;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.EpochEffect;
import io.quorate.bft.core.epoch.EpochInput;
import io.quorate.bft.core.epoch.EpochRecovery;
import io.quorate.bft.core.epoch.Identity;
import io.quorate.bft.core.epoch.KeyedSetup;
import io.quorate.bft.core.epoch.KnownEpochs;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.core.epoch.Participant;
import io.quorate.bft.core.epoch.SecpKeys;
import io.quorate.bft.core.message.BlockCert;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.HandOverProof;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.MessageCodec;
import io.quorate.bft.core.message.Status;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.GenesisBlock;
import io.quorate.ledger.Ledger;
import io.quorate.ledger.SlotRecord;
import io.quorate.node.recovery.Schemes;
import io.quorate.state.storage.InMemoryKeyValueStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The product's own ledger, records and signatures: what it keeps of epochs proves them to one that was never there. */
class LedgerHandOversTest {
    private static final long CHAIN_ID = 1337;
    private static final long LAST = 512;
    private static final Bytes INCARNATION = Bytes.repeat((byte) 7, Member.INCARNATION_BYTES);
    private static final Hash SOME = Hash.of(Bytes.repeat((byte) 5, Hash.SIZE));

    private final List<KeySigner> signers = IntStream.rangeClosed(1, 6)
            .mapToObj(i -> new KeySigner(Bytes.repeat((byte) i, 32))).toList();
    private final EpochConfig first = new EpochConfig(0, SeqNum.ZERO, members(0, 1, 2, 3),
            SecpList.SUITE, new EpochConfig.Parameters(0, ReplicaConfig.WINDOW,
                    ReplicaConfig.IN_FLIGHT_MAX, ReplicaConfig.INLINE_PAYLOAD_BYTES_MAX,
                    ReplicaConfig.SEGMENT_SLOTS, Timeouts.DEFAULT, false));
    private final EpochConfig second = first.next(new SeqNum(256), members(1, 2, 3, 4),
            first.parameters());
    private final EpochConfig third = second.next(new SeqNum(LAST), members(2, 3, 4, 5),
            first.parameters());
    private final Ledger ledger = Ledger.open(new InMemoryKeyValueStore(), genesis());
    private final LedgerHandOvers handOvers = new LedgerHandOvers(ledger);
    private final List<EpochEffect> effects = new ArrayList<>();

    private List<Member> members(int... numbers) {
        return IntStream.of(numbers).mapToObj(i -> new Member(new MemberId(i),
                signers.get(i).publicKey(), Bytes.EMPTY, INCARNATION)).toList();
    }

    private static GenesisBlock genesis() {
        return GenesisBlock.of(
                new GenesisBlock.Fields(Bytes.wrap(new byte[8]), 0, Bytes.EMPTY, 60_000_000,
                        UInt256.ZERO, Hash.ZERO, Address.ZERO, Optional.empty(), 0, 0),
                ForkSchedule.allFrom(Fork.OSAKA), new TreeMap<>());
    }

    @BeforeEach
    void twoEpochsPass() {
        for (long seq = 1; seq <= LAST; seq++) {
            EpochConfig epoch = seq <= 256 ? first : second;
            Digest next = seq == 256 ? second.hash() : seq == LAST ? third.hash() : Digest.ZERO;
            SlotRecord slotRecord = new SlotRecord(ledger.lastRecordHash(), epoch.number(), seq,
                    SOME, SOME, ledger.head().hash(), Hash.EMPTY_LIST, Hash.of(next.toArray()));
            DecidedSlot slot = new DecidedSlot(epoch.number(), seq, Digest.ZERO, 0,
                    DecidedSlot.NOOP_PROPOSER, Bytes.EMPTY, Bytes.of(2));
            ledger.commit(new io.quorate.ledger.DecidedSlot(slotRecord, 0,
                    MessageCodec.encodeSlot(slot), slot.certificate(), Bytes.of(3)),
                    Optional.empty());
            if (!next.equals(Digest.ZERO)) {
                Bytes cert = certificate(epoch, seq, slotRecord.hash());
                ledger.certify(seq, cert);
                handOvers.ended(epoch.number(), cert,
                        (seq == LAST ? third : second).encode());
            }
        }
        ledger.pruneSlots(LAST);
        assertThat(ledger.slot(256)).isEmpty();
    }

    private Bytes certificate(EpochConfig epoch, long seq, Hash result) {
        SeqNum at = new SeqNum(seq);
        Digest digest = Digest.of(result.toArray());
        Digest preimage = new Preimages(SecpList.SUITE, CHAIN_ID, epoch.number())
                .blockCert(at, digest);
        TreeMap<ReplicaId, Bytes> shares = new TreeMap<>();
        QuorumScheme any = scheme(epoch, 0);
        for (int i = 0; i < epoch.quorums().quorum(); i++) {
            shares.put(new ReplicaId(i), scheme(epoch, i).sign(preimage));
        }
        return MessageCodec.encodeBlockCert(
                new BlockCert(at, digest, any.combine(preimage, shares).multisig()));
    }

    private QuorumScheme scheme(EpochConfig epoch, int replica) {
        return new SecpKeys(signers).signing(epoch, new ReplicaId(replica)).orElseThrow();
    }

    /** Member 5, which only the third epoch has; it starts from what {@code own} keeps. */
    private Participant joiner(Ledger own) {
        LedgerHandOvers known = new LedgerHandOvers(own);
        List<EpochChange> changes = new ArrayList<>();
        List<Bytes> certificates = new ArrayList<>();
        for (long epoch = 0; known.find(epoch).isPresent(); epoch++) {
            changes.add(known.change(epoch).orElseThrow());
            certificates.add(known.find(epoch).orElseThrow().blockCert());
        }
        return new Participant(new Identity(new MemberId(5), INCARNATION),
                new KeyedSetup(CHAIN_ID, new SecpKeys(signers.subList(5, 6)), _ -> true,
                        known::links),
                new EpochRecovery(first, changes, certificates, RecoveredLog.EMPTY,
                        new Applied(own.appliedSeq(), Digest.of(own.lastRecordHash().toArray()),
                                Bytes.EMPTY, 0),
                        List.of()));
    }

    private void hears(Participant process, int from, long epoch, Message message) {
        effects.clear();
        effects.addAll(process.step(
                new EpochInput.Received(new MemberId(from), epoch, message)));
    }

    private void waits(Participant process, long millis) {
        effects.clear();
        effects.addAll(process.step(new EpochInput.Local(new Input.Ticked(millis, millis))));
    }

    /** Whom it asks how that epoch ended. */
    private Optional<MemberId> askedOf(EpochConfig epoch) {
        return effects.stream().filter(effect -> effect instanceof EpochEffect.Send send
                && send.message().equals(new Fetch(new Fetch.Wanted.HandOver()))
                && send.epoch().equals(epoch))
                .map(effect -> ((EpochEffect.Send) effect).to()).findFirst();
    }

    private boolean tells(String what) {
        return effects.stream()
                .anyMatch(effect -> effect instanceof EpochEffect.Local(long _, Effect.Trace trace)
                        && trace.detail().contains(what));
    }

    private List<HandOver> kept() {
        return effects.stream().filter(EpochEffect.KeepProof.class::isInstance)
                .map(effect -> ((EpochEffect.KeepProof) effect).handOver()).toList();
    }

    @Test
    void provesEpochsWhoseSlotsAreGone() {
        Participant joiner = joiner(Ledger.open(new InMemoryKeyValueStore(), genesis()));
        waits(joiner, 0);
        hears(joiner, 0, 0, new Status(View.ZERO, true, new SeqNum(256), new SeqNum(256),
                new SeqNum(256), Bytes.EMPTY, 0));
        waits(joiner, 10_000);
        MemberId asked = askedOf(first).orElseThrow();
        HandOver genuine = handOvers.find(0).orElseThrow();

        hears(joiner, asked.number(), 0, new HandOverProof(new HandOver(
                genuine.slotRecord(), genuine.blockCert(), third.encode())));
        assertThat(tells("wrong hand-over of " + asked)).isTrue();
        MemberId other = askedOf(first).orElseThrow();
        assertThat(other).isNotEqualTo(asked);
        HandOver ofOther = handOvers.find(1).orElseThrow();
        hears(joiner, other.number(), 0, new HandOverProof(new HandOver(ofOther.slotRecord(),
                ofOther.blockCert(), genuine.next())));
        assertThat(tells("wrong hand-over of " + other)).isTrue();

        MemberId third = askedOf(first).orElseThrow();
        hears(joiner, third.number(), 0, new HandOverProof(genuine));
        assertThat(kept()).containsExactly(genuine);
        MemberId next = askedOf(second).orElseThrow();
        hears(joiner, next.number(), 1, new HandOverProof(ofOther));
        assertThat(kept()).containsExactly(ofOther);
        assertThat(joiner.epochs().get(2L)).isEqualTo(this.third);
        assertThat(joiner.status().epoch()).isEqualTo(first);
    }

    /** Proofs, then the state: whoever starts again starts in the last epoch, and can prove all of them. */
    @Test
    void restartsInTheEpochOfTheSnapshot() {
        InMemoryKeyValueStore store = new InMemoryKeyValueStore();
        Ledger own = Ledger.open(store, genesis());
        LedgerHandOvers kept = new LedgerHandOvers(own);
        kept.proved(0, handOvers.find(0).orElseThrow());
        kept.proved(1, handOvers.find(1).orElseThrow());
        assertThat(joiner(Ledger.open(store, genesis())).status().epoch()).isEqualTo(first);

        LedgerSnapshots source = snapshots(ledger);
        Snapshot snapshot = source.offers(0).getFirst();
        LedgerSnapshots target = snapshots(own);
        target.begin(snapshot);
        for (int i = 0; i < snapshot.chunks().size(); i++) {
            target.store(snapshot, i, source.chunk(snapshot.seq(), i).orElseThrow());
        }
        assertThat(joiner(Ledger.open(store, genesis())).status().epoch()).isEqualTo(first);
        target.finish(snapshot);

        Ledger again = Ledger.open(store, genesis());
        Participant restarted = joiner(again);
        assertThat(again.appliedSeq()).isEqualTo(LAST);
        assertThat(restarted.status().epoch()).isEqualTo(third);
        assertThat(restarted.status().learner()).isEmpty();
        assertThat(new LedgerHandOvers(again).find(0)).isEqualTo(handOvers.find(0));
        assertThat(new LedgerHandOvers(again).find(1)).isEqualTo(handOvers.find(1));
    }

    /** Whoever reads the store knows all epochs by the first one, and no certificate but theirs. */
    @Test
    void judgesWhatTheMembersOfEachEpochSigned() {
        KnownEpochs known = known(handOvers);
        assertThat(known.objections()).isEmpty();
        assertThat(known.configs().values()).containsExactly(first, second, third);
        assertThat(known.epochOf(256)).isEqualTo(first);
        assertThat(known.epochOf(257)).isEqualTo(second);
        Bytes certificate = ledger.blockCertificate(256).orElseThrow();
        StoredSlots members = known.slots(0).orElseThrow();
        SeqNum last = new SeqNum(256);
        assertThat(members.objection(last, certificate, Optional.empty())).isEmpty();
        assertThat(members.objection(last, certificate, Optional.of(Digest.ZERO))).isPresent();
        assertThat(members.objection(last.next(), certificate, Optional.empty())).isPresent();
        assertThat(known.slots(1).orElseThrow().objection(last, certificate, Optional.empty()))
                .isPresent();
        for (int i = 0; i < certificate.size(); i++) {
            byte[] changed = certificate.toArray();
            changed[i] ^= 1;
            assertThat(members.objection(last, Bytes.wrap(changed), Optional.empty()))
                    .as("byte %d changed", i).isPresent();
        }
    }

    @Test
    void followsNoProofThatTheMembersDidNotGive() {
        HandOver genuine = handOvers.find(0).orElseThrow();
        KnownEpochs known = known(new HandOvers() {
            @Override
            public Optional<HandOver> find(long epoch) {
                return Optional.of(new HandOver(genuine.slotRecord(), genuine.blockCert(),
                        third.encode())).filter(_ -> epoch == 0);
            }

            @Override
            public Optional<SlotLinks> links(Digest result, Bytes slotRecord) {
                return handOvers.links(result, slotRecord);
            }
        });
        assertThat(known.configs().values()).containsExactly(first);
        assertThat(known.objections()).singleElement().asString()
                .contains("the end of epoch 0 is not proven");
    }

    private KnownEpochs known(HandOvers proofs) {
        return KnownEpochs.follow(CHAIN_ID, Digest.ZERO, first, Schemes::verifying, proofs,
                List.of());
    }

    private static LedgerSnapshots snapshots(Ledger of) {
        return new LedgerSnapshots(of, new OperatorLog(0),
                new LedgerSnapshots.Settings(LAST, 0), () -> {});
    }
}
