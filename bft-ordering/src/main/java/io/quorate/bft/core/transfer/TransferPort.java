package io.quorate.bft.core.transfer;

import io.quorate.bft.ReplicaId;
import io.quorate.bft.Snapshot;
import io.quorate.bft.core.message.Fetch;
import io.quorate.bft.core.message.Message;
import org.apache.tuweni.bytes.Bytes;

/** What the transfer needs of the replica around it. */
public interface TransferPort {
    /** Leaves at once: nothing here promises anything. */
    void send(ReplicaId to, Message message);

    default void ask(ReplicaId to, Fetch.Wanted wanted) {
        send(to, new Fetch(wanted));
    }

    /** Both certificates verify and belong to the slot that the offer names. */
    boolean isCertified(Snapshot snapshot);

    /** Of the application; answered by {@link Transfer#begun}. */
    void begin(Snapshot snapshot);

    /** Of the application; answered by {@link Transfer#stored}. */
    void store(Snapshot snapshot, int index, Bytes chunk);

    /** True if everything handed to the application was executed and it was asked to change over. */
    boolean finish(Snapshot snapshot);

    /** After {@link #finish} where it comes to nothing: slots are executed again. */
    void resume();

    void readOffer(ReplicaId requester, long above);

    void readChunk(ReplicaId requester, long seq, int index);

    void trace(long seq, String detail);
}
