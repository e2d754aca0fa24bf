package io.quorate.node.doctor;

import io.quorate.jsonrpc.FindingCode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Why a replica that does not answer stopped, or did not start, as its log has it. */
final class LogRules {
    private LogRules() {}

    /** Nothing that {@code known} says already. */
    static List<Finding> of(ReplicaFacts replica, List<Finding> known) {
        List<Finding> found = new ArrayList<>();
        if (replica.isUp() || replica.log().isEmpty()) return found;
        LogFacts log = replica.log().get();
        for (LogFacts.Line line : log.lines()) {
            boolean isAboutAnother = line.about().isPresent()
                    && !line.about().equals(replica.number()) && !line.about()
                            .equals(OptionalInt.empty());
            boolean isKnown = known.stream().anyMatch(each -> each.isAbout(line.code(), replica))
                    || found.stream().anyMatch(each -> each.code() == line.code());
            if (!isAboutAnother && !isKnown) {
                found.add(Finding.of(line.code(), replica, "Its log " + log.file() + " says: "
                        + line.text(), mend(line.code(), replica)));
            }
        }
        return found;
    }

    private static String mend(FindingCode code, ReplicaFacts replica) {
        String start = Finding.start(replica);
        return switch (code) {
            case LOW_MEMORY -> "QUORATE_JAVA_OPTS=-Xmx1g " + start;
            case DISK_FULL -> "make room on its disk, then " + start;
            case PORT_TAKEN -> "stop the process that has the port, then " + start;
            case DB_CORRUPT -> "move the folder 'chain' out of its data folder, that folder alone,"
                    + " then " + start;
            case MEMBER_REMOVED -> "leave it stopped; or add it again: ./quorate members propose"
                    + " add";
            default -> "correct that, then " + start;
        };
    }
}
