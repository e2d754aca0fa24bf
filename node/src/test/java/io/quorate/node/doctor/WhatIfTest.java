package io.quorate.node.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.bft.core.Quorums;
import io.quorate.node.OperatorException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is left of seven replicas in three jurisdictions: f = 2, and five are a quorum. */
class WhatIfTest {
    private static final Quorums SEVEN = new Quorums(7, 0);
    private static final List<Integer> ALL = List.of(0, 1, 2, 3, 4, 5, 6);
    private static final List<Place> PLACES = List.of(place(0, "Bank", "eu-de", "a.example"),
            place(1, "Bank", "eu-fr", "a.example"), place(2, "Bank", "eu-de", "b.example"),
            place(3, "Fund", "us", "c.example"), place(4, "Fund", "us", "c.example"),
            place(5, "Port", "sg", "d.example"), place(6, "Port", "sg", "e.example"));

    private static Place place(int number, String organisation, String jurisdiction, String host) {
        return new Place(number, "node-" + number, organisation, "Operator of " + organisation,
                jurisdiction, host);
    }

    private static WhatIf.Outcome ask(String question) {
        return WhatIf.parse(question).answer(SEVEN, PLACES, ALL);
    }

    @Test
    void saysWhatIsLeft() {
        WhatIf.Outcome one = ask("lose=node-3");
        assertThat(one.lost()).containsExactly("node-3");
        assertThat(one.isLive()).isTrue();
        assertThat(one.more()).isEqualTo(1);
        assertThat(one.fast()).isFalse();
        assertThat(ask("lose=3,node-4").more()).isZero();
        assertThat(ask("lose=0,1,2").isLive()).isFalse();
    }

    @Test
    void knowsPlacesOfAllKinds() {
        assertThat(ask("lose-organisation=bank").lost()).containsExactly("node-0", "node-1",
                "node-2");
        assertThat(ask("lose-operator=Operator of Port").lost()).containsExactly("node-5",
                "node-6");
        assertThat(ask("lose-jurisdiction=us").lost()).containsExactly("node-3", "node-4");
        assertThat(ask("lose-region=EU").more()).isEqualTo(-1);
        assertThat(ask("lose-host=a.example").more()).isZero();
    }

    @Test
    void whoIsDownAlreadyIsNotLostTwice() {
        WhatIf.Outcome outcome = WhatIf.parse("lose=node-6").answer(SEVEN, PLACES,
                List.of(0, 1, 2, 3, 4));
        assertThat(outcome.voting()).isEqualTo(5);
        assertThat(outcome.isLive()).isTrue();
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        for (String wrong : List.of("lose", "lose=", "lose=,", "win=node-1", "")) {
            assertThatThrownBy(() -> WhatIf.parse(wrong)).isInstanceOf(OperatorException.class)
                    .hasMessageContaining("lose-jurisdiction=…");
        }
        assertThatThrownBy(() -> ask("lose=node-9")).isInstanceOf(OperatorException.class)
                .hasMessageContaining("no member is meant").hasMessageContaining("5 node-5");
    }
}
