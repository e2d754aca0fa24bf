package io.quorate.bft.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelloTest {
    private static final String RULES = "window 64\nlimits.maxBatchBytes 1048576\nsuite 1";

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
        new Hello(3, identity(9, 1, 1, RULES), 0, Bytes32.ZERO).encode(future);
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
        new Hello(3, identity(5, 1, 1, RULES), 0, Bytes32.ZERO).encode(good);
        good.setByte(good.writerIndex() - 1, 0x1b);

        assertThat(Hello.decode(good)).isEmpty();
    }
}
