package io.quorate.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.core.epoch.RecoveryRecord;
import io.quorate.bft.core.epoch.SignedRecovery;
import io.quorate.genesis.CertificateSuite;
import io.quorate.node.recovery.RecoveryFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** What operators type, on folders of replicas that are down: 0 at slot 3, 1 at slot 5, 2 and 3 with new disks. */
class RecoveryCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    private CeremonyFolders replicas;

    private void layOut(CertificateSuite suite) throws IOException {
        replicas = new CeremonyFolders(folder.resolve("net"), suite);
        replicas.logOf(0);
        replicas.logOf(1);
        replicas.newLogOf(2);
        replicas.newLogOf(3);
        replicas.execute(0, 3, 1);
        replicas.execute(1, 5, 1);
    }

    private int execute(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine command = QuorateCommand.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(arguments);
    }

    private String run(String... arguments) {
        assertThat(execute(arguments)).as(err.toString()).isZero();
        return out.toString();
    }

    private void refused(String reason, String... arguments) {
        assertThat(execute(arguments)).isEqualTo(2);
        assertThat(err.toString()).contains(reason).doesNotContain("Exception", "\tat ");
    }

    private String status(int replica) throws IOException {
        Path file = folder.resolve("status-" + replica + ".json");
        Files.writeString(file, run("recovery", "status", "--config", replicas.config(replica),
                "--json"));
        return file.toString();
    }

    private String propose(String name, int by, int... heard) throws IOException {
        Path file = folder.resolve(name);
        List<String> arguments = new ArrayList<>(List.of("recovery", "propose", "--config",
                replicas.config(by), "--out", file.toString()));
        for (int replica : heard) {
            arguments.add(status(replica));
        }
        run(arguments.toArray(String[]::new));
        return file.toString();
    }

    private void sign(String file, int... replicaIndices) {
        for (int replica : replicaIndices) {
            run("recovery", "sign", file, "--config", replicas.config(replica));
        }
    }

    private static String fingerprint(String text) {
        return text.lines().filter(line -> line.startsWith("fingerprint")).findFirst()
                .orElseThrow().substring("fingerprint".length()).strip();
    }

    @ParameterizedTest
    @EnumSource
    void ceremonyOfFour(CertificateSuite suite) throws IOException {
        layOut(suite);
        assertThat(run("recovery", "status", "--config", replicas.config(2)))
                .contains("executed slot  0", "NOT named by the epoch");
        String file = propose("a.recovery", 0, 1, 2, 3);
        assertThat(out.toString()).contains("after slot 5", "replica-0 keeps its log",
                "replica-3 votes from its new log 0xa3", "0 of 3 needed; 3 more to go");
        sign(file, 0);
        assertThat(out.toString()).contains("it cannot tell whether the result is right");
        sign(file, 1, 2);
        assertThat(out.toString()).contains("3 of 3 needed: complete");
        for (int replica = 0; replica < 4; replica++) {
            assertThat(run("recovery", "apply", file, "--config", replicas.config(replica)))
                    .contains("Applied the record", "epoch 0 ends at slot 5");
            assertThat(run("recovery", "apply", file, "--config", replicas.config(replica)))
                    .contains("was applied before");
        }
        assertThat(run("recovery", "status", "--config", replicas.config(1)))
                .contains("epoch          1");
        assertThat(run("recovery", "list", "--data-dir", replicas.data(3).toString()))
                .contains("ends         epoch 0 of 4 members, after slot 5",
                        " applied record=" + fingerprint(out.toString())
                                + " epoch=0 lastSlot=5 signedBy=0,1,2");
        assertThat(run("recovery", "list", "--json", "--data-dir", replicas.data(3).toString()))
                .contains("\"signedBy\":[0,1,2]", "\"complete\":true", "\"lastSlot\":5,");
    }

    @Test
    void refusesWhatAReplicasStateContradicts() throws IOException {
        layOut(CertificateSuite.SECP256K1);
        String early = propose("early.recovery", 0, 2, 3);
        refused("this replica executed slot 5, beyond slot 3 at which the record ends epoch 0",
                "recovery", "sign", early, "--config", replicas.config(1));
        sign(early, 0, 2, 3); // they did not hear of the one that was further
        refused("executed slot 5, beyond slot 3", "recovery", "apply", early, "--config",
                replicas.config(1));

        replicas.execute(2, 5, 2);
        status(2);
        assertThat(execute("recovery", "propose", "--config", replicas.config(1), "--out",
                folder.resolve("x").toString(), folder.resolve("status-2.json").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("their states differ, and no record can mend that");
        replicas.execute(3, 5, 2);
        String late = propose("late.recovery", 1);
        refused("has the result", "recovery", "sign", late, "--config", replicas.config(3));
    }

    /** Whoever makes the record puts a key of its own in the place of another member's. */
    @Test
    void recordThatNamesOtherKeysIsNotSigned() throws Exception {
        layOut(CertificateSuite.SECP256K1);
        Path file = Path.of(propose("a.recovery", 0, 1, 2, 3));
        RecoveryRecord good = RecoveryFile.read(file).record();
        List<Member> members = new ArrayList<>(good.next().members());
        members.set(2, members.get(2).withKey(Bytes.repeat((byte) 5, 64)));
        RecoveryFile.write(file, SignedRecovery.unsigned(new RecoveryRecord(good.chainId(),
                good.genesis(), good.ended(), good.result(), good.ended().next(good.last(),
                        members, good.ended().parameters()))));
        assertThat(run("recovery", "inspect", file.toString()))
                .contains("member 2 votes from its new log", "has the new key 0x0505");
        refused("it names replica-2 with other keys than epoch 0 does", "recovery", "sign",
                file.toString(), "--config", replicas.config(0));
    }

    /** All who executed slot 7 are gone: what certifies it must not vouch for the slot 7 that comes now. */
    @Test
    void certificatesBeyondTheRecordAreToldOfAndDropped() throws IOException {
        layOut(CertificateSuite.SECP256K1);
        replicas.certify(1, 4);
        replicas.certify(1, 7);
        String file = propose("a.recovery", 0, 1, 2, 3);
        assertThat(out.toString()).contains("a quorum had executed slot 7, as replica-1 knows");
        sign(file, 0, 1, 2);
        run("recovery", "apply", file, "--config", replicas.config(1));
        assertThat(replicas.lastCertified(1)).isEqualTo(4);
    }

    @Test
    void refusesTooFewOrDamagedSignatures() throws IOException {
        layOut(CertificateSuite.SECP256K1);
        String file = propose("a.recovery", 0, 1, 2, 3);
        sign(file, 0, 1);
        refused("2 members signed it, a quorum of epoch 0 is 3 of 4", "recovery", "apply", file,
                "--config", replicas.config(0));
        sign(file, 2);
        String good = Files.readString(Path.of(file));
        int digit = good.length() - 10;
        Files.writeString(Path.of(file), good.substring(0, digit)
                + (good.charAt(digit) == '0' ? '1' : '0') + good.substring(digit + 1));
        assertThat(run("recovery", "inspect", file)).contains("NOT signed   member 2");
        refused("the signature of member m2 was not made over this record", "recovery", "apply",
                file, "--config", replicas.config(0));
        Files.writeString(Path.of(file), good.substring(0, good.length() - 3) + "\n");
        refused("is no recovery record", "recovery", "inspect", file);
        assertThat(run("recovery", "list", "--data-dir", replicas.data(0).toString()))
                .contains("No epoch was ended");
    }

    @Test
    void mergesCopiesThatWereSignedApart() throws IOException {
        layOut(CertificateSuite.SECP256K1);
        String file = propose("a.recovery", 0, 1, 2, 3);
        Path copy = Files.copy(Path.of(file), folder.resolve("copy.recovery"));
        sign(file, 0, 3);
        sign(copy.toString(), 1);
        assertThat(run("recovery", "merge", file, copy.toString())).contains("complete");
        run("recovery", "apply", file, "--config", replicas.config(0));
        String other = propose("other.recovery", 1);
        refused("these are two records", "recovery", "merge", file, other);
    }

    @Test
    void secondRecordOfAnEpochIsRefusedAndKept() throws IOException {
        layOut(CertificateSuite.SECP256K1);
        String file = propose("a.recovery", 0, 1, 2, 3);
        sign(file, 0, 1, 2);
        String first = fingerprint(out.toString());
        String other = propose("b.recovery", 1, 0, 2); // replica 3 keeps its lost log: a mistake
        refused("this validator signed the record " + first, "recovery", "sign", other, "--config",
                replicas.config(1));
        for (int replica : new int[]{0, 1, 2}) {
            run("recovery", "sign", other, "--config", replicas.config(replica), "--instead-of",
                    first);
        }
        String second = fingerprint(out.toString());
        assertThat(second).isNotEqualTo(first);
        run("recovery", "apply", file, "--config", replicas.config(0));
        refused("members signed two records, both are kept", "recovery", "apply", other,
                "--config", replicas.config(0));
        assertThat(run("recovery", "list", "--data-dir", replicas.data(0).toString()))
                .contains(" applied record=" + first, " refused record=" + second,
                        " signed record=" + second);
        assertThat(replicas.data(0).resolve("recovery/conflict-0-" + second + ".recovery"))
                .exists();
        refused("epoch 0 was ended here by the record " + first, "recovery", "sign", other,
                "--config", replicas.config(0));
    }

    @Test
    void refusesAnotherChainsRecordAndAnUnfinishedStatus() throws IOException {
        layOut(CertificateSuite.SECP256K1);
        String file = propose("a.recovery", 0, 1, 2, 3);
        CeremonyFolders others = new CeremonyFolders(folder.resolve("other"),
                CertificateSuite.SECP256K1);
        others.logOf(0);
        refused("is not signed: its genesis is 0x", "recovery", "sign", file,
                "--config", others.config(0));
        refused("exists already", "recovery", "propose", "--config", replicas.config(0), "--out",
                file);
        Path noLog = folder.resolve("status-9.json");
        Files.writeString(noLog, Files.readString(Path.of(status(3))).replaceAll(
                "\"incarnation\":\"0x[0-9a-f]+\"", "\"incarnation\":null"));
        refused("start its node once", "recovery", "propose", "--config", replicas.config(0),
                "--out", folder.resolve("x").toString(), noLog.toString());
        refused("There is no member 9", "recovery", "propose", "--config", replicas.config(0),
                "--out", folder.resolve("x").toString(), "--leave-out", "9");
        refused("at least 4", "recovery", "propose", "--config", replicas.config(0), "--out",
                folder.resolve("x").toString(), "--leave-out", "3");
    }
}
