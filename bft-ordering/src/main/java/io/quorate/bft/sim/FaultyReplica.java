package io.quorate.bft.sim;

import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.SeqNum;
import io.quorate.bft.View;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.message.Batch;
import io.quorate.bft.core.message.Certificate;
import io.quorate.bft.core.message.ExecShare;
import io.quorate.bft.core.message.FetchedSlots;
import io.quorate.bft.core.message.FetchedValue;
import io.quorate.bft.core.message.HandOverProof;
import io.quorate.bft.core.message.Have;
import io.quorate.bft.core.message.Message;
import io.quorate.bft.core.message.NewView;
import io.quorate.bft.core.message.Pong;
import io.quorate.bft.core.message.Propose;
import io.quorate.bft.core.message.SnapshotChunk;
import io.quorate.bft.core.message.SnapshotDescription;
import io.quorate.bft.core.message.SnapshotOffer;
import io.quorate.bft.core.message.Status;
import io.quorate.bft.core.message.Suspect;
import io.quorate.bft.core.message.Value;
import io.quorate.bft.core.message.ViewChange;
import io.quorate.bft.core.message.Vote1;
import io.quorate.bft.core.message.Vote2;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Stands between a sound core and the network, and says something else than the core wanted. Mutable, one thread. */
final class FaultyReplica {
    private static final int MEMORY = 64;
    /** The codec refuses larger numbers. */
    private static final long WIRE_MAX = (1L << 62) - 1;
    private static final long LATE_MICROS_MAX = 1_200_000;

    private final int self;
    private final int committeeSize;
    private final EnumSet<Misbehaviour> ways;
    private final Conspiracy conspiracy;
    private final SimRandom random;
    private final OwnKey key;
    private final Forger forger;
    private final ForgedReports reports;
    private final LaneLiar laneLiar;
    private final SnapshotLiar snapshotLiar;
    private final HandOverLiar handOverLiar;
    private final long friends;
    /** What it said or heard and may say again. */
    private final List<Message> memory = new ArrayList<>();
    private int memoryNext;

    /** One message on its way out. */
    record Outgoing(Message message, long delayMicros) {}

    FaultyReplica(ReplicaConfig config, OwnKey key, EnumSet<Misbehaviour> ways,
            Conspiracy conspiracy, SimRandom random, SnapshotLiar snapshotLiar) {
        this.self = config.self().index();
        this.committeeSize = config.quorums().n();
        this.ways = EnumSet.copyOf(ways);
        this.conspiracy = conspiracy;
        this.random = random;
        this.key = key;
        this.laneLiar = new LaneLiar(config, key, random);
        this.snapshotLiar = snapshotLiar;
        this.handOverLiar = new HandOverLiar(config, random);
        this.forger = new Forger(config, key, random);
        this.reports = new ForgedReports(config, key, forger, random);
        this.friends = random.nextLong();
    }

    EnumSet<Misbehaviour> ways() {
        return EnumSet.copyOf(ways);
    }

    /** What it hears is what it may replay or forge from. */
    void heard(Message message) {
        if (message instanceof Certificate || message instanceof ViewChange
                || message instanceof NewView || message instanceof Suspect) {
            remember(message);
        }
        forger.heard(message);
    }

    /** What goes to {@code to} in place of {@code message}. */
    List<Outgoing> instead(int to, Message message) {
        boolean cutOff = ways.contains(Misbehaviour.SILENT)
                || ways.contains(Misbehaviour.SELECTIVE) && (friends >>> to & 1) == 0
                || ways.contains(Misbehaviour.WITHHOLDING) && isAnswer(message)
                || ways.contains(Misbehaviour.HIDING_BATCHES) && message instanceof Batch m
                        && m.author().index() == self && to != (self + 1) % committeeSize;
        if (cutOff) {
            return List.of();
        }
        List<Message> said = new ArrayList<>();
        said.add(altered(to, message));
        additions(to, message, said);
        List<Outgoing> outgoing = new ArrayList<>();
        for (Message one : said) {
            long late = ways.contains(Misbehaviour.DELAYING) ? random.between(0, LATE_MICROS_MAX)
                    : 0;
            outgoing.add(new Outgoing(one, late));
        }
        return outgoing;
    }

    private static boolean isAnswer(Message message) {
        return message instanceof HandOverProof || message instanceof SnapshotOffer
                || message instanceof SnapshotDescription || message instanceof SnapshotChunk
                || message instanceof FetchedSlots || message instanceof FetchedValue
                || message instanceof ViewChange;
    }

