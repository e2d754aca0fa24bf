package io.quorate.node.access;

import io.quorate.node.OperatorException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import org.apache.tuweni.bytes.Bytes32;

/**
 * Compares a journal, line by line, with what its node anchored on chain: what was anchored cannot have been cut off,
 * deleted or written anew. One thread.
 */
public final class AnchorCheck {
    private final int node;
    private final long journal;
    private final int count;
    private final ReadAnchor last;
    private final Queue<ReadAnchor> due;

    /**
     * Fails with {@link OperatorException} where there is nothing to compare with, or where there are other journals beside
     * this one and nobody said which it is.
     *
     * @param anchors all of the node, as they came
     * @param wanted which of the node's journals it is, where somebody said so
     */
    public AnchorCheck(int node, List<ReadAnchor> anchors, OptionalLong wanted) {
        if (anchors.isEmpty()) {
            throw new OperatorException("Node " + node + " has anchored nothing on this chain:"
                    + " there is nothing to compare its journal with.");
        }
        this.node = node;
        this.journal = wanted.orElse(anchors.getLast().journal());
        if (wanted.isEmpty() && journal > 1) {
            throw new OperatorException("Node " + node + " began journal " + journal + " in block "
                    + first(anchors, journal).block() + ", after journal " + (journal - 1)
                    + " with " + lastOf(anchors, journal - 1).count()
                    + " anchored lines: ask for both, and check each with --number.");
        }
        List<ReadAnchor> own = anchors.stream().filter(each -> each.journal() == journal).toList();
        if (own.isEmpty()) {
            throw new OperatorException("--number: node " + node + " has no journal " + journal
                    + "; its last one is " + anchors.getLast().journal() + ".");
        }
        this.count = own.size();
        this.last = own.getLast();
        this.due = new ArrayDeque<>(own);
    }

    private static ReadAnchor first(List<ReadAnchor> anchors, long journal) {
        return anchors.stream().filter(each -> each.journal() == journal).findFirst()
                .orElseThrow();
    }

    private static ReadAnchor lastOf(List<ReadAnchor> anchors, long journal) {
        return anchors.stream().filter(each -> each.journal() == journal)
                .reduce((_, later) -> later).orElseThrow();
    }

    /** The next line of the journal. */
    public void line(JournalLine line) {
        ReadAnchor next = due.peek();
        if (next == null || next.count() != line.seq()) {
            return;
        }
        if (!next.head().equals(Bytes32.wrap(line.hash()))) {
            throw new OperatorException("Line " + line.seq() + " is not the one that node " + node
                    + " anchored in block " + next.block()
                    + ": it, or one before it, was written anew.");
        }
        due.remove();
    }

    /** After the last line: what holds, in a sentence. */
    public String end(JournalReader.End end) {
        ReadAnchor missing = due.peek();
        if (missing != null) {
            throw new OperatorException("The journal ends with line " + end.seq() + ", but node "
                    + node + " anchored " + last.count() + " lines until block " + last.block()
                    + ": its end was cut off, or this is another journal.");
        }
        return count + (count == 1 ? " anchor" : " anchors") + " of node " + node
                + ", journal " + journal + ", agree; the last, of block " + last.block()
                + ", vouches for " + last.count() + " of " + end.seq() + " lines";
    }
}
