package io.quorate.bft.core.epoch;

import io.quorate.bft.Digest;
import io.quorate.bft.HandOver;
import io.quorate.bft.HandOvers;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.EpochCertificates;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.StoredSlots;
import io.quorate.bft.core.crypto.QuorumScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The epochs that whoever knows the first one can be sure of: each follows by the certificate of its predecessor's members,
 * or by a recovery record that they signed. Immutable once made; its {@link StoredSlots} are for one thread.
 */
public final class KnownEpochs {
    private final long chainId;
    private final Function<EpochConfig, QuorumScheme> schemes;
    private final TreeMap<Long, EpochConfig> configs = new TreeMap<>();
    private final TreeMap<Long, StoredSlots> slots = new TreeMap<>();
    private final TreeMap<Long, RecoveryRecord> records = new TreeMap<>();
    private final List<String> objections = new ArrayList<>();

    private KnownEpochs(long chainId, Function<EpochConfig, QuorumScheme> schemes) {
        this.chainId = chainId;
        this.schemes = schemes;
    }

    /**
     * Follows the proofs as far as they lead.
     *
     * @param first that the genesis names
     * @param schemes to verify with, an epoch's each
     * @param handOvers the certificates that ended epochs
     * @param recoveries the records that ended others
     */
    public static KnownEpochs follow(long chainId, Digest genesis, EpochConfig first,
            Function<EpochConfig, QuorumScheme> schemes, HandOvers handOvers,
            List<SignedRecovery> recoveries) {
        KnownEpochs known = new KnownEpochs(chainId, schemes);
        Optional<EpochConfig> next = Optional.of(first);
        while (next.isPresent()) {
            EpochConfig epoch = next.get();
            known.configs.put(epoch.number(), epoch);
            next = recoveries.stream()
                    .filter(signed -> signed.record().ended().number() == epoch.number())
                    .findFirst().map(signed -> known.recovered(epoch, genesis, signed))
                    .orElseGet(() -> handOvers.find(epoch.number())
                            .flatMap(proof -> known.handedOver(epoch, proof, handOvers)));
        }
        return known;
    }

    private Optional<EpochConfig> handedOver(EpochConfig epoch, HandOver proof,
            HandOvers handOvers) {
        Optional<HandOverRules.Proven> proven = HandOverRules.PRODUCT.check(epoch, proof,
                new EpochCertificates(config(epoch), schemes.apply(epoch)), handOvers::links);
        if (proven.isEmpty()) {
            objections.add("the end of epoch " + epoch.number()
                    + " is not proven by its members: record, certificate and next members do not"
                    + " belong together, or a quorum did not sign");
        }
        return proven.map(HandOverRules.Proven::next);
    }

    private Optional<EpochConfig> recovered(EpochConfig epoch, Digest genesis,
            SignedRecovery signed) {
        RecoveryRecord record = signed.record();
        Optional<String> objection = record.chainId() != chainId
                || !record.genesis().equals(genesis)
                        ? Optional.of("it is of another chain")
                        : !record.ends(epoch) ? Optional.of("it ends another epoch of that number")
                                : signed.objection(schemes.apply(epoch));
        if (objection.isPresent()) {
            objections.add("the recovery record " + record.fingerprint() + " does not end epoch "
                    + epoch.number() + ": " + objection.get());
            return Optional.empty();
        }
        records.put(epoch.number(), record);
        return Optional.of(record.next());
    }

    private ReplicaConfig config(EpochConfig epoch) {
        return epoch.replica(new ReplicaId(0), chainId);
    }

    /** What is wrong with proofs that were found; epochs after such a one are not known. */
    public List<String> objections() {
        return List.copyOf(objections);
    }

    /** By their numbers. */
    public SortedMap<Long, EpochConfig> configs() {
        return new TreeMap<>(configs);
    }

    /** The record that ended {@code epoch}, if one did. */
    public Optional<RecoveryRecord> record(long epoch) {
        return Optional.ofNullable(records.get(epoch));
    }

    /** Judges what belongs to {@code epoch}; empty if that is not known. */
    public Optional<StoredSlots> slots(long epoch) {
        return Optional.ofNullable(configs.get(epoch)).map(config -> slots.computeIfAbsent(epoch,
                _ -> new StoredSlots(config(config), schemes.apply(config))));
    }

    /** The epoch that slot {@code seq} is of, as far as is known. */
    public EpochConfig epochOf(long seq) {
        EpochConfig found = configs.firstEntry().getValue();
        for (EpochConfig config : configs.values()) {
            found = config.start().number() < seq ? config : found;
        }
        return found;
    }
}
