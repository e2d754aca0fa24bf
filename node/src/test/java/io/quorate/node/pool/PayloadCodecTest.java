package io.quorate.node.pool;

import static io.quorate.node.pool.PoolFixture.ALICE;
import static io.quorate.node.pool.PoolFixture.transaction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.evm.rlp.DecodeException;
import io.quorate.ledger.RecoveredTransaction;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class PayloadCodecTest {
    @Test
    void readsBackWhatItWrote() throws DecodeException {
        List<RecoveredTransaction> transactions = LongStream.range(0, 300)
                .mapToObj(nonce -> transaction(ALICE, nonce)).toList();

        List<Bytes> decoded = PayloadCodec.decode(PayloadCodec.encode(transactions), 300);

        assertThat(decoded).isEqualTo(transactions.stream()
                .map(RecoveredTransaction::encoded).toList());
    }

    @Test
    void refusesTooMany() {
        Bytes payload = PayloadCodec.encode(List.of(transaction(ALICE, 0), transaction(ALICE, 1)));

        assertThatThrownBy(() -> PayloadCodec.decode(payload, 1))
                .isInstanceOf(DecodeException.class);
    }

    @Test
    void refusesWhatFollowsTheListAndWhatIsNoString() {
        Bytes payload = PayloadCodec.encode(List.of(transaction(ALICE, 0)));

        assertThatThrownBy(() -> PayloadCodec.decode(Bytes.concatenate(payload, Bytes.of(1)), 10))
                .isInstanceOf(DecodeException.class);
        assertThatThrownBy(() -> PayloadCodec.decode(Bytes.fromHexString("0xc1c0"), 10))
                .isInstanceOf(DecodeException.class);
        assertThatThrownBy(() -> PayloadCodec.decode(Bytes.EMPTY, 10))
                .isInstanceOf(DecodeException.class);
    }
}
