package io.quorate.bft.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Feeds a decoder mutations of good inputs and of whatever made it answer in a new way. Without instrumentation:
 * an answer, or a refusal's text without its numbers, stands for the path taken. The same seed gives the same run.
 *
 * <p>{@code -Dquorate.fuzz.seconds=N} runs each target that long instead of {@link #ROUNDS} rounds,
 * {@code -Dquorate.fuzz.seed=N} chooses the run.
 */
public final class Fuzzer {
    private static final int ROUNDS = 30_000;
    private static final int CORPUS_MAX = 4_096;
    /** What a decoder may allocate for any input: a refusal with its stack trace, and a few objects a byte. */
    private static final long ALLOCATION_BASE = 64 * 1024;
    private static final long ALLOCATION_PER_BYTE = 96;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory
            .getThreadMXBean();

    private final List<byte[]> corpus;
    private final long seed = Long.getLong("quorate.fuzz.seed", 20_261L);
    private final Set<String> answers = new HashSet<>();
    private long rounds;

    /** Decodes and checks what must hold of anything accepted. */
    public interface Target {
        /**
         * What became of {@code input}: a word for each kind of answer. Anything thrown is a finding, so a target
         * catches what its decoder declares.
         */
        String run(byte[] input) throws Exception;
    }

    public Fuzzer(List<byte[]> goodInputs) {
        corpus = new ArrayList<>(goodInputs);
    }

    /** Runs the target; an {@link AssertionError} has the input that broke it. */
    public void run(Target target) {
        Random random = new Random(seed);
        Mutation mutation = new Mutation(random);
        for (byte[] good : List.copyOf(corpus)) {
            check(target, good);
        }
        long seconds = Long.getLong("quorate.fuzz.seconds", 0L);
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (seconds == 0 ? rounds < ROUNDS : System.nanoTime() < end) {
            byte[] input = mutation.of(corpus.get(random.nextInt(corpus.size())),
                    corpus.get(random.nextInt(corpus.size())));
            if (check(target, input) && corpus.size() < CORPUS_MAX) {
                corpus.add(input);
            }
        }
    }

    /** Different answers seen: shows that the run got past the first check. */
    public int differentAnswers() {
        return answers.size();
    }

    public long rounds() {
        return rounds;
    }

    private boolean check(Target target, byte[] input) {
        rounds++;
        long allowed = ALLOCATION_BASE + ALLOCATION_PER_BYTE * input.length;
        String answer = "";
        long allocated = Long.MAX_VALUE;
        // Once is enough, unless the first of its kind loaded classes.
        for (int tries = 0; tries < 3 && allocated > allowed; tries++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            answer = answer(target, input);
            allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        }
        if (allocated > allowed) {
            throw new AssertionError(allocated + " bytes allocated for an input of " + input.length
                    + ": " + HexFormat.of().formatHex(input));
        }
        return answers.add(answer.replaceAll("-?[0-9]+", "#"));
    }

    private String answer(Target target, byte[] input) {
        try {
            return target.run(input.clone());
        } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError
                | AssertionError e) {
            throw new AssertionError("input " + HexFormat.of().formatHex(input) + " of seed "
                    + seed, e);
        }
    }
}
