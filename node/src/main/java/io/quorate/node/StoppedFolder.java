package io.quorate.node;

import io.quorate.state.storage.StorageException;
import java.nio.file.Path;
import java.util.Optional;

/** The chain in a folder on which nobody runs. */
final class StoppedFolder implements CheckpointSource {
    private final ChainFolder chain;

    /** Takes {@code chain} over. */
    StoppedFolder(ChainFolder chain) {
        this.chain = chain;
    }

    @Override
    public void checkpoint(Path directory) {
        try {
            chain.ledger().checkpoint(directory);
        } catch (StorageException e) {
            throw new OperatorException("The snapshot cannot be written to " + directory + ": "
                    + ChainCheck.text(e) + ".", e);
        }
    }

    @Override
    public Optional<CertifiedSlot> proof(long seq) {
        return CertifiedSlot.find(chain.ledger(), seq);
    }

    @Override
    public void close() {
        chain.close();
    }
}
