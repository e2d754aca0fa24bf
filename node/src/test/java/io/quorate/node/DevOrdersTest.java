package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.dev.DevCommand;
import io.quorate.execution.dev.DevExecuted.CarriedOut;
import io.quorate.execution.dev.DevExecuted.Outcome;
import io.quorate.execution.dev.DevOrder;
import io.quorate.execution.dev.DevState;
import io.quorate.state.Account;
import io.quorate.state.StateView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DevOrdersTest {
    private static final DevCommand MINE = DevCommand.Mine.NOW;
    private static final Outcome DONE = new Outcome.Done(UInt256.of(9));

    /** How many commands of each origin are carried out. */
    private final Map<Integer, Long> done = new HashMap<>();
    private final List<List<Bytes>> told = new ArrayList<>();
    private final AtomicInteger available = new AtomicInteger();
    private final DevOrders orders = new DevOrders(1, () -> new DevState(new Counts()),
            told::add, available::incrementAndGet);

    /** What of the chain's state is looked at here: slot 256 and those after it. */
    private final class Counts implements StateView {
        @Override
        public Optional<Account> account(Address address) {
            return Optional.empty();
        }

        @Override
        public UInt256 storage(Address address, UInt256 key) {
            return UInt256.of(done.getOrDefault((int) key.toLongExact() - 256, 0L));
        }

        @Override
        public boolean hasStorage(Address address) {
            return true;
        }

        @Override
        public Bytes code(Hash codeHash) {
            return Bytes.EMPTY;
        }
    }

    private CompletableFuture<Optional<Outcome>> tell(DevCommand... commands)
            throws InterruptedException {
        int before = available.get();
        var answer = CompletableFuture
                .supplyAsync(() -> orders.tell(List.of(commands), 30_000));
        while (available.get() == before) {
            Thread.onSpinWait();
            if (Thread.interrupted()) throw new InterruptedException();
        }
        return answer;
    }

    private void execute(long seq, DevOrder order) {
        done.merge(order.origin(), 1L, Long::sum);
        orders.executed(seq, Optional.of(new CarriedOut(order, DONE)));
    }

    @Test
    void commandsOfOneReplicaGoInTheirOrderAndAreAnswered() throws Exception {
        done.put(1, 5L);
        var answer = tell(MINE, new DevCommand.Snapshot());
        DevOrder first = orders.next(10).orElseThrow();
        DevOrder second = orders.next(11).orElseThrow();
        assertThat(first).isEqualTo(new DevOrder(1, 5, MINE));
        assertThat(second.number()).isEqualTo(6);
        assertThat(orders.next(12)).isEmpty();
        assertThat(orders.hasProposable()).isFalse();
        assertThat(told).containsExactly(List.of(first.encode(), second.encode()));
        execute(10, first);
        assertThat(answer).isNotDone();
        execute(11, second);
        assertThat(answer.get(30, TimeUnit.SECONDS)).contains(DONE);
        assertThat(orders.isEmpty()).isTrue();
    }

    @Test
    void whatWasNotDecidedIsProposedAgain() throws Exception {
        var answer = tell(MINE, MINE);
        DevOrder first = orders.next(1).orElseThrow();
        DevOrder second = orders.next(2).orElseThrow();
        orders.abandon(2);
        assertThat(orders.next(3)).contains(second);
        orders.executed(1, Optional.empty()); // another value was decided there
        assertThat(orders.next(4)).contains(first);
        execute(4, first);
        assertThat(orders.next(5)).as("executed slots release it").contains(second);
        execute(5, second);
        assertThat(answer.get(30, TimeUnit.SECONDS)).contains(DONE);
    }

    @Test
    void aLaterOneWaitsForAnEarlierOneOfItsReplica() {
        DevOrder first = new DevOrder(3, 0, MINE);
        DevOrder second = new DevOrder(3, 1, MINE);
        orders.take(second.encode());
        assertThat(orders.next(1)).isEmpty();
        orders.take(first.encode());
        orders.take(first.encode());
        assertThat(orders.size()).isEqualTo(2);
        assertThat(orders.next(1)).contains(first);
        execute(1, first);
        orders.take(first.encode());
        assertThat(orders.size()).as("it is carried out already").isEqualTo(1);
        assertThat(orders.next(2)).contains(second);
    }

    @Test
    void whatPeersMayNotSayIsPassedOver() {
        orders.take(new DevOrder(1, 0, MINE).encode()); // in this replica's own name
        orders.take(DevOrder.TICK.encode());
        orders.take(new DevOrder(2, 1_000_000, MINE).encode());
        orders.take(Bytes.of(DevOrder.TYPE, 1, 2));
        assertThat(orders.isEmpty()).isTrue();
        assertThat(available).hasValue(0);
    }

    @Test
    void largeCommandsGoInFramesThatPeersTake() throws Exception {
        DevCommand large = new DevCommand.SetCode(Address.ZERO,
                Bytes.repeat((byte) 1, DevCommand.CODE_BYTES_MAX));
        var answer = tell(large, large, large, large, large);
        assertThat(told).hasSize(3);
        told.clear();
        orders.offerAgain();
        assertThat(told).hasSize(3);
        done.put(1, 5L);
        orders.restored();
        assertThat(answer.get(30, TimeUnit.SECONDS)).as("nobody knows").isEmpty();
    }
}
