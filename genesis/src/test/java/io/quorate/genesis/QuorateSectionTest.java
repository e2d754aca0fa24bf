package io.quorate.genesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;
import org.junit.jupiter.api.Test;

class QuorateSectionTest {
    private final KeyGenerator keys = new KeyGenerator(new SecureRandom());

    private QuorateConfig config() {
        List<Validator> validators = IntStream.range(0, 4).mapToObj(this::validator).toList();
        return new QuorateConfig(validators, FeeMode.EIP1559, 250, true, 0, 32,
                new OrderingLimits(500_000, 8));
    }

    private Validator validator(int index) {
        ValidatorKey key = keys.newValidatorKey();
        return new Validator("org " + index, key.publicKey(), key.address(),
                new Endpoint("host-" + index, 30303), Bytes32.leftPad(Bytes.of(index + 1)),
                keys.newIncarnation());
    }

    private String json() {
        return GenesisBuilder.forChain(5).quorate(config()).toJson();
    }

    @Test
    void whatTheBuilderWritesReadsBackEqual() {
        QuorateConfig config = config();
        Address rich = Address.ofLow(9);

        Genesis genesis = GenesisBuilder.forChain(5).quorate(config).fund(rich, UInt256.MAX)
                .gasLimit(1_000_000).timestamp(77).build();

        assertThat(genesis.quorate()).isEqualTo(config);
        assertThat(genesis.accounts().get(rich).balance()).isEqualTo(UInt256.MAX);
        assertThat(genesis.header().gasLimit()).isEqualTo(1_000_000);
        assertThat(genesis.header().timestamp()).isEqualTo(77);
        assertThat(genesis.accounts()).hasSize(5);
        assertThat(genesis.warnings()).isEmpty();
    }

    @Test
    void anAbsentSectionIsAChainThatNobodyOrders() {
        String json = json().replaceFirst("(?s)\"quorate\".*?\"nonce\"", "\"nonce\"");

        assertThat(Samples.parse(json).quorate()).isEqualTo(QuorateConfig.ABSENT);
    }

    @Test
    void unknownKeysAreErrorsWithTheNearestKnownOne() {
        assertThat(Samples.refusal(json().replace("\"feeMode\"", "\"feemode\"")))
                .matches("g\\.json:\\d+: quorate\\.feemode is not a key of this section;"
                        + " did you mean feeMode\\?");
        assertThat(Samples.refusal(json().replaceFirst("\"tlsFingerprint\"", "\"tlsFingerprnt\"")))
                .matches("g\\.json:\\d+: quorate\\.validators\\[0]\\.tlsFingerprnt is not a key"
                        + " of this section; did you mean tlsFingerprint\\?");
        assertThat(Samples.refusal(json().replaceFirst("\"incarnation\"", "\"other\"")))
                .contains("quorate.validators[0].incarnation is missing");
        assertThat(Samples.refusal(json().replace("\"maxInFlight\"", "\"maxInflight\"")))
                .contains("quorate.limits.maxInflight").endsWith("did you mean maxInFlight?");
    }

    @Test
    void valuesAreBounded() {
        assertThat(Samples.refusal(json().replace("\"eip1559\"", "\"free\"")))
                .contains("quorate.feeMode is \"free\"; expected \"blind\" or \"eip1559\"");
        assertThat(Samples.refusal(json().replace("\"c\" : 0", "\"c\" : 1")))
                .contains("quorate.c is 1; expected 0 to 0 for 4 validators");
        assertThat(Samples.refusal(json().replace("\"window\" : 32", "\"window\" : 0")))
                .contains("quorate.window is 0; expected a number from 1 to 1024");
        assertThat(Samples.refusal(json().replace("500000", "10")))
                .contains("quorate.limits.maxBatchBytes is 10; expected a number from 163840");
        assertThat(Samples.refusal(json().replace("\"maxInFlight\" : 8", "\"maxInFlight\" : 33")))
                .contains("quorate.limits.maxInFlight is 33; expected a number from 1 to 32");
        assertThat(Samples.refusal(json().replace("\"blobs\" : true", "\"blobs\" : 1")))
                .contains("quorate.blobs is 1; expected true or false");
    }

