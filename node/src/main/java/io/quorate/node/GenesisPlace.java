package io.quorate.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the genesis file of a data folder is, if the operator does not say it. */
public final class GenesisPlace {
    private static final String FILE_NAME = "genesis.json";
    /** {@code network init} puts one file beside the folders of the replicas, in which the data folders are. */
    private static final int FOLDERS_UP = 2;

    private GenesisPlace() {}

    /**
     * {@code named}, or the first {@code genesis.json} in {@code dataDir} and the two folders above it. A wrong one does no
     * harm: what is in the folder names its genesis block. Fails with {@link OperatorException} where there is none.
     */
    public static Path of(Path dataDir, Optional<Path> named) {
        if (named.isPresent()) return named.get();
        Path folder = dataDir.toAbsolutePath().normalize();
        for (int up = 0; up <= FOLDERS_UP && folder != null; up++) {
            Path file = folder.resolve(FILE_NAME);
            if (Files.isRegularFile(file)) return file;
            folder = folder.getParent();
        }
        throw new OperatorException("There is no " + FILE_NAME + " in " + dataDir
                + " or in the two folders above it; name the chain's genesis file with --genesis.");
    }
}
