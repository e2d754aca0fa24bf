package io.quorate.genesis;

import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.GenesisBlock;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;

/**
 * Reads genesis files: the common format of Besu and geth, and our {@code quorate} section in it. What
 * belongs to another client is reported as a warning; a mistake in what we read is an error.
 */
final class GenesisFile {
    static final int SIZE_BYTES_MAX = 32 * 1024 * 1024;
    private static final int WARNINGS_MAX = 50;
    private static final int EXTRA_DATA_SIZE_MAX = 32 * 1024; // other clients list validators there
    private static final int OWN_EXTRA_DATA_SIZE_MAX = 32;
    static final BigInteger WORD_MAX = UInt256.MAX.toBigInteger();

    private final JsonSection root;
    private final List<String> warnings = new ArrayList<>();

    private GenesisFile(JsonSection root) {
        this.root = root;
    }

    static Genesis read(Path file) {
        return parse(file.toString(), contentOf(file));
    }

    private static byte[] contentOf(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(SIZE_BYTES_MAX + 1);
            if (content.length > SIZE_BYTES_MAX) {
                throw tooLarge(file.toString());
            }
            return content;
        } catch (NoSuchFileException e) {
            throw new ConfigException("there is no genesis file " + file, e);
        } catch (IOException e) {
            throw new ConfigException(
                    "cannot read the genesis file " + file + ": " + e.getMessage(), e);
        }
    }

    static Genesis parse(String source, byte[] json) {
        if (json.length > SIZE_BYTES_MAX) {
            throw tooLarge(source);
        }
        return new GenesisFile(JsonSection.root(source, JsonTree.parse(source, json))).genesis();
    }

    private static ConfigException tooLarge(String source) {
        return new ConfigException("the genesis file " + source + " is larger than "
                + SIZE_BYTES_MAX + " bytes, which is the most that is read");
    }

    private Genesis genesis() {
        JsonSection config = root.section("config")
                .orElseThrow(() -> root.missing("config", "the chain's rules"));
        long chainId = config.number("chainId", 1, Long.MAX_VALUE)
                .orElseThrow(() -> config.missing("chainId", "a number"));
        ForkSchedule forks = new ForkReader(config, warnings).read();
        Optional<Address> depositContract = config
                .bytes("depositContractAddress", Address.SIZE, Address.SIZE).map(Address::of);
        GenesisBlock.Fields header = header();
        var accounts = new AllocReader(root.section("alloc")
                .orElseThrow(() -> root.missing("alloc", "an object, {} for no accounts"))).read();
        Optional<QuorateConfig> quorate = root.strictSection("quorate")
                .map(section -> new QuorateReader(section).read());
        quorate.ifPresent(section -> section.members()
                .ifPresent(members -> checkMembers(section, members, accounts)));
        warnings.addAll(config.unknownKeys());
        warnings.addAll(root.unknownKeys());
        Genesis genesis = new Genesis(chainId, forks, depositContract, header, accounts,
                quorate.orElse(QuorateConfig.ABSENT), boundedWarnings());
        requireOrdered(genesis, config);
        return genesis;
    }

    /** Code may be older than ours; what the contracts hold should be what the section says. */
    private void checkMembers(QuorateConfig quorate, Members members,
            SortedMap<Address, GenesisBlock.Allocation> accounts) {
        MembersStorage.of(quorate, members).forEach((address, expected) -> {
            GenesisBlock.Allocation placed = accounts.get(address);
            if (placed == null || placed.code().isEmpty()) {
                throw root.problem("alloc", "has no code at " + address
                        + ", where quorate.members needs a contract; ./quorate network init writes it");
            }
            if (!placed.storage().equals(expected.storage())) {
                warnings.add(root.problem("alloc", "holds at " + address
                        + " other members or parameters than the section quorate names (slot "
                        + firstDifference(placed.storage(), expected.storage())
                        + "): the section counts in the first epoch, the contract in later ones")
                        .getMessage());
            }
        });
    }

    private static UInt256 firstDifference(SortedMap<UInt256, UInt256> one,
            SortedMap<UInt256, UInt256> other) {
        return Stream.concat(one.keySet().stream(), other.keySet().stream())
                .filter(slot -> !Objects.equals(one.get(slot), other.get(slot)))
                .min(Comparator.naturalOrder()).orElseThrow();
    }

    private GenesisBlock.Fields header() {
        requireZero("number");
        requireZero("gasUsed");
        requireZero("parentHash");
        root.ignore("hash", "stateRoot"); // of exported headers: they follow from the rest
        return new GenesisBlock.Fields(
                root.number("nonce", BigInteger.ZERO,
                        BigInteger.TWO.pow(64).subtract(BigInteger.ONE))
                        .map(n -> Bytes.ofUnsignedLong(n.longValue()))
                        .orElse(Bytes.ofUnsignedLong(0)),
                root.number("timestamp", 0, Long.MAX_VALUE).orElse(0L),
                root.bytes("extraData", 0, EXTRA_DATA_SIZE_MAX).orElse(Bytes.EMPTY),
                root.number("gasLimit", 1, Long.MAX_VALUE)
                        .orElseThrow(() -> root.missing("gasLimit", "a number")),
                word("difficulty").orElse(UInt256.ZERO),
                root.bytes("mixHash", Hash.SIZE, Hash.SIZE).map(Hash::of).orElse(Hash.ZERO),
                root.bytes("coinbase", Address.SIZE, Address.SIZE).map(Address::of)
                        .orElse(Address.ZERO),
                word("baseFeePerGas"), //
                root.number("excessBlobGas", 0, Long.MAX_VALUE).orElse(0L),
                root.number("blobGasUsed", 0, Long.MAX_VALUE).orElse(0L));
    }

    private Optional<UInt256> word(String key) {
        return root.number(key, BigInteger.ZERO, WORD_MAX).map(UInt256::of);
    }

    private void requireZero(String key) {
        root.number(key, 0, 0);
    }

    private void requireOrdered(Genesis genesis, JsonSection config) {
        if (genesis.quorate().validators().isEmpty()) {
            return;
        }
        if (!genesis.startsAtParis()) {
            throw config.problem("shanghaiTime",
                    "is not reached by block 0, but a chain that validators order starts with the "
                            + "rules of Paris or later; set terminalTotalDifficulty to 0, and "
                            + "shanghaiTime to osakaTime to 0 for the newest rules");
        }
        if (genesis.header().extraData().size() > OWN_EXTRA_DATA_SIZE_MAX) {
            throw root.problem("extraData", "has " + genesis.header().extraData().size()
                    + " bytes; a chain that validators order allows 32");
        }
    }

    private List<String> boundedWarnings() {
        if (warnings.size() <= WARNINGS_MAX) {
            return warnings;
        }
        List<String> first = new ArrayList<>(warnings.subList(0, WARNINGS_MAX));
        first.add("and " + (warnings.size() - WARNINGS_MAX) + " more keys that are ignored");
        return first;
    }
}
