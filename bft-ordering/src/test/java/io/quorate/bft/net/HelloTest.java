package io.quorate.bft.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelloTest {
    private static final String RULES = "window 64\nlimits.maxBatchBytes 1048576\nsuite 1";

    private static final KnownEpoch KNOWN = new KnownEpoch(Bytes32.ZERO, "start 0\nwindow 64");

    private static NetworkIdentity identity(int version, long chainId, int genesis,
            String rules) {
        return new NetworkIdentity(version, chainId, Bytes32.repeat((byte) genesis), rules);
    }

    @ParameterizedTest
    @CsvSource({"6, 1, 1, 64, 1048576, protocolVersion",
            "5, 2, 1, 64, 1048576, chainId",
            "5, 1, 2, 64, 1048576, genesisHash",
            "5, 1, 1, 128, 1048576, window",
            "5, 1, 1, 64, 65536, limits.maxBatchBytes"})
    void namesTheFieldThatDiffersToBothSides(int version, long chainId, int genesis, int window,
            int batch, String field) {
        NetworkIdentity mine = identity(5, 1, 1, RULES);
        NetworkIdentity other = identity(version, chainId, genesis,
                "window " + window + "\nlimits.maxBatchBytes " + batch + "\nsuite 1");

        assertThat(Hello.difference(mine, other).orElseThrow()).startsWith(field + " differs: ");
        assertThat(Hello.difference(other, mine).orElseThrow()).startsWith(field + " differs: ");
    }

    @Test
    void tellsBothValues() {
        assertThat(Hello.difference(identity(5, 1, 1, RULES),
                identity(5, 1, 1, RULES.replace("64", "32"))))
                .contains("window differs: ours is 64, theirs is 32");
    }

    /** Another version may know more rules; then at least the place is told. */
    @Test
    void tellsOfARuleThatOnlyOneSideKnows() {
        assertThat(Hello.difference(identity(5, 1, 1, RULES),
                identity(5, 1, 1, RULES + "\nextra 1")))
                .contains("rule 4 of the first epoch differs: ours is , theirs is extra 1");
    }

    @Test
    void aDifferenceFitsIntoARefusalHoweverLongTheRulesAre() {
        String rule = "window " + "9".repeat(1_000);

        assertThat(Hello.difference(identity(5, 1, 1, RULES), identity(5, 1, 1, rule))
                .orElseThrow().length()).isLessThan(400);
    }

    /** Only magic, member and version stay where they are; what follows may have any form and length. */
    @Test
    void readsTheVersionOfAHelloThatItCannotRead() {
        ByteBuf future = Unpooled.buffer();
        new Hello(3, identity(9, 1, 1, RULES), 0, KNOWN).encode(future);
        future.writerIndex(20);

        assertThat(Hello.version(future, 3)).hasValue(9);
        assertThat(Hello.version(future, 2)).isEmpty();
        assertThat(Hello.decode(future)).isEmpty();
    }

    @Test
    void takesNoRulesThatCouldForgeALineOfTheLog() {
        assertThatThrownBy(() -> identity(5, 1, 1, "window\t64"))
                .isInstanceOf(IllegalArgumentException.class);
        ByteBuf good = Unpooled.buffer();
        new Hello(3, identity(5, 1, 1, RULES), 0, KNOWN).encode(good);
        good.setByte(good.writerIndex() - 1, 0x1b);

        assertThat(Hello.decode(good)).isEmpty();
    }

    private static Hello.EpochDifference ofEpoch(KnownEpoch mine, KnownEpoch theirs) {
        Reach reach = new Reach(List.of(),
                new TreeMap<>(Map.of(3L, mine)));
        return Hello.difference(reach, new Hello(1, identity(5, 1, 1, RULES), 3, theirs))
                .orElseThrow();
    }

    /** Of an epoch that both know, as of the first one. */
    @Test
    void namesWhatDiffersInALaterEpochToBothSides() {
        KnownEpoch other = new KnownEpoch(Bytes32.repeat((byte) 1), "start 0\nwindow 32");
        assertThat(ofEpoch(KNOWN, other).toUs())
                .isEqualTo("window of epoch 3 differs: ours is 64, theirs is 32");
        assertThat(ofEpoch(KNOWN, other).toThem())
                .isEqualTo("window of epoch 3 differs: ours is 32, theirs is 64");
        KnownEpoch more = new KnownEpoch(Bytes32.repeat((byte) 1), KNOWN.rules() + "\nc 1");
        assertThat(ofEpoch(KNOWN, more).toUs())
                .isEqualTo("rule 3 of epoch 3 differs: ours is , theirs is c 1");
        KnownEpoch otherHash = new KnownEpoch(Bytes32.repeat((byte) 1), KNOWN.rules());
        assertThat(ofEpoch(KNOWN, otherHash).toUs()).startsWith(
                "configuration of epoch 3 differs: ours is 0x0000")
                .contains("theirs is 0x0101");
    }

    @Test
    void anEpochThatOneDoesNotKnowIsNoDifference() {
        Reach reach = new Reach(List.of(),
                new TreeMap<>(Map.of(2L, KNOWN)));
        assertThat(Hello.difference(reach, new Hello(1, identity(5, 1, 1, RULES), 3, KNOWN)))
                .isEmpty();
    }

    @Test
    void readsWhatItWroteAndNothingBeyond() {
        ByteBuf good = Unpooled.buffer();
        Hello hello = new Hello(3, identity(5, 1, 1, RULES), 7, KNOWN);
        hello.encode(good);
        assertThat(Hello.decode(good.duplicate())).contains(hello);
        for (int length = 0; length < good.writerIndex(); length++) {
            assertThat(Hello.decode(good.slice(0, length))).as("%d bytes", length).isEmpty();
        }
        good.writeByte(0);
        assertThat(Hello.decode(good)).isEmpty();
    }
}
