package io.quorate.node.lab;

import java.nio.file.Path;
import java.util.List;

/**
 * One lab.
 *
 * @param number from 1; also of its ports and its default folder
 * @param page its file in docs/labs
 */
public record Lab(int number, String page, String title, int minutes, Exercise exercise) {
    /** All of them, in the order in which they build on each other. */
    public static List<Lab> all() {
        return List.of(
                new Lab(1, "01-first-contract.md", "A first contract", 10, new FirstContract()),
                new Lab(2, "02-four-organisations.md", "Four organisations", 10,
                        new FourOrganisations()),
                new Lab(3, "03-break-it.md", "Break a node, break the leader", 15,
                        new BrokenNodes()),
                new Lab(4, "04-admit-a-member.md", "Admit a member", 15, new NewMember()),
                new Lab(5, "05-audit.md", "Audit a balance and prove it offline", 10,
                        new AuditedBalance()),
                new Lab(6, "06-snapshot.md", "Snapshot and restore", 10, new RestoredReplica()),
                new Lab(7, "07-watch-and-trace.md", "Watch and trace", 10, new WatchedNetwork()));
    }

    /** The first port of its own: five for JSON-RPC, then five between replicas. */
    public int defaultPort() {
        return 8600 + 10 * number;
    }

    /** Where the learner works unless told otherwise. */
    public Path defaultFolder() {
        return Path.of("quorate-labs", String.valueOf(number));
    }

    /** Makes the folder with all that the lab needs. */
    public void prepare(LabFolder folder) {
        exercise.prepare(folder);
    }

    /** Looks at every step. */
    public List<Finding> check(LabFolder folder) {
        return exercise.steps(folder).stream().map(Step::find).toList();
    }
}
