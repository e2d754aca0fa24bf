package io.quorate.bft.sim;

import io.quorate.bft.core.PayloadRules;
import io.quorate.bft.core.Recovery;
import io.quorate.bft.core.Replica;
import io.quorate.bft.core.ReplicaConfig;
import io.quorate.bft.core.crypto.QuorumScheme;
import io.quorate.bft.core.epoch.EpochRules;
import io.quorate.bft.core.message.Message;

/** What a simulated machine is made of. Tests put in parts that are broken on purpose. */
interface Parts {
    /** The product's own. */
    Parts SOUND = new Parts() {};

    default Replica replica(ReplicaConfig config, QuorumScheme scheme, PayloadRules rules,
            Recovery recovery) {
        return new Replica(config, scheme, rules, recovery);
    }

    default EpochRules epochRules() {
        return EpochRules.PRODUCT;
    }

    default QuorumScheme scheme(QuorumScheme sound) {
        return sound;
    }

    /** False: the disk reports this record as durable before it is. */
    default boolean syncs(Message record) {
        return true;
    }

    /** False: this record of {@code replica} is gone after a restart, synced or not. */
    default boolean recovers(int replica, Message record) {
        return true;
    }

    /** R, where a test wants others than the usual short segments. */
    default long segmentSlots(long usual) {
        return usual;
    }

    /** False: nobody is told of items that leaders leave out. */
    default boolean reportsCensorship() {
        return true;
    }

    /** False: full slots count as if they had room. */
    default boolean mindsRoom() {
        return true;
    }

    /** False: the application reports a slot as executed before it is durable. */
    default boolean executesDurably() {
        return true;
    }

    /** From when on replicas answer clients. */
    default Answering answering() {
        return Answering.DURABLE;
    }
}
