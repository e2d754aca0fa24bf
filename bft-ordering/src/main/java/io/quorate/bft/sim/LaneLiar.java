package io.quorate.bft.sim;

import io.quorate.bft.Digest;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.lane.CutPayload;
import io.quorate.bft.core.message.Batch;
import io.quorate.bft.core.message.Have;
import io.quorate.bft.core.message.Propose;
import io.quorate.bft.core.message.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/** What a faulty replica says about lanes. Mutable, one thread. */
final class LaneLiar {
    private static final int RIVALS_MAX = 512;

    private final int self;
    private final int lanes;
    private final OwnKey key;
    private final SimRandom random;
    /** The second chain of its own lane. */
    private final TreeMap<Long, Digest> rivals = new TreeMap<>();

    LaneLiar(ReplicaConfig config, OwnKey key, SimRandom random) {
        this.self = config.self().index();
        this.lanes = config.lanes().lanes();
        this.key = key;
        this.random = random;
    }

    /** Another batch at the same place, that follows another one at the place before. */
    Batch rival(Batch batch) {
        Digest prev = rivals.getOrDefault(batch.laneSeq() - 1, batch.prev());
        Bytes item = batch.body().slice(0, Long.BYTES);
        Bytes body = batch.body().size() > Long.BYTES ? item : Bytes.concatenate(item, item);
        Batch rival = key.batch(batch.laneSeq(), prev, body);
        rivals.put(batch.laneSeq(), key.digestOf(rival));
        if (rivals.size() > RIVALS_MAX) {
            rivals.pollFirstEntry();
        }
        return rival;
    }

    Have invented(Have have) {
        List<Have.LaneTip> tips = new ArrayList<>();
        for (Have.LaneTip tip : have.tips()) {
            long laneSeq = Math.max(1, tip.laneSeq() + random.between(-3, 20));
            tips.add(new Have.LaneTip(tip.author(), laneSeq,
                    random.chance(50) ? tip.digest() : key.invented(laneSeq)));
        }
        return new Have(tips);
    }

    Propose citingBack(Propose message) {
        Value value = message.value();
        var cited = CutPayload.decode(value.payload(), lanes);
        if (cited.isEmpty() || value.proposer().index() != self) {
            return message;
        }
        List<CutPayload.Tip> tips = cited.get().tips().stream()
                .map(tip -> new CutPayload.Tip(tip.lane(),
                        Math.max(1, tip.laneSeq() - value.seq().number() % 4), tip.digest()))
                .toList();
        return key.propose(message.view(), new Value(value.seq(), value.timestampMillis(),
                value.proposer(), new CutPayload(tips).encode()));
    }
}
