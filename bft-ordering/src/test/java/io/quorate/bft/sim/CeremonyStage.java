package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.DecidedSlot;
import io.quorate.bft.Digest;
import io.quorate.bft.ReplicaId;
import io.quorate.bft.SeqNum;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.core.epoch.RecoveryRecord;
import io.quorate.bft.core.epoch.SignedRecovery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** A stage whose operators carry out ceremonies. */
final class CeremonyStage {
    static final long LIMIT = EpochStage.LIMIT;

    private final EpochStage epochs;
    private final TreeMap<Integer, Integer> wipes = new TreeMap<>();

    CeremonyStage(EpochStage epochs) {
        this.epochs = epochs;
    }

    static CeremonyStage of(int n) {
        return new CeremonyStage(EpochStage.of(n, 0));
    }

    EpochStage epochs() {
        return epochs;
    }

    Stage stage() {
        return epochs.stage();
    }

    SimCluster cluster() {
        return epochs.cluster();
    }

    int size() {
        return cluster().nodes().size();
    }

    void wipe(int machine, boolean applicationToo) {
        epochs.wipe(machine, applicationToo);
        wipes.merge(machine, 1, Integer::sum);
    }

    /** A machine that is down. */
    void wipeDown(int machine, boolean applicationToo) {
        epochs.node(machine).wipe(applicationToo);
        epochs.node(machine).operator().lostIn(cluster().checkers().epochs().lastKey());
        wipes.merge(machine, 1, Integer::sum);
    }

    long executed(int machine) {
        return epochs.node(machine).application().applied().seq();
    }

    /** The last {@code count} machines. */
    List<Integer> wipeLast(int count, boolean applicationToo) {
        List<Integer> wiped = IntStream.range(size() - count, size()).boxed().toList();
        wiped.forEach(machine -> wipe(machine, applicationToo));
        return wiped;
    }

    /** At the highest slot that any of these machines executed, with the logs that all have by now. */
    RecoveryRecord record(List<Integer> heard) {
        SimNode last = heard.stream().map(epochs::node).max(Comparator
                .comparingLong(node -> node.application().applied().seq())).orElseThrow();
        EpochConfig ended = last.epoch().map(status -> status.epoch())
                .orElseGet(() -> cluster().checkers().epochs().lastEntry().getValue());
        List<Member> members = new ArrayList<>();
        for (Member member : ended.members()) {
            int number = member.id().number();
            members.add(wipes.containsKey(number) ? member.withIncarnation(
                    ChangePlan.incarnation(number, wipes.get(number))) : member);
        }
        long chainId = cluster().config(ended, new ReplicaId(0)).chainId();
        return new RecoveryRecord(chainId, Digest.ZERO, ended,
                last.application().applied().resultDigest(),
                ended.next(new SeqNum(last.application().applied().seq()), members,
                        ended.parameters()));
    }

    /** Signed and agreed on: the epoch that it begins is watched from now on. */
    SignedRecovery sign(RecoveryRecord record, int signers) {
        cluster().checkers().recovered(record);
        return signed(record, signers);
    }

    /** By that many members, the first ones. */
    SignedRecovery signed(RecoveryRecord record, int signers) {
        SignedRecovery signed = SignedRecovery.unsigned(record);
        for (int i = 0; i < signers; i++) {
            ReplicaId signer = new ReplicaId(i);
            signed = signed.signedBy(signer, cluster().schemeOf(record.ended(), signer));
        }
        return signed;
    }

    /** Stops the machine, if it runs, and installs the record for its next start. */
    void install(int machine, SignedRecovery signed) {
        cluster().crash(machine);
        epochs.node(machine).operator().install(signed);
    }

    /** What each executed, slot by slot, is what all others executed there, whatever the epoch. */
    void assertOneHistory() {
        TreeMap<Long, Digest> values = new TreeMap<>();
        for (SimNode node : cluster().nodes()) {
            for (DecidedSlot slot : node.application().read(1,
                    node.application().applied().seq())) {
                Digest other = values.putIfAbsent(slot.seq(), slot.digest());
                assertThat(other == null || other.equals(slot.digest()))
                        .as("one value at slot %s", slot.seq()).isTrue();
            }
        }
        TreeMap<Long, Digest> results = new TreeMap<>();
        for (SimNode node : cluster().nodes()) { // one may be a slot behind
            Digest result = node.application().applied().resultDigest();
            Digest other = results.putIfAbsent(node.application().applied().seq(), result);
            assertThat(other == null || other.equals(result)).as("one result").isTrue();
        }
        assertThat(results.lastKey() - results.firstKey()).as("nobody is far behind")
                .isLessThanOrEqualTo(1);
    }
}
