package io.quorate.bft.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bft.Digest;
import io.quorate.bft.HandOver;
import io.quorate.bft.core.crypto.Preimages;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** It is as strict as the ledger: an epoch's end is kept with the record of its last slot, or not at all. */
class SimHandOversTest {
    private static final Bytes CERT = Bytes.of(1);
    private static final Bytes NEXT = Bytes.of(2);
    private static final Bytes LAST = Bytes.concatenate(Digest.ZERO.bytes(), Bytes.of(3),
            new Digest(1, 2, 3, 4).bytes());
    private static final Digest RESULT = new Preimages((byte) 0, 0, 0).content(LAST);

    private final SimHandOvers handOvers = new SimHandOvers();

    @Test
    void keepsNoEndWithoutItsRecord() {
        assertThatThrownBy(() -> handOvers.ended(4, CERT, NEXT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("epoch 4 ended with a slot that is not kept");
    }

    @Test
    void keepsTheEndOfAnEpochThatItCameToByASnapshotOfItsLastSlot() {
        handOvers.restored(4, RESULT, LAST);
        handOvers.ended(4, CERT, NEXT);
        assertThat(handOvers.find(4)).contains(new HandOver(LAST, CERT, NEXT));
        handOvers.ended(4, Bytes.of(9), NEXT);
        assertThat(handOvers.find(4)).as("the first stays")
                .contains(new HandOver(LAST, CERT, NEXT));
    }

    /** A state of a slot that ends no epoch, or a record of another slot. */
    @Test
    void takesNoOtherRecord() {
        Bytes middle = Bytes.concatenate(Digest.ZERO.bytes(), Bytes.of(3), Digest.ZERO.bytes());
        handOvers.restored(4, new Preimages((byte) 0, 0, 0).content(middle), middle);
        handOvers.restored(4, Digest.ZERO, LAST);
        assertThatThrownBy(() -> handOvers.ended(4, CERT, NEXT))
                .isInstanceOf(IllegalStateException.class);
    }
}
