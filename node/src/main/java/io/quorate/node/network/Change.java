package io.quorate.node.network;

import io.quorate.node.members.SystemCall;
import java.nio.file.Path;

/** One line of the difference between what a file says and what is. */
public sealed interface Change {
    /** Such as {@code node 1}. */
    String subject();

    String field();

    String now();

    String then();

    /** It takes a vote; several may share one call. */
    record ByVote(String subject, String field, String now, String then, SystemCall call)
            implements
                Change {}

    /** A line of a replica's settings on this machine, which its next start reads. */
    record InFile(String subject, Path file, String section, String key, String now, String then)
            implements
                Change {
        @Override
        public String field() {
            return section + "." + key;
        }
    }
}
