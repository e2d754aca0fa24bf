package io.quorate.node;

import io.quorate.jsonrpc.CommittedBlock;
import io.quorate.jsonrpc.Registration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Hands each committed block to those who asked, in order, on the executing thread. */
final class BlockFeed implements Consumer<CommittedBlock> {
    private final List<Consumer<CommittedBlock>> listeners = new CopyOnWriteArrayList<>();

    Registration add(Consumer<CommittedBlock> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void accept(CommittedBlock block) {
        listeners.forEach(listener -> listener.accept(block));
    }
}
