package io.quorate.node;

import io.quorate.bft.Digest;
import io.quorate.bft.MemberId;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.RecoveryRecord;
import io.quorate.bft.core.epoch.SignedRecovery;
import io.quorate.bft.net.Peer;
import io.quorate.bft.runtime.OrderingLogs;
import io.quorate.bft.wal.WalConfig;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.NodeSettings;
import io.quorate.genesis.Validator;
import io.quorate.genesis.keys.NodeKey;
import io.quorate.ledger.DecidedSlot;
import io.quorate.ledger.Ledger;
import io.quorate.node.recovery.RecoveryFolder;
import io.quorate.node.recovery.Schemes;
import io.quorate.node.recovery.Standing;
import io.quorate.state.storage.RocksDbConfig;
import io.quorate.state.storage.RocksDbKeyValueStore;
import io.quorate.state.storage.StorageException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * A replica's folder while its process is down: what operators ask it and put into it in a recovery. Keeps a process
 * from starting until it is closed.
 */
public final class StoppedReplica implements AutoCloseable {
    private final Closing closing = new Closing();
    private final NodeSettings settings;
    private final Genesis genesis;
    private final OwnKeys own;
    private final NodeKeys keys;
    private final NodeKey key;
    private final int member;
    private final Ledger ledger;
    private final RecoveryFolder folder;
    private final SortedMap<Long, EpochConfig> epochs = new TreeMap<>();

    private StoppedReplica(NodeSettings settings) {
        this.settings = settings;
        this.genesis = Genesis.read(settings.genesisFile());
        this.own = new OwnKeys(settings.keys());
        this.keys = NodeKeys.read(own);
        this.key = keys.validatorKeys().getFirst();
        this.member = indexOf(genesis.quorate().validators());
        closing.add(DataDirLock.acquire(settings.dataDir()));
        this.ledger = Ledger.open(closing.add(RocksDbKeyValueStore
                .open(settings.dataDir().resolve("chain"), RocksDbConfig.SMALL)), genesis.block());
        this.folder = new RecoveryFolder(settings.dataDir());
        EpochConfig first = Orders.firstEpoch(genesis.quorate());
        epochs.put(first.number(), first);
        if (ledger.interruptedRestore().isPresent()) {
            throw new OperatorException("A snapshot is being put in place in "
                    + settings.dataDir() + ", which a stop interrupted; start the replica once,"
                    + " so that it is finished, and stop it again.");
        }
        Map<Long, EpochConfig> recorded = new HashMap<>();
        folder.ceremonies(genesisHash()).ended().forEach(signed -> recorded
                .put(signed.record().next().number(), signed.record().next()));
        for (Optional<EpochConfig> next = Optional.of(first); next.isPresent(); next = after(
                next.get().number(), recorded)) {
            epochs.put(next.get().number(), next.get());
        }
    }

    /** By a record, or else by the certificate that is kept of it. */
    private Optional<EpochConfig> after(long epoch, Map<Long, EpochConfig> recorded) {
        return Optional.ofNullable(recorded.get(epoch + 1)).or(() -> ledger.epochEnd(epoch)
                .map(end -> LedgerHandOvers.decode(end.next())));
    }

    /** Fails with {@link OperatorException} where the process runs, or a file cannot be used. */
    public static StoppedReplica open(NodeSettings settings) {
        try {
            return new StoppedReplica(settings);
        } catch (StorageException e) {
            throw Damage.unusable(settings.dataDir(), e);
        }
    }

    private int indexOf(List<Validator> validators) {
        if (settings.member().isPresent()) return settings.member().getAsInt();
        for (int i = 0; i < validators.size(); i++) {
            if (validators.get(i).publicKey().equals(key.publicKey())) return i;
        }
        throw new OperatorException(
                "The key in " + own.described(key) + " belongs to none of the " + validators.size()
                        + " validators in " + settings.genesisFile() + ".");
    }

