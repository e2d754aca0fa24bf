package io.quorate.node.doctor;

import io.quorate.bft.core.Quorums;
import io.quorate.node.FolderFacts;
import io.quorate.node.OperatorException;
import io.quorate.node.client.ReplicaClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Puts together what each collector found of each replica, has it judged, and answers questions about losses. */
public final class Examination {
    private final List<Subject> subjects;
    private final List<LogFacts> logs;
    private final List<WhatIf> questions;
    private final List<String> notes = new ArrayList<>();

    /** A replica, by its JSON-RPC, its folder or both. */
    public record Subject(Optional<String> url, Optional<ReplicaClient> client,
            Optional<FolderFacts> folder) {}

    public Examination(List<Subject> subjects, List<LogFacts> logs, List<WhatIf> questions) {
        this.subjects = List.copyOf(subjects);
        this.logs = List.copyOf(logs);
        this.questions = List.copyOf(questions);
    }

    /** Fails with {@link OperatorException} where nothing could be looked at. */
    public Report report(long watchMillis) throws InterruptedException {
        List<ReplicaClient> clients = subjects.stream().flatMap(each -> each.client().stream())
                .toList();
        List<LiveCollector.Answer> answers = new LiveCollector(watchMillis).ask(clients);
        List<ReplicaFacts> replicas = new ArrayList<>();
        int next = 0;
        List<ReplicaClient> answering = new ArrayList<>();
        for (Subject subject : subjects) {
            Optional<LiveCollector.Answer> answer = subject.client().isPresent()
                    ? Optional.of(answers.get(next++)) : Optional.empty();
            if (answer.flatMap(LiveCollector.Answer::live).isPresent()) {
                answering.add(subject.client().orElseThrow());
            }
            replicas.add(facts(subject, answer));
        }
        strayLogs(replicas);
        noteClosed(answers);
        Facts facts = new Facts(named(replicas), watchMillis, joining(replicas, answering), notes);
        requireSomething(facts);
        Report report = Diagnosis.of(facts);
        return questions.isEmpty() ? report : report.with(answers(facts, answering));
    }

    private ReplicaFacts facts(Subject subject, Optional<LiveCollector.Answer> answer) {
        Optional<LiveFacts> live = answer.flatMap(LiveCollector.Answer::live);
        OptionalInt number = live.map(each -> OptionalInt.of(each.number()))
                .orElseGet(() -> subject.folder().map(FolderFacts::member)
                        .orElse(OptionalInt.empty()));
        String name = subject.folder().map(FolderFacts::name)
                .or(() -> live.map(each -> each.names().getOrDefault(each.number(),
                        "replica " + each.number())))
                .or(subject::url).orElse("");
        Optional<LogFacts> log = number.isEmpty() ? Optional.empty()
                : logs.stream().filter(each -> each.replica().equals(number)).findFirst();
        return new ReplicaFacts(number, name, subject.url(), live,
                answer.flatMap(LiveCollector.Answer::silence), subject.folder(), log);
    }

    /** The registry is asked only where somebody is no member, which is rare. */
    private Set<Integer> joining(List<ReplicaFacts> replicas, List<ReplicaClient> answering) {
        Topology topology = new Topology(new Facts(replicas, 0, Set.of(), List.of()));
        boolean isStranger = topology.isTold() && replicas.stream().anyMatch(
                each -> each.number().isPresent()
                        && !topology.isMember(each.number().getAsInt()));
        if (!isStranger) return Set.of();
        try {
            return PlacesReader.joining(answering.getFirst());
        } catch (OperatorException e) {
            notes.add("whether somebody is about to join is not known: " + e.getMessage());
            return Set.of();
        }
    }

    /** A log alone is a replica that is known by nothing else. */
    private void strayLogs(List<ReplicaFacts> replicas) {
        for (LogFacts log : logs) {
            boolean isTaken = replicas.stream().anyMatch(each -> each.log().filter(log::equals)
                    .isPresent());
            if (isTaken) continue;
            replicas.add(new ReplicaFacts(log.replica(), log.replica().isPresent()
                    ? "replica " + log.replica().getAsInt() : log.file(), Optional.empty(),
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(log)));
        }
    }

    /** Replicas that were asked by URL alone get the names that others know them by. */
    private static List<ReplicaFacts> named(List<ReplicaFacts> replicas) {
        Topology topology = new Topology(new Facts(replicas, 0, Set.of(), List.of()));
        return replicas.stream().map(each -> each.folder().isPresent() || each.number().isEmpty()
                ? each
                : new ReplicaFacts(each.number(), topology.name(each.number().getAsInt()),
                        each.url(), each.live(), each.silence(), each.folder(), each.log()))
                .toList();
    }

    private void noteClosed(List<LiveCollector.Answer> answers) {
        long closed = answers.stream().filter(each -> each.live().isPresent()
                && !each.isExplained()).count();
        if (closed > 0) {
            notes.add(closed + " replicas tell codes without sentences, and nothing of waiting"
                    + " nonces: open the group 'bft' to the doctor (rpc.groups, or a role and"
                    + " --token) to hear all.");
        }
    }

    private static void requireSomething(Facts facts) {
        boolean isSomething = facts.replicas().stream().anyMatch(each -> each.isUp()
                || each.folder().isPresent() || each.log().isPresent());
        if (isSomething) return;
        throw new OperatorException("Nobody answers: " + facts.replicas().stream()
                .flatMap(each -> each.silence().stream()).findFirst().orElse("nobody was named")
                + " Name replicas with --rpc, or their folders with --network, --config or"
                + " --data-dir.");
    }

    private List<WhatIf.Outcome> answers(Facts facts, List<ReplicaClient> answering) {
        Topology topology = new Topology(facts);
        Margin margin = topology.margin().orElseThrow(() -> new OperatorException(
                "--what-if: nothing that was looked at tells who the members are; name a replica"
                        + " that runs, or a genesis file."));
        List<Place> places = places(facts, answering).stream()
                .filter(each -> topology.isMember(each.number())).toList();
        // Of stopped replicas the question is about the network as it is meant to be.
        List<Integer> taking = topology.isTold() ? topology.sides().stream().findFirst()
                .map(List::copyOf).orElse(List.of()) : topology.members();
        Quorums quorums = new Quorums(margin.n(), margin.c());
        return questions.stream().map(each -> each.answer(quorums, places, taking)).toList();
    }

    private List<Place> places(Facts facts, List<ReplicaClient> answering) {
        Optional<Path> file = facts.replicas().stream().flatMap(each -> each.folder().stream())
                .flatMap(folder -> folder.identity().stream())
                .map(FolderFacts.Identity::file).findFirst();
        if (!answering.isEmpty()) {
            try {
                return PlacesReader.onChain(answering.getFirst());
            } catch (OperatorException e) {
                if (file.isEmpty()) throw e;
                notes.add("places of members are those of the genesis file: " + e.getMessage());
            }
        }
        return PlacesReader.inFile(file.orElseThrow(() -> new OperatorException(
                "--what-if: name a replica that runs, or a folder with a genesis file.")));
    }
}
