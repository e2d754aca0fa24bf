package io.quorate.node;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.epoch.EpochChange;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.evm.primitives.Hash;
import io.quorate.execution.Epochs;
import io.quorate.execution.MemberRegistry;
import io.quorate.ledger.FixedEpoch;
import io.quorate.ledger.Ledger;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The epochs of a ledger: those that were, from the genesis file over what members certified, recovery records and what
 * execution fixed; and the next one, which it makes of the members' records. Safe for any thread.
 */
final class LedgerEpochs implements Epochs {
    private final Ledger ledger;
    private final LedgerHandOvers handOvers;
    private final OwnPlace place;
    private final Consumer<String> objections;
    /** Of those in force; they are known for good. */
    private final ConcurrentHashMap<Long, EpochConfig> configs = new ConcurrentHashMap<>();
    /** Of the executing thread: each is told once. */
    private long objectedRequest;

    /** @param objections is told why no epoch can be made of the records, once for each request of one */
    LedgerEpochs(Ledger ledger, OwnPlace place, Consumer<String> objections) {
        this.ledger = ledger;
        this.handOvers = new LedgerHandOvers(ledger);
        this.place = place;
        this.objections = objections;
    }

    LedgerHandOvers handOvers() {
        return handOvers;
    }

    /** What execution, or the members by their certificate, made to follow {@code epoch}; a recovery record may have made it void. */
    Optional<EpochChange> change(long epoch) {
        return handOvers.change(epoch).or(() -> ledger.fixedEpoch(epoch + 1)
                .map(fixed -> new EpochChange(LedgerHandOvers.decode(fixed.configuration()))));
    }

    /** The configuration of an epoch that slots were executed in. */
    EpochConfig first() {
        return place.first();
    }

    /** Empty where it is not known how the epochs before it ended. */
    Optional<EpochConfig> known(long epoch) {
        return place.find(epoch, this::change);
    }

    EpochConfig config(long epoch) {
        return configs.computeIfAbsent(epoch, number -> place.config(number, this::change));
    }

    /** How many members of an epoch that was heard of are others than this replica; 0 where it is not known yet. */
    int others(long epoch) {
        return place.find(epoch, this::change).map(config -> config.members().size()
                - (config.replicaOf(place.self()).isPresent() ? 1 : 0)).orElse(0);
    }

    /** This replica's place in it, if it is a member. */
    Optional<ReplicaId> place(long epoch) {
        return config(epoch).replicaOf(place.self());
    }

    @Override
    public Optional<FixedEpoch> next(MemberRegistry registry, long epoch, long seqNum) {
        if (ledger.fixedEpoch(epoch + 1).isPresent()) return Optional.empty();
        EpochConfig current = config(epoch);
        SeqNum last = EpochChange.earliestEnd(new SeqNum(seqNum), current);
        try {
            return Optional.of(fixed(new NextCommittee(registry, current, unrecovered(epoch))
                    .startingAfter(last)));
        } catch (IllegalArgumentException e) { // what contracts cannot check, or a vote broke
            object(registry.requests().request(), "no epoch can follow epoch " + epoch
                    + " by the records of the members: " + e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public Optional<FixedEpoch> inForce(long epoch) {
        return Optional.ofNullable(configs.get(epoch))
                .or(() -> place.find(epoch, this::change)).map(LedgerEpochs::fixed);
    }

    private static FixedEpoch fixed(EpochConfig epoch) {
        return new FixedEpoch(epoch.number(), epoch.start().number(),
                Hash.of(epoch.hash().toArray()), epoch.encode());
    }

    private void object(long request, String reason) {
        if (objectedRequest == request) return;
        objectedRequest = request;
        objections.accept(reason);
    }

    /** The last configuration up to {@code epoch} that no recovery record made. */
    private EpochConfig unrecovered(long epoch) {
        long number = epoch;
        while (number > 0 && place.isRecovered(number)) {
            number--;
        }
        return config(number);
    }
}
