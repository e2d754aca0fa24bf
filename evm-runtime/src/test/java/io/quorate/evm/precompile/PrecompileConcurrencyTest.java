package io.quorate.evm.precompile;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Every precompile gives the same answers to many threads as to one, native libraries included. */
class PrecompileConcurrencyTest {
    private static final long SEED = 4;
    private static final int THREADS = 4;

    private record Call(Precompile precompile, Bytes input) {}

    @Test
    void manyThreadsGetTheAnswersOfOne() throws InterruptedException, ExecutionException {
        List<Call> calls = calls();
        List<Optional<Bytes>> expected = run(calls);
        try (var executor = Executors.newFixedThreadPool(THREADS)) {
            List<Future<List<Optional<Bytes>>>> answers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                answers.add(executor.submit(() -> run(calls)));
            }
            for (var answer : answers) {
                assertThat(answer.get()).isEqualTo(expected);
            }
        }
        assertThat(expected).filteredOn(Optional::isPresent).hasSizeGreaterThan(calls.size() / 3);
    }

    /** Random bytes for each, and zeros, which the curves take for infinity. */
    private static List<Call> calls() {
        var random = new Random(SEED);
        var calls = new ArrayList<Call>();
        var table = Precompiles.of(Fork.OSAKA);
        for (Address address : table.addresses()) {
            Precompile precompile = table.at(address).orElseThrow();
            for (int size : new int[]{64, 128, 160, 192, 213, 256, 288, 384, 512}) {
                Bytes noise = Bytes.random(size, random);
                if (precompile.gas(noise) < 10_000_000) { // not billions of BLAKE2 rounds
                    calls.add(new Call(precompile, noise));
                }
                calls.add(new Call(precompile, Bytes.wrap(new byte[size])));
            }
        }
        return calls;
    }

    private static List<Optional<Bytes>> run(List<Call> calls) {
        return calls.stream().map(call -> call.precompile.execute(call.input)).toList();
    }
}
