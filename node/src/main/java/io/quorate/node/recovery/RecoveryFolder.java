package io.quorate.node.recovery;

import io.quorate.bft.Digest;
import io.quorate.bft.core.epoch.Ceremonies;
import io.quorate.bft.core.epoch.RecoveryRecord;
import io.quorate.bft.core.epoch.SignedRecovery;
import io.quorate.node.OperatorException;
import io.quorate.node.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code <data>/recovery}: the records that ended epochs here ({@code epoch-N}), those that were signed here ({@code
 * signed-N-…}) and those that were refused because another one ended the epoch ({@code conflict-N-…}), and {@code
 * journal}, a line for each of these events. Nothing is ever removed from it.
 */
public final class RecoveryFolder {
    private static final String SUFFIX = ".recovery";
    private static final String INSTALLED = "epoch-";
    private static final String SIGNED = "signed-";
    private static final String CONFLICT = "conflict-";

    private final Path folder;

    /** The folder is made when there is something to put into it. */
    public RecoveryFolder(Path dataDir) {
        this.folder = dataDir.resolve("recovery");
    }

    /** The records that ended epochs here, in ascending order. */
    public List<SignedRecovery> installed() {
        return read(INSTALLED);
    }

    public Optional<SignedRecovery> installed(long epoch) {
        return installed().stream()
                .filter(signed -> signed.record().ended().number() == epoch).findFirst();
    }

    /** What this validator signed, in ascending order of epochs. */
    public List<SignedRecovery> signed() {
        return read(SIGNED);
    }

    /** Records that end an epoch otherwise than the installed one does. */
    public List<SignedRecovery> conflicts() {
        return read(CONFLICT);
    }

    /** For the ordering layer of the chain that begins with {@code genesis}. */
    public Ceremonies ceremonies(Digest genesis) {
        List<SignedRecovery> ended = installed();
        ended.stream().filter(signed -> !signed.record().genesis().equals(genesis)).findFirst()
                .ifPresent(other -> {
                    throw new OperatorException("The recovery record "
                            + other.record().fingerprint() + " in " + folder
                            + " is of the chain with genesis 0x" + other.record().genesis()
                            + ", not of 0x" + genesis + ".");
                });
        return new Ceremonies(ended, signed().stream()
                .map(signed -> signed.record().ended().number()).distinct().toList());
    }

    /** Durable when it returns. The caller checked it: the epoch has none yet, or this very record. */
    public Path install(SignedRecovery signed) {
        Path file = file(INSTALLED, Long.toString(signed.record().ended().number()));
        if (Files.notExists(file)) keep(file, signed);
        note("applied", signed);
        return file;
    }

    /** Of a record that ended an epoch elsewhere; durable when it returns. Does nothing where that epoch has one. */
    public void keepCopy(SignedRecovery signed) {
        Path file = file(INSTALLED, Long.toString(signed.record().ended().number()));
        if (Files.notExists(file)) keep(file, signed);
    }

    /** Durable when it returns: this validator does not vote in that epoch any more. */
    public void promise(SignedRecovery signed) {
        Path file = file(SIGNED, name(signed.record()));
        if (Files.notExists(file)) keep(file, signed);
        note("signed", signed);
    }

    /** Evidence for the members to judge: a quorum signed twice, or somebody tries to make it so. */
    public Path conflict(SignedRecovery signed) {
        Path file = file(CONFLICT, name(signed.record()));
        if (Files.notExists(file)) keep(file, signed);
        note("refused", signed);
        return file;
    }

    private static String name(RecoveryRecord record) {
        return record.ended().number() + "-" + record.fingerprint();
    }

    private Path file(String prefix, String name) {
        return folder.resolve(prefix + name + SUFFIX);
    }

    private void keep(Path file, SignedRecovery signed) {
        try {
            Files.createDirectories(folder);
            WholeFile.syncFolder(folder.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new OperatorException(folder + " cannot be made: " + e.getMessage() + ".", e);
        }
        RecoveryFile.write(file, signed);
    }

    private List<SignedRecovery> read(String prefix) {
        if (Files.notExists(folder)) return List.of();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> {
                String name = file.getFileName().toString();
                return name.startsWith(prefix) && name.endsWith(SUFFIX);
            }).sorted().map(RecoveryFile::read).sorted(Comparator
                    .comparing(signed -> signed.record().ended().number())).toList();
        } catch (IOException e) {
            throw new OperatorException(folder + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** What happened, oldest first. */
    public List<String> journal() {
        Path file = folder.resolve("journal");
        if (Files.notExists(file)) return List.of();
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new OperatorException(file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    /** A kill may have left a part of the last line. */
    private static boolean isCut(Path file) throws IOException {
        byte[] lines = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        return lines.length > 0 && lines[lines.length - 1] != '\n';
    }

    /** Once for each record: a crash may have come between its file and this line. */
    private void note(String event, SignedRecovery signed) {
        RecoveryRecord record = signed.record();
        String what = " " + event + " record=" + record.fingerprint() + " ";
        if (journal().stream().anyMatch(line -> line.contains(what))) return;
        String signers = signed.signatures().keySet().stream()
                .map(replica -> Integer.toString(record.ended().member(replica).id().number()))
                .collect(Collectors.joining(","));
        String line = Instant.now().truncatedTo(ChronoUnit.SECONDS) + what + "epoch="
                + record.ended().number() + " lastSlot=" + record.last().number() + " signedBy="
                + signers + "\n";
        Path file = folder.resolve("journal");
        try {
            Files.writeString(file, (isCut(file) ? "\n" : "") + line, StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND, StandardOpenOption.DSYNC);
        } catch (IOException e) {
            throw new OperatorException(file + " cannot be written: " + e.getMessage() + ".", e);
        }
    }
}
