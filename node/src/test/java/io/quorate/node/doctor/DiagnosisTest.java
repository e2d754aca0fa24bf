package io.quorate.node.doctor;

import static io.quorate.jsonrpc.FindingCode.*;
import static io.quorate.node.doctor.Cases.judged;
import static io.quorate.node.doctor.Cases.live;
import static io.quorate.node.doctor.Cases.silent;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.jsonrpc.FindingCode;
import io.quorate.node.FolderFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is found in which facts: tables of cases, each with all that is to be found and about whom. */
class DiagnosisTest {
    private static final FolderFacts.Store.State DAMAGED = FolderFacts.Store.State.DAMAGED;

    /** A code, and the number of the replica that it is about; -1 for none. */
    private record Expected(FindingCode code, int replica) {}

    private static List<Expected> expected(Object... pairs) {
        List<Expected> all = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.add(new Expected((FindingCode) pairs[i], (Integer) pairs[i + 1]));
        }
        return all;
    }

    private record Case(List<ReplicaFacts> facts, List<Expected> findings) {}

    private static void put(Map<String, Case> cases, String name, List<ReplicaFacts> facts,
            Object... expected) {
        cases.put(name, new Case(facts, expected(expected)));
    }

    private static List<ReplicaFacts> three(ReplicaFacts fourth) {
        return List.of(live(0, 1, 2).asked(), live(1, 0, 2).asked(), live(2, 0, 1).asked(),
                fourth);
    }

    private static List<ReplicaFacts> four(ReplicaFacts fourth) {
        return List.of(live(0, 1, 2, 3).asked(), live(1, 0, 2, 3).asked(),
                live(2, 0, 1, 3).asked(), fourth);
    }

    private static Cases.Live fourth() {
        return live(3, 0, 1, 2);
    }

    private static Map<String, Case> running() {
        Map<String, Case> cases = new LinkedHashMap<>();
        put(cases, "all is well", Cases.whole());
        put(cases, "one is down", three(silent(3)), REPLICA_DOWN, 3);
        put(cases, "the leader is down", List.of(silent(0), live(1, 2, 3).asked(),
                live(2, 1, 3).asked(), live(3, 1, 2).asked()), LEADER_DOWN, 0, REPLICA_DOWN, 0);
        put(cases, "two are down", List.of(live(0, 1).asked(), live(1, 0).asked(), silent(2),
                silent(3)), QUORUM_LOST, -1, REPLICA_DOWN, 2, REPLICA_DOWN, 3);
        put(cases, "two that nobody named", List.of(live(0, 1).asked(), live(1, 0).asked()),
                QUORUM_LOST, -1, LINK_DOWN, 2, LINK_DOWN, 3);
        put(cases, "halves", List.of(live(0, 1).asked(), live(1, 0).asked(), live(2, 3).asked(),
                live(3, 2).asked()), PARTITION, -1);
        put(cases, "one is alone", three(live(3).asked()), PARTITION, 3);
        put(cases, "one link", List.of(live(0, 1, 2, 3).asked(), live(1, 0, 3).asked(),
                live(2, 0, 3).asked(), fourth().asked()), LINK_DOWN, 2);
        put(cases, "one does not answer, others hear it", four(silent(3)), REPLICA_STUCK, 3);
        put(cases, "a clock", four(fourth().clock(-1_500).asked()), CLOCK_OFF, 3);
        put(cases, "clocks within the limit", four(fourth().clock(900).asked()));
        put(cases, "another genesis block", three(live(3).genesis("0xcc").asked()),
                GENESIS_DIFFERS, 3);
        put(cases, "another block", four(fourth().block("0xcc").asked()), CHAIN_DIFFERS, 3);
        put(cases, "a rule is refused by all", List.of(
                live(0, 1, 2).tells("GENESIS_DIFFERS", 3, "window differs").asked(),
                live(1, 0, 2).tells("GENESIS_DIFFERS", 3, "window differs").asked(),
                live(2, 0, 1).tells("GENESIS_DIFFERS", 3, "window differs").asked(),
                live(3).tells("GENESIS_DIFFERS", 0, "").tells("GENESIS_DIFFERS", 1, "").asked()),
                GENESIS_DIFFERS, 3);
        put(cases, "a version, told by those who refuse it", List.of(
                live(0, 1, 2).tells("VERSION_MISMATCH", 3, "").asked(),
                live(1, 0, 2).tells("VERSION_MISMATCH", 3, "").asked(), live(2, 0, 1).asked()),
                VERSION_MISMATCH, 3);
        put(cases, "a learner", four(fourth().status("learner")
                .tells("LEARNER", 3, "its log is new").asked()), LEARNER, 3);
        put(cases, "removed, and it runs", List.of(live(0, 1, 2, 4).members(0, 1, 2, 4).asked(),
                live(3).status("learner").members(0, 1, 2, 4).asked(),
                live(1, 0, 2, 4).members(0, 1, 2, 4).asked(),
                live(2, 0, 1, 4).members(0, 1, 2, 4).asked()), MEMBER_REMOVED, 3);
        put(cases, "its own troubles", four(fourth().tells("SLOW_DISK", 3, "")
                .tells("LOW_MEMORY", 3, "").tells("CERT_EXPIRED", 3, "").asked()), LOW_MEMORY, 3,
                SLOW_DISK, 3, CERT_EXPIRED, 3);
        put(cases, "a nonce that two miss", List.of(
                live(0, 1, 2, 3).tells("NONCE_GAP", 0, "a").asked(),
                live(1, 0, 2, 3).tells("NONCE_GAP", 1, "a").asked(), live(2, 0, 1, 3).asked(),
                fourth().asked()), NONCE_GAP, 0);
        put(cases, "too much", List.of(live(0, 1, 2, 3).tells("OVERLOADED", 0, "a").asked(),
                live(1, 0, 2, 3).tells("OVERLOADED", 1, "a").asked(), live(2, 0, 1, 3).asked(),
                fourth().asked()), OVERLOADED, 0);
        put(cases, "a stall", List.of(live(0, 1, 2, 3).tells("STALLED", -1, "a").asked(),
                live(1, 0, 2, 3).asked(), live(2, 0, 1, 3).asked(), fourth().asked()), STALLED, 0);
        put(cases, "a code of a newer program", four(fourth().tells("LOST_ITS_WAY", 3, "")
                .asked()));
        return cases;
    }

    private static Map<String, Case> stopped() {
        Map<String, Case> cases = new LinkedHashMap<>();
        Cases.Folder folder = Cases.Folder.of(3);
        put(cases, "nothing but that it is down", three(folder.replica()), REPLICA_DOWN, 3);
        put(cases, "it runs and does not answer", three(folder.running().replica()),
                REPLICA_STUCK, 3);
        put(cases, "its settings", three(folder.objection("rpc.prot is unknown").replica()),
                CONFIG_WRONG, 3);
        put(cases, "a taken port", three(folder.port("Address already in use").replica()),
                PORT_TAKEN, 3);
        put(cases, "an address of another machine", three(folder.port(
                "Cannot assign requested address").replica()), CONFIG_WRONG, 3);
        put(cases, "another key", three(folder.tls("0x22", Optional.empty()).replica()),
                CERT_WRONG, 3);
        put(cases, "half a key", three(folder.tls("", Optional.of("they differ")).replica()),
                CERT_WRONG, 3);
        put(cases, "an old certificate", three(folder.certificateFor(-1).replica()), REPLICA_DOWN,
                3, CERT_EXPIRED, 3);
        put(cases, "a certificate that ends", three(folder.certificateFor(86_400).replica()),
                REPLICA_DOWN, 3, CERT_ENDING, 3);
        put(cases, "no room", three(folder.free(1 << 20).replica()), DISK_FULL, 3);
        put(cases, "a damaged database", three(folder.chain(DAMAGED).replica()), DB_CORRUPT, 3);
        put(cases, "a folder of another chain", three(folder.chain(
                FolderFacts.Store.State.OTHER_CHAIN).replica()), GENESIS_DIFFERS, 3);
        put(cases, "a damaged log", three(folder.log(DAMAGED, "why").replica()), LOG_CORRUPT, 3);
        put(cases, "a log that is gone", three(folder.log(FolderFacts.Store.State.ABSENT, "lost")
                .replica()), LEARNER, 3);
        put(cases, "a log that was never begun", three(folder.log(
                FolderFacts.Store.State.ABSENT, "").replica()), REPLICA_DOWN, 3);
        put(cases, "another genesis file than the others'", List.of(
                Cases.Folder.of(0).replica(), Cases.Folder.of(1).replica(),
                Cases.Folder.of(2).replica(),
                folder.identity(1, "0xaa", List.of("c 0", "window 32")).replica()),
                GENESIS_DIFFERS, 3, REPLICA_DOWN, 0, REPLICA_DOWN, 1, REPLICA_DOWN, 2);
        put(cases, "of two genesis files nobody knows which is right", List.of(
                Cases.Folder.of(0).replica(), folder.identity(2, "0xcc", Cases.RULES).replica()),
                REPLICA_DOWN, 0, REPLICA_DOWN, 3);
        return cases;
    }

    @TestFactory
    List<DynamicTest> findsInReplicasThatRun() {
        return tests(running());
    }

    @TestFactory
    List<DynamicTest> findsInFoldersOfThoseThatDoNot() {
        return tests(stopped());
    }

    private static List<DynamicTest> tests(Map<String, Case> cases) {
        List<DynamicTest> tests = new ArrayList<>();
        cases.forEach((name, one) -> tests.add(DynamicTest.dynamicTest(name, () -> {
            Report report = judged(one.facts);
            assertThat(report.findings()).as(ReportText.of(report))
                    .extracting(each -> new Expected(each.code(), each.replica().orElse(-1)))
                    .containsExactlyElementsOf(one.findings);
            assertThat(report.findings()).allSatisfy(each -> {
                assertThat(each.text()).isNotBlank();
                assertThat(each.mend()).isNotBlank();
            });
            assertThat(report.next().isPresent()).isEqualTo(!one.findings.isEmpty());
        })));
        return tests;
    }

    @Test
    void saysWhetherThereAreBlocks() {
        assertThat(judged(Cases.whole()).verdict()).isEqualTo(Report.Verdict.IDLE);
        assertThat(judged(four(fourth().blocks(10, 12).asked())).verdict())
                .isEqualTo(Report.Verdict.MAKING);
        assertThat(judged(live(0, 1).asked(), live(1, 0).asked(), silent(2), silent(3)).verdict())
                .isEqualTo(Report.Verdict.STOPPED);
        assertThat(judged(Cases.Folder.of(0).replica(), Cases.Folder.of(1).replica()).verdict())
                .isEqualTo(Report.Verdict.STOPPED);
        assertThat(judged(silent(0), silent(1)).verdict()).isEqualTo(Report.Verdict.UNKNOWN);
    }

    @Test
    void countsTheMargin() {
        assertThat(judged(Cases.whole()).margin()).contains(new Margin(4, 1, 0, 3, 4, 4));
        assertThat(judged(Cases.whole()).margin().orElseThrow().more()).isEqualTo(1);
        assertThat(judged(three(silent(3))).margin().orElseThrow().more()).isZero();
        // A learner is connected and does not count.
        assertThat(judged(four(fourth().status("learner").asked())).margin().orElseThrow().voting())
                .isEqualTo(3);
        // Of halves the larger counts, not the sum.
        assertThat(judged(live(0, 1).asked(), live(1, 0).asked(), live(2, 3).asked(),
                live(3, 2).asked()).margin().orElseThrow().more()).isEqualTo(-1);
        assertThat(judged(silent(0)).margin()).isEmpty();
    }

    @Test
    void theNextCommandIsTheCausesOwn() {
        Report report = judged(live(0, 1).asked(), live(1, 0).asked(), silent(2),
                Cases.Folder.of(3).port("Address already in use").replica());
        assertThat(report.findings().getFirst().code()).isEqualTo(QUORUM_LOST);
        assertThat(report.next()).hasValueSatisfying(
                next -> assertThat(next).startsWith("ss -ltnp 'sport = :8545'"));
        assertThat(judged(three(Cases.Folder.of(3).replica())).next())
                .contains("./quorate node --config net/replica-3/quorate.toml");
    }

    @Test
    void aLogTellsWhatAFolderDoesNot() {
        LogFacts log = new LogFacts("r3.log", OptionalInt.of(3), List.of(
                new LogFacts.Line(LOW_MEMORY, OptionalInt.empty(), "OutOfMemoryError")));
        ReplicaFacts down = new ReplicaFacts(OptionalInt.of(3), "replica-3", Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(log));
        assertThat(judged(three(down)).findings()).extracting(Finding::code)
                .containsExactly(REPLICA_DOWN, LOW_MEMORY);
        // What it said is no news of one that runs again.
        ReplicaFacts up = new ReplicaFacts(OptionalInt.of(3), "replica-3", Optional.empty(),
                fourth().asked().live(), Optional.empty(), Optional.empty(), Optional.of(log));
        assertThat(judged(four(up)).findings()).isEmpty();
    }

    @Test
    void whoIsToJoinWasNotRemoved() {
        List<ReplicaFacts> facts = List.of(live(0, 1, 2, 4).members(0, 1, 2, 4).asked(),
                live(1, 0, 2, 4).members(0, 1, 2, 4).asked(),
                live(2, 0, 1, 4).members(0, 1, 2, 4).asked(),
                live(3, 0).status("learner").members(0, 1, 2, 4).asked());
        assertThat(Diagnosis.of(new Facts(facts, 0, Set.of(3), List.of())).findings()).isEmpty();
        assertThat(Diagnosis.of(new Facts(facts, 0, Set.of(), List.of())).findings())
                .extracting(Finding::code).containsExactly(MEMBER_REMOVED);
    }

    @Test
    void blamesWhoDisagreesWithMost() {
        Blame blame = new Blame();
        blame.disagree(0, 3);
        blame.disagree(3, 1);
        blame.disagree(1, 3);
        blame.disagree(2, 2);
        assertThat(blame.odd()).containsExactly(3);
        Blame pair = new Blame();
        pair.disagree(1, 2);
        assertThat(pair.odd()).containsExactly(1, 2);
        assertThat(new Blame().odd()).isEmpty();
    }
}
