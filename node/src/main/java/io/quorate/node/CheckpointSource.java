package io.quorate.node;

import java.nio.file.Path;
import java.util.Optional;

/** Where the content of a snapshot comes from: a replica that runs, or the folder of a stopped one. */
interface CheckpointSource extends AutoCloseable {
    /** Copies the database, as it is at one moment, to {@code directory}, which must not exist. */
    void checkpoint(Path directory);

    /** What proves slot {@code seq}; empty while there is no certificate. */
    Optional<CertifiedSlot> proof(long seq);

    @Override
    void close();
}
