package io.quorate.bft.runtime;

import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.EpochEffect;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.net.KnownEpoch;
import io.quorate.bft.net.Peer;
import io.quorate.bft.net.Reach;
import io.quorate.bft.net.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the transport whom to keep links to: the members of epochs that matter now, and observers. Any thread. */
final class MemberReach {
    private static final Logger LOG = LoggerFactory.getLogger(OrderingService.class);

    private final Transport transport;
    private final Supplier<SortedMap<Long, EpochConfig>> epochs;
    private final SortedMap<Long, KnownEpoch> known = new TreeMap<>();
    private List<Member> members = List.of();
    private List<Member> observers = List.of();

    /** {@code epochs} is asked on the core's thread only. */
    MemberReach(Transport transport, Supplier<SortedMap<Long, EpochConfig>> epochs) {
        this.transport = transport;
        this.epochs = epochs;
    }

    /** Before anything is known but what was stored. */
    synchronized void begin() {
        learn();
        members = epochs.get().values().stream().skip(Math.max(0, epochs.get().size() - 2))
                .flatMap(epoch -> epoch.members().stream()).toList();
        tell();
    }

    /** On the core's thread. */
    synchronized void members(EpochEffect.Reach reach) {
        learn();
        members = Stream.of(reach.closing().stream(), Stream.of(reach.current()),
                reach.next().stream()).flatMap(epoch -> epoch)
                .flatMap(epoch -> epoch.members().stream()).toList();
        tell();
    }

    synchronized void observers(List<Member> next) {
        observers = List.copyOf(next);
        tell();
    }

    private void learn() {
        epochs.get().forEach((number, epoch) -> known.computeIfAbsent(number,
                _ -> EpochLines.of(withoutAddresses(epoch))));
    }

    /** Where one reaches a member may differ from place to place; by which key one knows it may not. */
    private static EpochConfig withoutAddresses(EpochConfig epoch) {
        return new EpochConfig(epoch.number(), epoch.start(), epoch.members().stream()
                .map(member -> new Member(member.id(), member.publicKey(),
                        Peer.keyOf(member.channel()), member.incarnation()))
                .toList(), epoch.suite(), epoch.parameters());
    }

    /** In-process members have no channel; one that cannot be read is the registry's fault and keeps only itself out. */
    private void tell() {
        List<Peer> peers = new ArrayList<>();
        Stream.concat(observers.stream(), members.stream()).distinct()
                .filter(member -> !member.channel().isEmpty()).forEach(member -> {
                    try {
                        peers.add(Peer.of(member.id().number(), member.channel()));
                    } catch (IllegalArgumentException e) {
                        LOG.warn("member cannot be reached member={} reason={}", member.id(),
                                e.getMessage());
                    }
                });
        if (!peers.isEmpty()) {
            transport.reach(new Reach(peers, known));
        }
    }
}
