package io.quorate.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A data folder that is made known before a replica uses it. Where keys are read-only and disks come and go by themselves, as
 * in Kubernetes, an empty folder may be a new one or a lost one, and a replica must not guess: whoever runs it says
 * so once, and the folder remembers.
 */
public final class BegunFolder {
    private static final String MARK = "begun";
    private static final String TICKET = "first-log";

    private final Path dataDir;

    public BegunFolder(Path dataDir) {
        this.dataDir = dataDir;
    }

    /**
     * A new replica's: copies the file that {@code network init} wrote, for the first start to take away. May be killed
     * anywhere and repeated; fails with {@link OperatorException} where the folder is in use already.
     */
    public void beginNew(Path firstLog) {
        requireUnused();
        try {
            Files.createDirectories(dataDir);
            WholeFile.write(dataDir.resolve(TICKET), Files.readAllBytes(firstLog));
            mark();
        } catch (IOException e) {
            throw new OperatorException("The file " + firstLog + " cannot be brought to " + dataDir
                    + ": " + e.getMessage() + ".", e);
        }
    }

    /** In place of a lost one: the replica begins a log of its own there, and is a learner. */
    public void beginAfterLoss() {
        requireUnused();
        try {
            Files.createDirectories(dataDir);
            Files.deleteIfExists(dataDir.resolve(TICKET));
            mark();
        } catch (IOException e) {
            throw new OperatorException("The folder " + dataDir + " cannot be begun: "
                    + e.getMessage() + ".", e);
        }
    }

    /** Fails with {@link OperatorException} where nobody said what the folder is. */
    public void requireBegun() {
        if (Files.exists(dataDir.resolve(MARK))) return;
        throw new OperatorException("The data folder " + dataDir + " was not begun. For a new"
                + " replica apply its first-start.yaml ('network begin --first-log'); where a"
                + " disk was lost, after-loss.yaml ('network begin --after-loss').");
    }

    private void requireUnused() {
        for (String name : new String[]{MARK, "ordering", "chain"}) {
            if (Files.exists(dataDir.resolve(name))) {
                throw new OperatorException("The data folder " + dataDir + " was begun before: it"
                        + " has '" + name + "'. Nothing is changed.");
            }
        }
    }

    private void mark() throws IOException {
        WholeFile.write(dataDir.resolve(MARK), new byte[0]);
    }
}
