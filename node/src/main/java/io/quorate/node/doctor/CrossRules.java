package io.quorate.node.doctor;

import io.quorate.jsonrpc.FindingCode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What shows only where the answers of several replicas are compared. */
final class CrossRules {
    /** Proposals are judged by a clock that may be 3 s away; who is that far is nearly out. */
    static final long CLOCK_MILLIS_MAX = 1_000;

    private final Facts facts;
    private final Topology topology;
    private final List<ReplicaFacts> live;
    private final List<Finding> found = new ArrayList<>();

    CrossRules(Facts facts, Topology topology) {
        this.facts = facts;
        this.topology = topology;
        this.live = facts.replicas().stream().filter(ReplicaFacts::isUp).toList();
    }

    List<Finding> findings() {
        genesis();
        blocks();
        clocks();
        refusals();
        return found;
    }

    /** The one that most have; empty where nobody is in the majority. */
    private static Optional<String> usual(List<String> all) {
        return all.stream().collect(Collectors.groupingBy(Function.identity(),
                Collectors.counting())).entrySet().stream()
                .filter(each -> each.getValue() * 2 > all.size()).map(Map.Entry::getKey)
                .findFirst();
    }

    private void genesis() {
        List<String> all = live.stream().flatMap(each -> each.live().orElseThrow().genesisHash()
                .stream()).toList();
        Optional<String> usual = usual(all);
        for (ReplicaFacts each : live) {
            each.live().orElseThrow().genesisHash()
                    .filter(own -> usual.isPresent() ? !own.equals(usual.get())
                            : all.stream().distinct().count() > 1)
                    .ifPresent(own -> found.add(Finding.of(FindingCode.GENESIS_DIFFERS, each,
                            "Its genesis block is " + own
                                    + usual.map(most -> ", that of the others "
                                            + most).orElse(", and others have another")
                                    + ".",
                            "stop it, give it the genesis.json and the data folder of this"
                                    + " network, then " + Finding.start(each))));
        }
    }

    private void blocks() {
        List<String> all = live.stream()
                .flatMap(each -> each.live().orElseThrow().blockHashAt().stream()).toList();
        if (all.stream().distinct().count() < 2) return;
        Optional<String> usual = usual(all);
        for (ReplicaFacts each : live) {
            boolean isOfOtherChain = found.stream()
                    .anyMatch(known -> known.isAbout(FindingCode.GENESIS_DIFFERS, each));
            each.live().orElseThrow().blockHashAt().filter(own -> !isOfOtherChain
                    && usual.filter(own::equals).isEmpty())
                    .ifPresent(own -> found.add(Finding.of(FindingCode.CHAIN_DIFFERS, each,
                            "At the highest block that all have it has " + own
                                    + ", and others have another. Finality is broken, or its data"
                                    + " are.",
                            "stop it, keep its data folder, and run ./quorate"
                                    + " verify --data-dir "
                                    + Finding.data(each).orElse("its data folder"))));
        }
    }

    /** The doctor's own clock is one among them: with two replicas it decides who is wrong. */
    private void clocks() {
        List<Long> offsets = new ArrayList<>(live.stream()
                .map(each -> each.live().orElseThrow().clockOffsetMillis()).toList());
        offsets.add(0L);
        offsets.sort(null);
        long middle = offsets.get((offsets.size() - 1) / 2);
        for (ReplicaFacts each : live) {
            long off = each.live().orElseThrow().clockOffsetMillis() - middle;
            if (Math.abs(off) <= CLOCK_MILLIS_MAX) continue;
            found.add(Finding.of(FindingCode.CLOCK_OFF, each, String.format(Locale.ROOT,
                    "Its clock is %.1f s %s: what it proposes is refused from 3 s on, and it"
                            + " refuses what others propose.",
                    Math.abs(off) / 1_000.0, off > 0 ? "ahead" : "behind"),
                    "timedatectl set-ntp true   # on the machine of " + each.name()));
        }
    }

    /** Links that one side refuses, by reason: who disagrees with most is the odd one. */
    private void refusals() {
        Map<FindingCode, Blame> blames = new EnumMap<>(FindingCode.class);
        Map<FindingCode, String> texts = new EnumMap<>(FindingCode.class);
        for (ReplicaFacts each : facts.replicas()) {
            each.live().ifPresent(own -> own.findings().forEach(told -> OwnRules.code(told)
                    .filter(CrossRules::isRefusal).ifPresent(code -> told.replica()
                            .ifPresent(about -> {
                                blames.computeIfAbsent(code, _ -> new Blame())
                                        .disagree(own.number(), about);
                                texts.merge(code, told.text(), (one, other) -> one.isEmpty()
                                        ? other : one);
                            }))));
            each.log().filter(_ -> !each.isUp() && each.number().isPresent()).ifPresent(
                    log -> log.lines().stream().filter(line -> isRefusal(line.code())
                            && line.about().isPresent()).forEach(line -> {
                                blames.computeIfAbsent(line.code(), _ -> new Blame()).disagree(
                                        each.number().getAsInt(), line.about().getAsInt());
                                texts.putIfAbsent(line.code(), line.text());
                            }));
        }
        blames.forEach((code, blame) -> blame.odd()
                .forEach(odd -> refused(code, odd, texts.get(code))));
    }

    private static boolean isRefusal(FindingCode code) {
        return code == FindingCode.VERSION_MISMATCH || code == FindingCode.GENESIS_DIFFERS
                || code == FindingCode.CERT_WRONG;
    }

    private void refused(FindingCode code, int odd, String text) {
        Optional<ReplicaFacts> who = facts.replicas().stream()
                .filter(each -> each.number().isPresent() && each.number().getAsInt() == odd)
                .findFirst();
        String name = who.map(ReplicaFacts::name).orElseGet(() -> topology.name(odd));
        String start = who.map(Finding::start).orElse("start " + name);
        found.add(new Finding(code, OptionalInt.of(odd), name, "Others and " + name
                + " refuse each other" + (text.isEmpty() ? "." : ": " + text),
                switch (code) {
                    case VERSION_MISMATCH -> "install the version that the others run on the"
                            + " machine of " + name + ", then " + start;
                    case CERT_WRONG -> "give " + name + " the TLS key that the network names for"
                            + " it, then " + start;
                    default -> "give " + name + " the genesis.json of the others, then " + start;
                }));
    }
}
