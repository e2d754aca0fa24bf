package io.quorate.node.doctor;

import io.quorate.bft.core.Quorums;
import io.quorate.node.OperatorException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/** A question: what stays live if some members are lost. */
public final class WhatIf {
    private static final Map<String, BiPredicate<Place, String>> KINDS = Map.of(
            "lose", (place, wanted) -> place.name().equals(wanted)
                    || String.valueOf(place.number()).equals(wanted),
            "lose-organisation", (place, wanted) -> place.organisation().equalsIgnoreCase(wanted),
            "lose-operator", (place, wanted) -> place.operator().equalsIgnoreCase(wanted),
            "lose-jurisdiction", (place, wanted) -> place.jurisdiction().equalsIgnoreCase(wanted),
            "lose-region", (place, wanted) -> place.jurisdiction().toLowerCase(Locale.ROOT)
                    .startsWith(wanted.toLowerCase(Locale.ROOT)),
            "lose-host", (place, wanted) -> place.host().equalsIgnoreCase(wanted));

    private final String question;
    private final String kind;
    private final List<String> wanted;

    /**
     * What would be.
     *
     * @param lost names of members that are lost and take part now
     * @param voting members that still take part; {@code more} of them may fail then, below 0 nothing is decided
     * @param fast whether the fast path is left
     */
    public record Outcome(String question, List<String> lost, int n, int quorum, int voting,
            boolean fast) {
        public Outcome {
            lost = List.copyOf(lost);
        }

        public int more() {
            return voting - quorum;
        }

        public boolean isLive() {
            return voting >= quorum;
        }
    }

    private WhatIf(String question, String kind, List<String> wanted) {
        this.question = question;
        this.kind = kind;
        this.wanted = wanted;
    }

    /** {@code lose=node-3,node-4}, {@code lose-jurisdiction=de}; fails with {@link OperatorException}. */
    public static WhatIf parse(String question) {
        int equals = question.indexOf('=');
        String kind = equals < 0 ? question : question.substring(0, equals);
        List<String> wanted = equals < 0 ? List.of()
                : Arrays.stream(question.substring(equals + 1).split(",", -1)).map(String::strip)
                        .filter(each -> !each.isEmpty()).toList();
        if (!KINDS.containsKey(kind) || wanted.isEmpty()) {
            throw new OperatorException("--what-if: '" + question + "' is no question; ask "
                    + KINDS.keySet().stream().sorted().map(each -> each + "=…")
                            .collect(Collectors.joining(", "))
                    + ".");
        }
        return new WhatIf(question, kind, wanted);
    }

    /**
     * {@code taking} part now are these of {@code places}, which holds all members. Fails with {@link OperatorException}
     * where nobody is meant.
     */
    public Outcome answer(Quorums quorums, List<Place> places, List<Integer> taking) {
        for (String each : wanted) {
            if (places.stream().noneMatch(place -> KINDS.get(kind).test(place, each))) {
                throw new OperatorException("--what-if: no member is meant by '" + kind + "=" + each
                        + "'. Members are " + places.stream().map(WhatIf::shown)
                                .collect(Collectors.joining("; "))
                        + ".");
            }
        }
        List<Place> lost = places.stream().filter(place -> wanted.stream()
                .anyMatch(each -> KINDS.get(kind).test(place, each))).toList();
        int left = (int) taking.stream().filter(number -> lost.stream()
                .noneMatch(place -> place.number() == number)).count();
        return new Outcome(question, lost.stream().map(Place::name).toList(), quorums.n(),
                quorums.quorum(), left, left >= quorums.fast());
    }

    private static String shown(Place place) {
        return place.number() + " " + place.name() + (place.organisation().isEmpty() ? ""
                : ", organisation " + place.organisation())
                + (place.operator().isEmpty() ? "" : ", operator " + place.operator())
                + (place.jurisdiction().isEmpty() ? "" : ", jurisdiction "
                        + place.jurisdiction())
                + (place.host().isEmpty() ? "" : ", host " + place.host());
    }
}
