package io.quorate.node.evmtool;

import io.quorate.evm.ExecutionResult;
import io.quorate.evm.Opcode;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.trace.Step;
import io.quorate.evm.trace.Tracer;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * Writes an execution as lines of JSON (EIP-3155) in geth's shape: one an instruction, and one at the end of
 * the outermost frame. Nothing is kept, however long the execution is. For one thread.
 */
public final class Eip3155Writer implements Tracer {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    /** What a line has besides what every line has. */
    public record Options(boolean memory, boolean stack, boolean returnData) {
        /** What differential fuzzers compare. */
        public static final Options STACK_ONLY = new Options(false, true, false);
    }

    private final PrintWriter out;
    private final Options options;
    private final StringBuilder line = new StringBuilder();
    /** Where the line under way goes on once the price is known. */
    private int priceAt;

    public Eip3155Writer(PrintWriter out, Options options) {
        this.out = out;
        this.options = options;
    }

    @Override
    public boolean wantsSteps() {
        return true;
    }

    @Override
    public void onStep(Step step) {
        line.setLength(0);
        line.append("{\"pc\":").append(step.programCounter()).append(",\"op\":")
                .append(step.opcode()).append(",\"gas\":");
        quantity(step.gasLeft());
        line.append(",\"gasCost\":");
        priceAt = line.length();
        if (options.memory) {
            line.append(",\"memory\":\"").append(
                    step.memory(0, step.memorySizeBytes()).toHexString()).append('"');
        }
        line.append(",\"memSize\":").append(step.memorySizeBytes());
        if (options.stack) {
            stack(step);
        }
        if (options.returnData) {
            line.append(",\"returnData\":\"").append(step.returnData().toHexString()).append('"');
        }
        line.append(",\"depth\":").append(step.depth() + 1).append(",\"refund\":")
                .append(step.refund()).append(",\"opName\":\"")
                .append(Opcode.nameOf(step.opcode())).append('"');
    }

    private void stack(Step step) {
        line.append(",\"stack\":[");
        for (int i = step.stackSize() - 1; i >= 0; i--) {
            line.append('"').append(step.stackWord(i)).append(i == 0 ? "\"" : "\",");
        }
        line.append(']');
    }

    @Override
    public void onStepEnd(long gasCost, String error) {
        line.insert(priceAt, "\"0x" + Long.toHexString(gasCost) + "\"");
        error(error);
        print();
    }

    @Override
    public void onExit(ExecutionResult result, String error, long gasUsed, int depth) {
        if (depth != 0) {
            return;
        }
        line.setLength(0);
        line.append("{\"output\":\"");
        for (byte b : result.output().toArrayUnsafe()) {
            line.append(HEX[b >> 4 & 0xf]).append(HEX[b & 0xf]);
        }
        line.append("\",\"gasUsed\":");
        quantity(gasUsed);
        error(error);
        print();
    }

    /** The line after a state test, which tools that compare clients read. */
    public void writeStateRoot(Hash root) {
        out.println("{\"stateRoot\":\"" + root + "\"}");
    }

    /**
     * The same line with what became of the test, as EIP-3155 names it.
     *
     * @param error why the transaction was refused, where it was
     */
    public void writeSummary(Hash root, String test, String fork, boolean passed,
            Optional<String> error) {
        out.println("{\"stateRoot\":\"" + root + "\",\"test\":" + quoted(test) + ",\"fork\":"
                + quoted(fork) + ",\"pass\":" + passed
                + error.map(text -> ",\"error\":" + quoted(text)).orElse("") + "}");
    }

    private void error(String error) {
        if (!error.isEmpty()) {
            line.append(",\"error\":").append(quoted(error));
        }
        line.append('}');
    }

    private void quantity(long value) {
        line.append("\"0x").append(Long.toHexString(value)).append('"');
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                default -> quoted.append(c < ' ' ? ' ' : c);
            }
        }
        return quoted.append('"').toString();
    }

    private void print() {
        out.append(line).append('\n');
    }
}