    public String nameOf(MemberId id) {
        List<Validator> validators = genesis.quorate().validators();
        return id.number() < validators.size() ? validators.get(id.number()).name()
                : "member " + id.number();
    }

    public RecoveryFolder folder() {
        return folder;
    }

    private Digest genesisHash() {
        return Orders.hash(genesis);
    }

    /** The epoch of the next slot. */
    public EpochConfig epoch() {
        EpochConfig found = epochs.get(epochs.firstKey());
        for (EpochConfig epoch : epochs.values()) {
            found = epoch.start().number() <= ledger.appliedSeq() ? epoch : found;
        }
        return found;
    }

    public Standing standing() {
        EpochConfig epoch = epoch();
        Optional<Bytes> incarnation = OrderingLogs.incarnation(
                WalConfig.in(settings.dataDir().resolve("ordering")), genesis.chainId(),
                new MemberId(member));
        boolean votes = epoch.replicaOf(new MemberId(member)).map(epoch::member)
                .filter(own -> incarnation.filter(own.incarnation()::equals).isPresent())
                .isPresent();
        return new Standing(genesis.chainId(), genesisHash(), member,
                nameOf(new MemberId(member)), epoch.number(), ledger.appliedSeq(),
                Digest.of(ledger.lastRecordHash().toArray()), ledger.lastCertified().orElse(0L),
                incarnation, votes);
    }

    /** Why this replica has nothing to do with the record; empty if it is of its chain and of an epoch as it knows it. */
    private Optional<String> otherChain(RecoveryRecord record) {
        if (record.chainId() != genesis.chainId()) {
            return Optional.of("it is of chain " + record.chainId() + ", " + settings.genesisFile()
                    + " is of chain " + genesis.chainId());
        }
        if (!record.genesis().equals(genesisHash())) {
            return Optional.of("its genesis is 0x" + record.genesis() + ", that of "
                    + settings.genesisFile() + " is 0x" + genesisHash());
        }
        long ended = record.ended().number();
        EpochConfig known = epochs.get(ended);
        if (known == null) {
            return Optional.of("it ends epoch " + ended + ", this replica knows epochs up to "
                    + epochs.lastKey() + ": apply the record that ends epoch " + epochs.lastKey()
                    + " first");
        }
        if (folder.installed(ended).isEmpty() && ledger.epochEnd(ended).isPresent()) {
            return Optional.of("epoch " + ended + " ended by a certificate of its members: they"
                    + " certified its last slot, so no record can end it at another");
        }
        return record.ends(known) ? stranger(record)
                : Optional.of("it ends another epoch " + ended
                        + " than this replica knows: members, keys, logs or parameters differ");
    }

    /** What comes in by a signature of the old members alone is logs: a key might be made of theirs. */
    private Optional<String> stranger(RecoveryRecord record) {
        EpochConfig ended = record.ended();
        return record.next().members().stream()
                .filter(after -> ended.replicaOf(after.id()).map(ended::member)
                        .filter(before -> before.publicKey().equals(after.publicKey())
                                && Peer.keyOf(before.channel())
                                        .equals(Peer.keyOf(after.channel())))
                        .isEmpty())
                .findFirst().map(after -> "it names " + nameOf(after.id())
                        + " with other keys than epoch " + ended.number() + " does: members and"
                        + " keys are changed by the chain, once it goes on");
    }

    /** Why this replica's state forbids that the epoch ends there; it may be behind. */
    private Optional<String> contradiction(RecoveryRecord record) {
        long last = record.last().number();
        long executed = ledger.appliedSeq();
        if (executed < last) return Optional.empty();
        boolean inThatEpoch = ledger.slot(executed).map(DecidedSlot::slotRecord)
                .filter(slot -> slot.epoch() <= record.ended().number()).isPresent();
        if (executed > last && inThatEpoch) {
            return Optional.of("this replica executed slot " + executed + ", beyond slot " + last
                    + " at which the record ends epoch " + record.ended().number()
                    + ": what it told its clients would be undone; make a record that ends the"
                    + " epoch at slot " + executed + " or later");
        }
        Optional<Digest> own = executed == last
                ? Optional.of(Digest.of(ledger.lastRecordHash().toArray()))
                : ledger.slot(last).map(slot -> Digest.of(slot.slotRecord().hash().toArray()));
        return own.filter(result -> !result.equals(record.result()))
                .map(result -> "this replica has the result 0x" + result + " at slot " + last
                        + ", the record has 0x" + record.result());
    }

