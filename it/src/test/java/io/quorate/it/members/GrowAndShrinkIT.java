package io.quorate.it.members;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.it.support.Load;
import io.quorate.it.support.NodeNetwork;
import io.quorate.it.support.Wallet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Validators join by threes and leave by as many as may leave at once, and no transaction fails. To five by default;
 * {@code -Dquorate.members.most=10} goes from four over seven to ten and back, with ten processes.
 */
class GrowAndShrinkIT {
    private static final int LEAST = 4;
    private static final int MOST = Integer.getInteger("quorate.members.most", 5);
    private static final int AT_ONCE = 3;

    @TempDir
    private Path folder;

    @Test
    void noTransactionFailsFromFourToManyAndBack() throws Exception {
        try (GrowingNetwork network = GrowingNetwork.start(folder);
                Load load = Load.start(Wallet.unfunded(NodeNetwork.CHAIN_ID),
                        List.of(network.rpc(0), network.rpc(1), network.rpc(2)))) {
            int validators = LEAST;
            long epoch = 0;
            while (validators < MOST) {
                int more = Math.min(AT_ONCE, MOST - validators);
                grow(network, validators, more);
                validators += more;
                network.awaitEpoch(++epoch, IntStream.range(0, validators).toArray());
                for (int number = validators - more; number < validators; number++) {
                    network.awaitVoting(number);
                }
            }
            while (validators > LEAST) {
                int less = Math.min((validators - 1) / 3, validators - LEAST);
                List<String> remove = new ArrayList<>(List.of("members", "remove"));
                for (int number = validators - less; number < validators; number++) {
                    remove.addAll(List.of("--number", String.valueOf(number)));
                }
                network.decide(remove.toArray(String[]::new));
                validators -= less;
                network.awaitEpoch(++epoch, IntStream.range(0, validators).toArray());
            }
            load.stop();
            assertThat(load.refusals()).isEmpty();
            assertThat(load.acknowledged().values()).isNotEmpty()
                    .allMatch(receipt -> receipt.get("status").asText().equals("0x1"));
            network.ping(0); // its first block tells the Registry
            assertThat(network.json("members", "list").path("nodes")).hasSize(LEAST);
            network.first().awaitSameHead(Duration.ofSeconds(60));
            network.first().assertSameChain();
        }
    }

    private static void grow(GrowingNetwork network, int validators, int more) throws Exception {
        List<Path> homes = new ArrayList<>();
        List<String> add = new ArrayList<>(List.of("members", "propose", "add"));
        for (int number = validators; number < validators + more; number++) {
            Path home = network.prepare("joiner-" + number, 1 + number % LEAST);
            add.addAll(List.of("--node", home.resolve("node.json").toString()));
            homes.add(home);
        }
        network.decide(add.toArray(String[]::new));
        for (int i = 0; i < more; i++) {
            network.launch(homes.get(i), validators + i);
        }
    }
}
