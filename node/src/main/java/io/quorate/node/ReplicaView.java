package io.quorate.node;

import io.quorate.bft.core.Quorums;
import io.quorate.bft.core.epoch.EpochConfig;
import io.quorate.bft.core.epoch.Member;
import io.quorate.bft.net.Peer;
import io.quorate.bft.runtime.OrderingStatus;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Address;
import io.quorate.execution.ExtraData;
import io.quorate.genesis.Endpoint;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.Validator;
import io.quorate.jsonrpc.Committee;
import io.quorate.jsonrpc.CommitteeMember;
import io.quorate.jsonrpc.OrderingState;
import io.quorate.jsonrpc.RejectionCode;
import io.quorate.jsonrpc.ReplicaQueries;
import io.quorate.jsonrpc.Vitals;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.tuweni.bytes.Bytes;

/** What JSON-RPC tells of this replica and its committee. Safe for any thread. */
final class ReplicaView implements ReplicaQueries {
    private final Genesis genesis;
    private final int replica;
    private final LedgerEpochs epochs;
    private final Ledger ledger;
    private final Supplier<Ordering> ordering;
    private final Heartbeat heartbeat;
    private final DiskGuard disk;
    private final Supplier<Optional<List<Address>>> permitted;
    private final Supplier<Vitals> vitals;
    /** The one asked for last: questions go over many blocks of one epoch. */
    private final AtomicReference<EpochConfig> lastEpoch = new AtomicReference<>();

    ReplicaView(Genesis genesis, int replica, LedgerEpochs epochs, Ledger ledger,
            Supplier<Ordering> ordering, Heartbeat heartbeat, DiskGuard disk,
            Supplier<Optional<List<Address>>> permitted, Supplier<Vitals> vitals) {
        this.vitals = vitals;
        this.genesis = genesis;
        this.replica = replica;
        this.epochs = epochs;
        this.ledger = ledger;
        this.ordering = ordering;
        this.heartbeat = heartbeat;
        this.disk = disk;
        this.permitted = permitted;
    }

    /** Headers of a genesis or of an imported chain name no epoch: there is the first one. */
    private static long epochOf(BlockHeader header) {
        return ExtraData.decode(header.extraData()).map(ExtraData::epoch).orElse(0L);
    }

    private Optional<EpochConfig> epoch(long number) {
        EpochConfig last = lastEpoch.get();
        if (last != null && last.number() == number) {
            return Optional.of(last);
        }
        Optional<EpochConfig> found = epochs.known(number);
        found.ifPresent(lastEpoch::set);
        return found;
    }

    @Override
    public Optional<Committee> committee(BlockHeader header) {
        return epoch(epochOf(header)).map(this::committee);
    }

    @Override
    public Committee committee() {
        return committee(current());
    }

    private EpochConfig current() {
        return ordering.get().epoch().orElseGet(epochs::first);
    }

    private Committee committee(EpochConfig epoch) {
        Quorums quorums = epoch.quorums();
        List<CommitteeMember> members = new ArrayList<>();
        for (Member member : epoch.members()) {
            members.add(member(members.size(), member));
        }
        return new Committee(epoch.number(), quorums.quorum(), quorums.fast(), quorums.f(),
                members);
    }

    private CommitteeMember member(int index, Member member) {
        Bytes key = member.publicKey()
                .slice(member.publicKey().size() - Secp256k1.PUBLIC_KEY_SIZE); // a BLS key stands before it
        int number = member.id().number();
        List<Validator> validators = genesis.quorate().validators();
        String name = number < validators.size() ? validators.get(number).name() : "";
        return new CommitteeMember(index, number, name, Secp256k1.addressOf(key), key,
                endpoint(number, member.channel()));
    }

    /** One that cannot be read keeps only its member out. */
    private static Optional<String> endpoint(int number, Bytes channel) {
        if (channel.isEmpty()) return Optional.empty();
        try {
            Peer peer = Peer.of(number, channel);
            return Optional.of(new Endpoint(peer.host(), peer.port()).toString());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Address> proposer(BlockHeader header) {
        return ExtraData.decode(header.extraData())
                .flatMap(extra -> epoch(extra.epoch())
                        .filter(epoch -> extra.proposerIndex() < epoch.members().size())
                        .map(epoch -> member(extra.proposerIndex(),
                                epoch.members().get(extra.proposerIndex())).address()));
    }

    @Override
    public OrderingState ordering() {
        return new OrderingState(replica, ordering.get().status().map(ReplicaView::position),
                switch (disk.room()) {
                    case ENOUGH -> OrderingState.Disk.ENOUGH;
                    case LOW -> OrderingState.Disk.LOW;
                    case NONE -> OrderingState.Disk.NONE;
                }, heartbeat.work(), heartbeat.syncing(ledger.head().number()));
    }

    @Override
    public Vitals vitals() {
        return vitals.get();
    }

    private static OrderingState.Position position(OrderingStatus status) {
        return new OrderingState.Position(status.epoch(), status.view(), status.active(),
                status.leader() < 0 ? OptionalInt.empty() : OptionalInt.of(status.leader()),
                status.base(), status.decided(), status.executed(), status.connectedPeers(),
                status.learner(), status.rttMillis(),
                new OrderingState.Decisions(status.fastDecisions(), status.slowDecisions(),
                        status.fetchedDecisions(), status.viewChanges(),
                        status.lastViewChangeMillis()));
    }

    /** One that is no validator now may have been one in the genesis; else the registry alone knows its keys. */
    @Override
    public Self self() {
        CommitteeMember member = committee().members().stream()
                .filter(each -> each.number() == replica).findFirst()
                .or(() -> committee(epochs.first()).members().stream()
                        .filter(each -> each.number() == replica).findFirst())
                .orElseThrow(() -> new JsonRpcException(RejectionCode.UNAVAILABLE, "node " + replica
                        + " orders nothing: 'quorate members list' shows its record"));
        return new Self(member, member.endpoint());
    }

    @Override
    public Optional<List<Address>> permittedAccounts() {
        return permitted.get();
    }

    @Override
    public boolean logLevel(String level, List<String> loggers) {
        return LogSetup.change(level, loggers);
    }
}