    /** Everything that speaks against this record here, its signatures apart. */
    public Optional<String> objection(RecoveryRecord record) {
        return otherChain(record).or(() -> contradiction(record));
    }

    /** Whether this replica has the record's slot, so that it can confirm or deny its result. */
    public boolean confirms(RecoveryRecord record) {
        return ledger.appliedSeq() >= record.last().number();
    }

    /**
     * Adds this validator's signature, and durably promises not to vote in the epoch any more.
     *
     * @param givenUp fingerprints of records that were signed before, and that nobody will apply
     */
    public SignedRecovery sign(SignedRecovery signed, List<String> givenUp) {
        RecoveryRecord record = signed.record();
        refuse("sign", record, objection(record));
        folder.installed(record.ended().number()).ifPresent(installed -> refuse("sign", record,
                Optional.of("epoch " + record.ended().number() + " was ended here by the record "
                        + installed.record().fingerprint())));
        folder.signed().stream().map(SignedRecovery::record)
                .filter(other -> other.ended().number() == record.ended().number()
                        && !other.equals(record)
                        && !givenUp.contains(other.fingerprint()))
                .findFirst().ifPresent(other -> refuse("sign", record, Optional.of(
                        "this validator signed the record " + other.fingerprint()
                                + " for the same epoch: two records could both get a quorum and"
                                + " split the chain; only if you know that nobody will apply that"
                                + " one, say --instead-of " + other.fingerprint())));
        ReplicaId self = record.ended().replicaOf(new MemberId(member))
                .orElseThrow(() -> new OperatorException("The record " + record.fingerprint()
                        + " is not signed: " + nameOf(new MemberId(member)) + " is no member of"
                        + " epoch " + record.ended().number() + "."));
        QuorumScheme scheme = keys
                .signing(record.ended(), self)
                .orElseThrow(() -> new OperatorException("The record " + record.fingerprint()
                        + " is not signed: the key in " + own.place()
                        + " is not the one that epoch " + record.ended().number() + " names for "
                        + nameOf(new MemberId(member)) + "."));
        SignedRecovery more = signed.signedBy(self, scheme);
        folder.promise(more);
        return more;
    }

    /** Installs it durably; false if it was installed already. */
    public boolean apply(SignedRecovery signed) {
        RecoveryRecord record = signed.record();
        refuse("apply", record, otherChain(record)
                .or(() -> signed.objection(Schemes.verifying(record.ended()))));
        Optional<SignedRecovery> installed = folder.installed(record.ended().number());
        if (installed.isPresent() && !installed.get().record().equals(record)) {
            refuse("apply", record, Optional.of("epoch " + record.ended().number()
                    + " was ended here at slot " + installed.get().record().last().number()
                    + " by the record " + installed.get().record().fingerprint()
                    + "; members signed two records, both are kept, this one as "
                    + folder.conflict(signed)));
        }
        refuse("apply", record, contradiction(record));
        if (installed.isEmpty() && ledger.appliedSeq() <= record.last().number()) {
            ledger.forgetCertificatesAbove(record.last().number());
        }
        folder.install(installed.orElse(signed));
        return installed.isEmpty();
    }

    private static void refuse(String what, RecoveryRecord record, Optional<String> objection) {
        objection.ifPresent(reason -> {
            throw new OperatorException("The record " + record.fingerprint() + " is not "
                    + (what.equals("sign") ? "signed" : "applied") + ": " + reason + ".");
        });
    }

    @Override
    public void close() {
        closing.close();
    }
}
