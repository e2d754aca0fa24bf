package io.quorate.bft.sim;

import io.quorate.bft.SeqNum;
import io.quorate.bft.core.Effect;
import io.quorate.bft.core.Input;
import io.quorate.bft.core.epoch.EpochEffect;
import io.quorate.bft.core.epoch.EpochInput;

/** What a machine does with its application's snapshots: it serves theirs and takes over others'. */
final class SimTransfer {
    private final SimNode node;
    private final SimCluster cluster;
    private final SimApplication application;
    private final SimRandom random;

    SimTransfer(SimNode node, SimCluster cluster, SimApplication application, SimRandom random) {
        this.node = node;
        this.cluster = cluster;
        this.application = application;
        this.random = random;
    }

    void carryOut(long epoch, Effect.OfSnapshot effect) {
        SimSnapshots snapshots = application.snapshots();
        long delay = random.between(100, 2_000);
        switch (effect) {
            case Effect.ReadOffer(var requester, var above) -> node.later(delay,
                    () -> answer(epoch,
                            new Input.OfferRead(requester, application.offers(above.number()))));
            case Effect.ReadChunk(var requester, var seq, int index) -> node.later(delay,
                    () -> answer(epoch, new Input.ChunkRead(requester, seq, index,
                            snapshots.chunk(seq.number(), index))));
            case Effect.BeginRestore(var snapshot) -> node.later(delay,
                    () -> answer(epoch, new Input.RestoreBegun(new SeqNum(snapshot.seq()),
                            snapshots.begin(snapshot))));
            case Effect.StoreChunk(var snapshot, int index, var chunk) -> node.later(delay, () -> {
                snapshots.store(snapshot, index, chunk);
                answer(epoch, new Input.ChunkStored(new SeqNum(snapshot.seq()), index));
            });
            case Effect.FinishRestore(var snapshot) -> node.later(delay, () -> {
                application.restore(snapshot);
                if (!node.faulty()) {
                    cluster.checkers().of(epoch).restored(node.placeIn(epoch), application);
                }
                node.later(delay, () -> node.feed(new EpochInput.Restored(epoch, snapshot,
                        application.changeOf(epoch), application.frozen().stream()
                                .filter(lane -> lane.epoch() == epoch).toList()),
                        0));
            });
        }
    }

    void carryOut(EpochEffect.ForGuest read) {
        SimSnapshots snapshots = application.snapshots();
        long epoch = read.epoch().number();
        node.later(random.between(100, 2_000), () -> node.feed(switch (read) {
            case EpochEffect.ReadHandOver(var _, var requester) -> new EpochInput.HandOverRead(
                    requester, epoch, application.ends().find(epoch));
            case EpochEffect.ReadOffer(var _, var requester, var above) ->
                    new EpochInput.GuestOfferRead(requester, epoch,
                            application.offers(above.number()));
            case EpochEffect.ReadChunk(var _, var requester, var seq, int index) ->
                    new EpochInput.GuestChunkRead(requester, epoch, seq, index,
                            snapshots.chunk(seq.number(), index));
        }, 0));
    }

    void carryOut(EpochEffect.OfHandOver keep) {
        switch (keep) {
            case EpochEffect.KeepEnd(long epoch, var cert, var next) ->
                    application.ends().ended(epoch, cert, next);
            case EpochEffect.KeepProof(long epoch, var proof) -> {
                if (!node.faulty()) {
                    cluster.checkers().proved(node, proof);
                }
                application.ends().proved(epoch, proof);
            }
        }
    }

    private void answer(long epoch, Input.OfSnapshot input) {
        node.feed(new EpochInput.OfSnapshot(epoch, input), 0);
    }
}