    @Test
    void validatorsMustBeWholeAndDistinct() {
        assertThat(Samples.refusal(json().replace("host-1:30303", "host-0:30303")))
                .contains("quorate.validators[1].endpoint is the same as"
                        + " quorate.validators[0].endpoint");
        assertThat(Samples.refusal(json().replace("host-1:30303", "host-1")))
                .contains("quorate.validators[1].endpoint").contains("expected host:port");
        assertThat(Samples.refusal(json().replaceFirst("\"publicKey\" : \"0x0[23]",
                "\"publicKey\" : \"0x05"))).contains("expected a point of secp256k1");
        assertThat(Samples.refusal(json().replaceFirst("\"address\" : \"0x....",
                "\"address\" : \"0x0000"))).contains("which belongs to the publicKey");
        assertThat(Samples.refusal(
                json().replaceFirst("(?s)\\{\\s*\"name\" : \"org 0\".*?},", "")))
                .contains("quorate.validators has 3 entries; at least 4");
    }

    @Test
    void anOrderedChainStartsAtParisOrLater() {
        String old = json().replaceAll("\"(\\w+Time|terminal\\w+|mergeNet\\w+)\" : 0,?", "")
                .replaceAll(",\\s*}", "}");

        assertThat(Samples.refusal(old)).contains("config.shanghaiTime")
                .contains("starts with the rules of Paris or later");
    }

    @Test
    void aPublicKeyHasThreeForms() {
        Bytes key = keys.newValidatorKey().publicKey();

        assertThat(PublicKeys.decode(key)).contains(key);
        assertThat(PublicKeys.decode(PublicKeys.compressed(key))).contains(key);
        assertThat(PublicKeys.decode(Bytes.concatenate(Bytes.of(4), key))).contains(key);
        assertThat(PublicKeys.decode(Bytes.wrap(new byte[64]))).isEmpty();
        assertThat(PublicKeys.decode(Bytes.wrap(new byte[33]))).isEmpty();
        assertThat(PublicKeys.decode(Bytes.wrap(new byte[40]))).isEmpty();
    }

    @Test
    void blsKeysAreReadWithTheirProofs() {
        QuorateConfig config = blsConfig();

        Genesis genesis = GenesisBuilder.forChain(5).quorate(config).build();

        assertThat(genesis.quorate()).isEqualTo(config);
        assertThat(genesis.quorate().suite()).isEqualTo(CertificateSuite.BLS12_381);
    }

    @Test
    void aBlsKeyWithoutItsOwnProofIsRefused() {
        QuorateConfig config = blsConfig();
        String json = GenesisBuilder.forChain(5).quorate(config).toJson();
        String proof = config.validators().get(2).bls().orElseThrow().proof().toHexString();
        String other = config.validators().get(3).bls().orElseThrow().proof().toHexString();

        assertThat(Samples.refusal(json.replace(proof, other)))
                .matches("(?s)g\\.json:\\d+: quorate\\.validators\\[2]\\.blsProof is .*"
                        + "expected a proof of possession of blsPublicKey.*");
        assertThat(Samples.refusal(json.replaceFirst("\"blsPublicKey\" : \"[^\"]*\",", "")))
                .contains("quorate.validators[0].blsPublicKey is missing");
        assertThat(Samples.refusal(json().replace("\"secp256k1\"", "\"bls12381\"")))
                .contains("quorate.validators[0].blsPublicKey is missing");
        assertThat(Samples.refusal(json().replace("\"secp256k1\"", "\"rsa\"")))
                .contains("expected \"secp256k1\" or \"bls12381\"");
    }

    @Test
    void committeesAbove48CertifyWithBls() {
        assertThat(CertificateSuite.ofSize(48)).isEqualTo(CertificateSuite.SECP256K1);
        assertThat(CertificateSuite.ofSize(49)).isEqualTo(CertificateSuite.BLS12_381);
    }

    private QuorateConfig blsConfig() {
        List<Validator> validators = IntStream.range(0, 4).mapToObj(this::validator)
                .map(each -> new Validator(each.name(), each.publicKey(), each.address(),
                        each.endpoint(), each.tlsFingerprint(), each.incarnation(),
                        Optional.of(keys.newBlsKey().identity())))
                .toList();
        return new QuorateConfig(validators, FeeMode.BLIND, 0, false, 0, 64,
                OrderingLimits.DEFAULT, CertificateSuite.BLS12_381, false);
    }
}