    private Message altered(int to, Message message) {
        boolean otherSide = conspiracy.otherSide(to);
        boolean twoFaced = ways.contains(Misbehaviour.EQUIVOCATING) && otherSide;
        return switch (message) {
            case Propose m when twoFaced -> secondProposal(m);
            case Vote1 m when twoFaced -> conspiracy.second(m.view(), m.seq())
                    .map(second -> key.vote1(m.view(), m.seq(), second)).orElse(m);
            case Vote2 m when twoFaced -> conspiracy.second(m.view(), m.seq())
                    .map(second -> key.vote2(m.view(), m.seq(), second)).orElse(m);
            case ViewChange m when m.sender().index() == self
                    && ways.contains(Misbehaviour.LYING_VIEW_CHANGE) -> reports.of(m);
            case NewView m when m.view().number() % committeeSize == self
                    && ways.contains(Misbehaviour.LYING_NEW_VIEW)
                    && random.chance(60) -> otherChoices(m);
            case Status m when ways.contains(Misbehaviour.LYING_STATUS) -> new Status(
                    somewhere(m.view()), random.chance(50), somewhere(m.base()),
                    somewhere(m.decided()), somewhere(m.executed()),
                    m.viewChanges(), random.below(256));
            case Pong m when ways.contains(Misbehaviour.LYING_STATUS) -> new Pong(
                    Math.max(0, m.nonce() + random.between(-5_000, 5_000)));
            case FetchedSlots m when ways.contains(Misbehaviour.LYING_STATUS) -> otherSlots(m);
            case FetchedValue m when ways.contains(Misbehaviour.LYING_STATUS) -> new FetchedValue(
                    second(m.value()));
            case Batch m when m.author().index() == self && otherSide
                    && ways.contains(Misbehaviour.DOUBLE_BATCHING) -> laneLiar.rival(m);
            case Have m when ways.contains(Misbehaviour.LYING_HAVE) -> laneLiar.invented(m);
            case Propose m when ways.contains(Misbehaviour.CITING_BACK) -> laneLiar.citingBack(m);
            case HandOverProof m when ways.contains(Misbehaviour.LYING_SNAPSHOT) ->
                    new HandOverProof(handOverLiar.altered(m.handOver()));
            case SnapshotOffer m -> snapshotLiar.altered(m);
            case SnapshotDescription m -> snapshotLiar.altered(m);
            case SnapshotChunk m -> snapshotLiar.altered(m);
            case ExecShare m when ways.contains(Misbehaviour.WRONG_RESULT) -> key
                    .execShare(m.seq(), key.invented(m.seq().number()));
            default -> message;
        };
    }

    private void additions(int to, Message message, List<Message> said) {
        if (ways.contains(Misbehaviour.DOUBLE_VOTING) && message instanceof Vote1 m) {
            Digest other = conspiracy.second(m.view(), m.seq())
                    .orElseGet(() -> key.noop(m.seq()));
            said.add(key.vote2(m.view(), m.seq(), m.digest()));
            said.add(key.vote1(m.view(), m.seq(), other));
            said.add(key.vote2(m.view(), m.seq(), other));
            if (conspiracy.otherSide(to)) {
                said.add(said.removeFirst()); // the other story comes first there
            }
        }
        if (ways.contains(Misbehaviour.REPLAYING)) {
            if (random.chance(25) && !memory.isEmpty()) {
                said.add(memory.get(random.below(memory.size())));
            }
            remember(message);
        }
        snapshotLiar.additions(message, said);
        if (message instanceof Status m) {
            if (ways.contains(Misbehaviour.FORGING)) {
                said.addAll(forger.certificates(m));
            }
            if (ways.contains(Misbehaviour.SHOUTING)) {
                shout(m.view(), said);
            }
        }
    }

    private Propose secondProposal(Propose m) {
        if (m.value().proposer().index() != self) {
            return m; // a choice of the view: another value would be refused at once
        }
        Value second = second(m.value());
        conspiracy.plan(m.view(), second.seq(), key.digestOf(second));
        return key.propose(m.view(), second);
    }

    private static Value second(Value value) {
        return new Value(value.seq(), value.timestampMillis() + 1, value.proposer(),
                value.payload());
    }

    private NewView otherChoices(NewView m) {
        if (m.choices().isEmpty()) {
            return key.newView(m.view(), m.members(), m.base(), List.of(key.invented(1)));
        }
        List<Digest> choices = new ArrayList<>(m.choices());
        int index = random.below(choices.size());
        if (random.chance(50)) {
            choices.set(index, key.noop(new SeqNum(m.base().number() + 1 + index)));
        } else {
            choices = choices.subList(0, index);
        }
        return key.newView(m.view(), m.members(), m.base(), choices);
    }

    private FetchedSlots otherSlots(FetchedSlots m) {
        List<DecidedSlot> slots = new ArrayList<>(m.slots());
        int index = random.below(slots.size());
        DecidedSlot slot = slots.get(index);
        slots.set(index, new DecidedSlot(slot.epoch(), slot.seq(), slot.digest(),
                slot.proposedMillis() + 1, Math.max(0, slot.proposer()),
                Bytes.ofUnsignedLong(random.nextLong()), slot.certificate()));
        return new FetchedSlots(slots);
    }

    private void shout(View view, List<Message> said) {
        View enormous = new View(random.chance(50) ? WIRE_MAX
                : view.number() + random.between(1, 1_000_000));
        said.add(key.suspect(random.chance(50) ? view : enormous, Suspect.Reason.NO_PROGRESS));
        said.add(key.viewChange(enormous, SeqNum.ZERO, Optional.empty(), List.of()));
        said.add(key.newView(enormous, List.of(), SeqNum.ZERO, List.of()));
    }

    private View somewhere(View near) {
        return new View(somewhere(near.number()));
    }

    private SeqNum somewhere(SeqNum near) {
        return new SeqNum(somewhere(near.number()));
    }

    private long somewhere(long near) {
        return switch (random.below(4)) {
            case 0 -> 0;
            case 1 -> Math.max(0, near + random.between(-3, 3));
            case 2 -> WIRE_MAX;
            default -> near;
        };
    }

    private void remember(Message message) {
        if (memory.size() < MEMORY) {
            memory.add(message);
        } else {
            memory.set(memoryNext++ % MEMORY, message);
        }
    }
}
