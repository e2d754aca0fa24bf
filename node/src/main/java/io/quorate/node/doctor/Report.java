package io.quorate.node.doctor;

import java.util.List;
import java.util.Optional;

/**
 * What the doctor says.
 *
 * @param why one sentence
 * @param next the one command that helps most; empty where nothing is wrong
 * @param margin empty where nothing tells who the members are
 * @param findings the gravest first
 */
public record Report(Verdict verdict, String why, Optional<String> next, Optional<Margin> margin,
        List<Row> replicas, List<Finding> findings, List<WhatIf.Outcome> whatIf,
        List<String> notes) {
    public Report {
        replicas = List.copyOf(replicas);
        findings = List.copyOf(findings);
        whatIf = List.copyOf(whatIf);
        notes = List.copyOf(notes);
    }

    /** Whether there are blocks now. */
    public enum Verdict {
        /** Blocks came while it was looked. */
        MAKING,
        /** None came, since nothing waits; one would. */
        IDLE,
        /** None comes, whatever waits. */
        STOPPED,
        /** Nobody who could tell was asked. */
        UNKNOWN
    }

    /** One replica, for the table. */
    public record Row(ReplicaFacts facts, String state) {}

    Report with(List<WhatIf.Outcome> outcomes) {
        return new Report(verdict, why, next, margin, replicas, findings, outcomes, notes);
    }
}
