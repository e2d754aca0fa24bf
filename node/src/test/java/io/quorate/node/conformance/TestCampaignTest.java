package io.quorate.node.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.state.Account;
import io.quorate.state.StateRoot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCampaignTest {
    private static final UInt256 KEY = UInt256.of(77);
    private static final Address SENDER = Secp256k1.addressOf(Secp256k1.publicKey(KEY.toBytes()));
    private static final Address RECIPIENT = Address.ofLow(0xbbbb);
    private static final Address BENEFICIARY = Address.ofLow(0xcccc);

    @TempDir
    private Path folder;

    @Test
    void passesACaseWithTheRightRootAndFailsOneWithout() throws Exception {
        Hash right = StateRoot.of(
                Map.of(SENDER, new Account(1, UInt256.of(1_000_000 - 21_000 - 5), Hash.EMPTY),
                        RECIPIENT, new Account(0, UInt256.of(5), Hash.EMPTY), BENEFICIARY,
                        new Account(0, UInt256.of(21_000), Hash.EMPTY)),
                Map.of());
        Files.writeString(folder.resolve("right.json"), fixture(right, ""));
        Files.writeString(folder.resolve("wrong.json"), fixture(Hash.ZERO, ""));

        List<CaseResult> results = run(folder);

        assertThat(results).extracting(CaseResult::name).containsExactlyInAnyOrder(
                "right.json::transfer/d0g0v0", "wrong.json::transfer/d0g0v0");
        assertThat(results).allSatisfy(result -> {
            assertThat(result.stateRoot()).contains(right);
            assertThat(result.passed()).isEqualTo(result.name().startsWith("right"));
            assertThat(result.error().isEmpty()).isEqualTo(result.passed());
            assertThat(result.toJson().path("pass").asBoolean()).isEqualTo(result.passed());
        });
    }

    @Test
    void failsACaseThatShouldHaveBeenRefused() throws Exception {
        Files.writeString(folder.resolve("a.json"),
                fixture(Hash.ZERO, ", \"expectException\": \"NONCE\""));

        assertThat(run(folder)).singleElement().satisfies(
                result -> assertThat(result.error()).contains("should be refused: NONCE"));
    }

    @Test
    void readsArchivesToo() throws Exception {
        Path archive = folder.resolve("tests.tar.gz");
        byte[] json = fixture(Hash.ZERO, "").getBytes(StandardCharsets.UTF_8);
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
            out.write(tarEntry("suite/README", "not a test".getBytes(StandardCharsets.UTF_8)));
            out.write(tarEntry("suite/one.json", json));
            out.write(new byte[1024]);
        }

        assertThat(run(archive)).extracting(CaseResult::name)
                .containsExactly("suite/one.json::transfer/d0g0v0");
    }

    /** What no runner understands must not pass in silence; what the exceptions name is skipped. */
    @Test
    void failsUnknownFormatsAndSkipsExceptions() throws Exception {
        Files.createDirectories(folder.resolve("suite/KeyStoreTests"));
        Files.writeString(folder.resolve("suite/KeyStoreTests/a.json"), "{\"a\": {}}");
        Files.writeString(folder.resolve("unknown.json"), "{\"a\": {\"b\": 1}}");

        List<CaseResult> results = run(folder);

        assertThat(results).extracting(CaseResult::verdict).containsExactlyInAnyOrder(
                CaseResult.Verdict.FAILED, CaseResult.Verdict.SKIPPED);
        assertThat(results).allMatch(result -> result.error().isPresent());
    }

    @Test
    void runsOnlyTheSuiteAndForkThatAreWanted() throws Exception {
        Files.writeString(folder.resolve("a.json"), fixture(Hash.ZERO, ""));
        Files.writeString(folder.resolve("b.json"),
                "{\"rlp\": {\"in\": \"dog\", \"out\": \"0x83646f67\"}}");
        List<CaseResult> results = new ArrayList<>();

        new TestCampaign(1, TestSelection.of(Suite.RLP)).run(List.of(folder), results::add);
        new TestCampaign(1, TestSelection.of(Suite.STATE).withFork("Osaka"::equals))
                .run(List.of(folder), results::add);

        assertThat(results).singleElement().matches(CaseResult::passed)
                .extracting(CaseResult::suite).isEqualTo(Suite.RLP);
    }

    private static List<CaseResult> run(Path path) throws IOException, InterruptedException {
        List<CaseResult> results = new ArrayList<>();
        new TestCampaign(2, TestSelection.all()).run(List.of(path), results::add);
        return results;
    }

    private static String fixture(Hash root, String more) {
        return """
                {"transfer": {
                  "env": {"currentCoinbase": "%s", "currentDifficulty": "0x20000",
                    "currentGasLimit": "0xff112233", "currentNumber": "0x01",
                    "currentTimestamp": "0x03e8"},
                  "pre": {"%s": {"balance": "0xf4240", "code": "0x", "nonce": "0x00", "storage": {}}},
                  "transaction": {"data": ["0x"], "gasLimit": ["0x5208"], "gasPrice": "0x01",
                    "nonce": "0x00", "secretKey": "%s", "to": "%s", "value": ["0x05"]},
                  "post": {"Istanbul": [{"hash": "%s", "logs": "%s",
                    "indexes": {"data": 0, "gas": 0, "value": 0}%s}]}
                }}
                """
                .formatted(BENEFICIARY, SENDER, KEY.toBytes().toHexString(), RECIPIENT, root,
                        Hash.EMPTY_LIST, more);
    }

    private static byte[] tarEntry(String name, byte[] content) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 124, String.format(Locale.ROOT, "%011o", content.length));
        header[156] = '0';
        put(header, 257, "ustar");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header);
        out.writeBytes(content);
        out.writeBytes(new byte[-content.length & 511]);
        return out.toByteArray();
    }

    private static void put(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }
}
