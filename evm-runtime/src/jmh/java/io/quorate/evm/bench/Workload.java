package io.quorate.evm.bench;

import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;

/**
 * The work that is measured. Each contract takes the number of rounds as the first word of its call data;
 * {@code rounds} is such that a run takes some milliseconds.
 */
public enum Workload {
    ADD_LOOP("AddLoop", 100_000, Bytes.EMPTY), MULMOD_LOOP("MulmodLoop", 50_000, Bytes.EMPTY), //
    KECCAK_32("KeccakLoop", 20_000, Bytes.EMPTY), MEMORY_COPY("MemoryLoop", 1_500, Bytes.EMPTY), //
    HOT_SLOAD("HotSlotLoop", 50_000, Bytes.EMPTY), STORAGE("StorageLoop", 1_000, Bytes.EMPTY), //
    STORAGE_ROCKSDB("StorageLoop", 1_000, Bytes.EMPTY), //
    ERC20_TRANSFER("TransferLoop", 1_000, Bytes.EMPTY), SWAP("SwapLoop", 200, Bytes.EMPTY), //
    SORT("SortLoop", 10, Bytes.EMPTY), SHA1("Sha1Loop", 50, Bytes.EMPTY),
    BLAKE2("Blake2Loop", 30, Bytes.EMPTY), //
    DEEP_CALLS("DeepCalls", 10, word(64)), CREATE("CreateLoop", 500, Bytes.EMPTY), //
    GROTH16("Groth16", 1, Bytes.EMPTY), ECRECOVER("CallLoop", 50, call(1, Inputs.ecrecover())), //
    SHA256_1K("CallLoop", 2_000, call(2, Inputs.text(1024))), //
    MODEXP_2048("CallLoop", 20, call(5, Inputs.modexp(256))), //
    P256("CallLoop", 20, call(0x100, Inputs.p256()));

    static final Address CALLER = Address.ofLow(0xca11e4);
    static final Address CONTRACT = Address.ofLow(0xc0de);
    /** Slots of {@link #CONTRACT} that are not zero before. */
    static final int SLOTS = 1_000;
    static final long GAS = 4_000_000_000L;
    private static final Map<String, Bytes> CODE = load();

    final String contract;
    final int rounds;
    private final Bytes extra;

    Workload(String contract, int rounds, Bytes extra) {
        this.contract = contract;
        this.rounds = rounds;
        this.extra = extra;
    }

    Bytes input(int rounds) {
        return Bytes.concatenate(word(rounds), extra);
    }

    /** EIP-7951 came with Osaka; the peer's rules end at Istanbul and it has no database here. */
    boolean runsOnBesu() {
        return this != P256 && this != STORAGE_ROCKSDB;
    }

    boolean runsOnAnvil() {
        return this != STORAGE_ROCKSDB;
    }

    /** All code of the state that the work starts from. */
    Map<Address, Bytes> code() {
        return Map.of(CONTRACT, CODE.get(contract), Address.ofLow(0xa1), CODE.get("Token"),
                Address.ofLow(0xa2), CODE.get("Token"), Address.ofLow(0xa3), CODE.get("Pair"));
    }

    static Bytes codeOf(String contract) {
        return CODE.get(contract);
    }

    private static Bytes call(int address, Bytes input) {
        return Bytes.concatenate(word(address), input);
    }

    private static Bytes word(long value) {
        return UInt256.of(value).toBytes();
    }

    private static Map<String, Bytes> load() {
        try (InputStream in = Workload.class.getResourceAsStream("/bench/contracts.txt")) {
            Map<String, Bytes> code = new HashMap<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .split("\n")) {
                String[] parts = line.split(" ");
                code.put(parts[0], Bytes.wrap(HexFormat.of().parseHex(parts[1])));
            }
            return code;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
