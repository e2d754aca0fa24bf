package io.quorate.genesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.evm.fork.BlobSchedule;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.GenesisBlock.Allocation;
import java.math.BigInteger;
import java.nio.file.Path;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class GenesisFileTest {
    private static final String MINIMAL = """
            {
              "config": {"chainId": 7, "londonBlock": 0},
              "gasLimit": "0x1",
              "alloc": {}
            }
            """;

    @Test
    void gethsConformanceGenesisKeepsItsForksAndBlobs() {
        Genesis genesis = Samples.resource("rpc-compat.json");

        assertThat(genesis.chainId()).isEqualTo(3_503_995_874_084_926L);
        assertThat(genesis.depositContract()).contains(Address.ZERO);
        assertThat(genesis.forks().forkAt(5, 50)).isEqualTo(Fork.TANGERINE_WHISTLE);
        assertThat(genesis.forks().forkAt(35, 350)).isEqualTo(Fork.LONDON);
        assertThat(genesis.forks().forkAt(36, 360)).isEqualTo(Fork.PARIS);
        assertThat(genesis.forks().forkAt(48, 480)).isEqualTo(Fork.OSAKA);
        assertThat(genesis.forks().blobsAt(42, 420)).contains(BlobSchedule.CANCUN);
        assertThat(genesis.forks().blobsAt(54, 540))
                .contains(new BlobSchedule(14, 21, 11_684_671));
        assertThat(genesis.startsAtParis()).isFalse();
        assertThat(genesis.quorate()).isEqualTo(QuorateConfig.ABSENT);
        assertThat(genesis.warnings())
                .containsExactly(
                        "rpc-compat.json:26: config.ethash means nothing here and is ignored");
    }

    @Test
    void besusGenesisLoadsAsItIs() {
        Genesis genesis = Samples.resource("besu.json");

        assertThat(genesis.chainId()).isEqualTo(1337);
        assertThat(genesis.forks().forkAt(0, 0)).isEqualTo(Fork.CANCUN);
        assertThat(genesis.startsAtParis()).isTrue();
        assertThat(genesis.header().gasLimit()).isEqualTo(0x1fffffffffffffL);
        assertThat(genesis.header().difficulty()).isEqualTo(UInt256.ONE);
        assertThat(genesis.accounts()).hasSize(3);
        assertThat(genesis.accounts()
                .get(Address.fromHex("0x627306090abab3a6e1400e9345bc60c78a8bef57")).balance())
                .isEqualTo(UInt256.of(new BigInteger("90000000000000000000000")));
        Allocation contract = genesis.accounts().get(Address.ofLow(0x777));
        assertThat(contract.nonce()).isEqualTo(3);
        assertThat(contract.balance()).isEqualTo(UInt256.of(5));
        assertThat(contract.code()).isEqualTo(Bytes.fromHexString("0x60006000"));
        assertThat(contract.storage()).containsOnlyKeys(UInt256.ONE, UInt256.of(3))
                .containsEntry(UInt256.of(3), UInt256.of(4));
        assertThat(genesis.warnings()).containsExactly(
                "besu.json:9: config.zeroBaseFee means nothing here and is ignored;"
                        + " quorate.feeMode says how gas is paid for",
                "besu.json:10: config.contractSizeLimit means nothing here and is ignored",
                "besu.json:11: config.qbft means nothing here and is ignored",
                "besu.json:15: config.discovery means nothing here and is ignored");
    }

    @Test
    void defaultsAreThoseOfGeth() {
        Genesis genesis = Samples.parse(MINIMAL);

        assertThat(genesis.header().baseFeePerGas()).isEmpty();
        assertThat(genesis.block().block().header().baseFeePerGas())
                .contains(UInt256.of(1_000_000_000));
        assertThat(genesis.header().timestamp()).isZero();
        assertThat(genesis.header().nonce()).isEqualTo(Bytes.fromHexString("0x0000000000000000"));
    }

    @Test
    void errorsNameKeyLineAndValue() {
        assertThat(Samples.refusal(MINIMAL.replace("7", "\"seven\""))).isEqualTo(
                "g.json:2: config.chainId is \"seven\"; expected a number from 1 to"
                        + " 9223372036854775807");
        assertThat(Samples.refusal(MINIMAL.replace("\"gasLimit\": \"0x1\",", "")))
                .isEqualTo("g.json:1: gasLimit is missing; expected a number");
        assertThat(Samples.refusal(MINIMAL.replace("0x1", "0x1ffffffffffffffffffff")))
                .startsWith("g.json:3: gasLimit is \"0x1ffffffffffffffffffff\"; expected");
        assertThat(Samples.refusal(MINIMAL.replace("0x1", "-1"))).startsWith("g.json:3: gasLimit");
        assertThat(Samples.refusal(MINIMAL.replace("\"alloc\": {}", "\"alloc\": []")))
                .isEqualTo("g.json:4: alloc is a list; expected an object");
        assertThat(Samples.refusal(MINIMAL.replace("{}", "{\"0x12\": {}}")))
                .startsWith("g.json:4: alloc.0x12 is not an address");
        assertThat(Samples.refusal(
                MINIMAL.replace("\"alloc\"", "\"extraData\": \"0x123\", \"alloc\"")))
                .startsWith("g.json:4: extraData is \"0x123\"; expected 0 to");
    }

    @Test
    void duplicateKeysAreErrors() {
        assertThat(Samples.refusal(MINIMAL.replace("{}", "{},\n  \"gasLimit\": 2")))
                .isEqualTo("g.json:5: gasLimit is there already, on line 3");
        assertThat(Samples.refusal(MINIMAL.replace("{}", "{},\n  \"gaslimit\": 2")))
                .isEqualTo("g.json:5: gaslimit is there already in other letters");
        String address = "00000000000000000000000000000000000000aa";
        assertThat(Samples.refusal(MINIMAL.replace("{}",
                "{\"" + address + "\": {}, \"0x" + address + "\": {}}")))
                .endsWith("is there already with another prefix");
    }

    @Test
    void brokenJsonNamesItsLine() {
        assertThat(Samples.refusal("")).isEqualTo("g.json is empty");
        assertThat(Samples.refusal("{\n\"config\": {,}\n}"))
                .startsWith("g.json:2: not valid JSON: ");
        assertThat(Samples.refusal("[]")).isEqualTo("g.json:1: expected an object, not a list");
        assertThat(Samples.refusal(MINIMAL + "{}")).contains("there is more after the end");
        assertThat(Samples.refusal("{\"a\":".repeat(1000))).contains("not valid JSON");
    }

    @Test
    void forksOutOfOrderOrUnknownAreErrors() {
        assertThat(Samples.refusal(MINIMAL.replace("\"londonBlock\": 0",
                "\"londonBlock\": 1,\n\"berlinBlock\": 2")))
                .isEqualTo("g.json:2: config.londonBlock is out of order: fork london is active"
                        + " before berlin, which comes first");
        assertThat(Samples.refusal(MINIMAL.replace("\"londonBlock\": 0",
                "\"eip155Block\": 1,\n\"eip158Block\": 2")))
                .startsWith("g.json:3: config.eip158Block is another block than that of its twin");
        assertThat(Samples.refusal(MINIMAL.replace("\"londonBlock\"", "\"amsterdamTime\"")))
                .startsWith("g.json:2: config.amsterdamTime starts rules that are not supported");
        assertThat(Samples.refusal(MINIMAL.replace("\"londonBlock\"", "\"bpo1Time\"")))
                .startsWith("g.json:2: config.bpo1Time needs blobSchedule.bpo1");
    }

    @Test
    void aDifficultyThatIsNotFollowedIsAWarning() {
        Genesis genesis = Samples
                .parse(MINIMAL.replace("\"londonBlock\"", "\"terminalTotalDifficulty\": 9, \"x\""));

        assertThat(genesis.warnings()).hasSize(2).first().asString()
                .contains("terminalTotalDifficulty is not followed");
    }

    @Test
    void foreignKeysWarnAndNotWithoutBound() {
        StringBuilder many = new StringBuilder("{}");
        for (int i = 0; i < 200; i++) {
            many.append(", \"foreign").append(i).append("\": 1");
        }

        Genesis genesis = Samples.parse(MINIMAL.replace("{}", many));

        assertThat(genesis.warnings()).hasSize(51).last().asString().contains("150 more");
    }

    @Test
    void aMissingFileIsNamed() {
        ConfigException e = catchThrowableOfType(ConfigException.class,
                () -> Genesis.read(Path.of("absent.json")));

        assertThat(e).hasMessage("there is no genesis file absent.json");
    }
}
