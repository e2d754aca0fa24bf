package io.quorate.node;

import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.runtime.OrderingStatus;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;

/** Stands for ordering while it has not started. */
enum Idle implements Ordering {
    ORDERING;

    @Override
    public void workAvailable() {
        // asked again once ordering has started
    }

    @Override
    public void workGone() {
        // nobody waits
    }

    @Override
    public void broadcast(Bytes gossip) {
        // what is lost is offered again
    }

    @Override
    public void greet(int peer, Bytes gossip) {
        // what is lost is offered again
    }

    @Override
    public void sendToLeader(Bytes gossip) {
        // nobody leads yet
    }

    @Override
    public void censoredBy(long epoch, int replica) {
        // nobody leads yet
    }

    @Override
    public void observers(List<Member> observers) {
        // told again once ordering has started
    }

    @Override
    public Optional<OrderingStatus> status() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // nothing was started
    }
}
