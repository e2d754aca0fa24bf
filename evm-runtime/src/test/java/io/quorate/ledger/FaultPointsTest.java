package io.quorate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.state.storage.InMemoryKeyValueStore;
import io.quorate.state.storage.StorageException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each write of a ledger's life fails once, in each way: what is served stays right, and the next start makes it good. */
class FaultPointsTest {
    private final LedgerLife life = new LedgerLife();

    @ParameterizedTest
    @EnumSource
    void isMadeGoodAtEachWrite(Failing.Fault fault) {
        int stopped = 0;
        for (int write = 1; stopped == write - 1; write++) {
            InMemoryKeyValueStore disk = new InMemoryKeyValueStore();
            AtomicLong acknowledged = new AtomicLong();
            try {
                Ledger ledger = Ledger.open(new Failing(disk, write, fault), TestChain.genesis());
                try {
                    LedgerLife.goOn(ledger, LedgerLife.LAST, acknowledged::set);
                } catch (StorageException _) {
                    stopped++;
                    requireStillRight(ledger);
                }
            } catch (StorageException _) { // before there was a chain
                stopped++;
            }
            life.requireWholeAgain(disk, Ledger.open(disk, TestChain.genesis()),
                    acknowledged.get(), 2);
        }
        assertThat(stopped).isGreaterThan(70);
    }

    /** Readers go on until the process has ended; nothing is taken any more. */
    private void requireStillRight(Ledger ledger) {
        life.requireNothingWrong(ledger);
        assertThatThrownBy(() -> LedgerLife.commitNext(ledger))
                .isInstanceOfAny(StorageException.class, IllegalStateException.class);
        life.requireNothingWrong(ledger);
    }
}
