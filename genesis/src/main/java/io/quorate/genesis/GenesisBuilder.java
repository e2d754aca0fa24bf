package io.quorate.genesis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.quorate.contracts.SystemContracts;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.GenesisBlock.Allocation;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.tuweni.bytes.Bytes;

/**
 * Makes a genesis for a chain of ours: Osaka from the start, fee-blind unless asked otherwise, with the
 * contracts that tools expect. What it makes is always a file first, so that a chain in memory and one from
 * a file cannot differ. Mutable, for one thread.
 */
public final class GenesisBuilder {
    public static final long DEFAULT_GAS_LIMIT = 60_000_000;

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT);

    private final long chainId;
    private final SortedMap<Address, Allocation> accounts = new TreeMap<>();
    private QuorateConfig quorate = new QuorateConfig(List.of(), FeeMode.BLIND, 0, false, 0,
            QuorateConfig.DEFAULT_WINDOW, OrderingLimits.DEFAULT);
    private long gasLimit = DEFAULT_GAS_LIMIT;
    private long timestamp;

    private GenesisBuilder(long chainId) {
        this.chainId = chainId;
        for (SystemContracts.Predeploy predeploy : SystemContracts.all()) {
            accounts.put(Address.fromHex(predeploy.address()), contract(
                    Bytes.fromHexString(predeploy.artifact().deployedBytecode())));
        }
    }

    /** The nonce is 1, as if it had been deployed (EIP-161). */
    private static Allocation contract(Bytes runtimeCode) {
        return new Allocation(1, UInt256.ZERO, runtimeCode, Collections.emptySortedMap());
    }

    /** @param chainId 1 to 2^63 - 1; others fail when the genesis is built */
    public static GenesisBuilder forChain(long chainId) {
        return new GenesisBuilder(chainId);
    }

    /** Gives {@code address} this many wei from the start. */
    public GenesisBuilder fund(Address address, UInt256 wei) {
        return account(address, new Allocation(0, wei, Bytes.EMPTY, Collections.emptySortedMap()));
    }

    /** Puts any account there; a later one takes the place of an earlier one. */
    public GenesisBuilder account(Address address, Allocation account) {
        accounts.put(address, account);
        return this;
    }

    /** With {@link QuorateConfig#members()}, their contracts are in block 0. */
    public GenesisBuilder quorate(QuorateConfig config) {
        quorate = config;
        config.members().ifPresent(members -> members(config, members));
        return this;
    }

    /** Puts the contracts of the members into block 0, without a word on who orders in the file's section. */
    public GenesisBuilder members(QuorateConfig config, Members members) {
        accounts.putAll(MembersStorage.of(config, members));
        SystemContracts.Predeploy anchors = SystemContracts.readAnchors();
        accounts.put(Address.fromHex(anchors.address()),
                contract(Bytes.fromHexString(anchors.artifact().deployedBytecode())));
        return this;
    }

    public GenesisBuilder gasLimit(long gas) {
        gasLimit = gas;
        return this;
    }

    public GenesisBuilder timestamp(long seconds) {
        timestamp = seconds;
        return this;
    }

    /** Reads {@link #toJson} again; fails with {@link ConfigException} where it asks for what is not allowed. */
    public Genesis build() {
        return Genesis.parse("genesis", toJson().getBytes(StandardCharsets.UTF_8));
    }

    /** The text of the file, with a line feed at its end; equal arguments give equal text. */
    public String toJson() {
        SequencedMap<String, Object> root = new LinkedHashMap<>();
        root.put("config", rules());
        root.put("quorate", section());
        root.put("nonce", "0x0");
        root.put("timestamp", "0x" + Long.toHexString(timestamp));
        root.put("extraData", "0x");
        root.put("gasLimit", "0x" + Long.toHexString(gasLimit));
        root.put("difficulty", "0x0");
        root.put("coinbase", Address.ZERO.toString());
        SequencedMap<String, Object> alloc = new LinkedHashMap<>();
        accounts.forEach((address, account) -> alloc.put(address.toString(), entry(account)));
        root.put("alloc", alloc);
        try {
            return JSON.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of texts and numbers are always JSON", e);
        }
    }

    private Map<String, Object> rules() {
        SequencedMap<String, Object> config = new LinkedHashMap<>();
        config.put("chainId", chainId);
        for (String key : List.of("homesteadBlock", "eip150Block", "eip155Block", "eip158Block",
                "byzantiumBlock", "constantinopleBlock", "petersburgBlock", "istanbulBlock",
                "berlinBlock", "londonBlock", "mergeNetsplitBlock", "terminalTotalDifficulty",
                "shanghaiTime", "cancunTime", "pragueTime", "osakaTime")) {
            config.put(key, 0);
        }
        return config;
    }

    private Map<String, Object> section() {
        SequencedMap<String, Object> section = new LinkedHashMap<>();
        section.put("feeMode", quorate.feeMode().key());
        section.put("emptyBlockIntervalMillis", quorate.emptyBlockIntervalMillis());
        section.put("blobs", quorate.blobs());
        if (quorate.development()) {
            section.put("development", true);
        }
        section.put("suite", quorate.suite().key());
        section.put("c", quorate.slowReplicas());
        section.put("window", quorate.window());
        OrderingLimits limits = quorate.limits();
        section.put("limits", new TreeMap<>(Map.of("lanes", limits.lanes(), "maxBatchBytes",
                limits.maxBatchBytes(), "maxInFlight", limits.maxInFlight())));
        section.put("validators",
                quorate.validators().stream().map(GenesisBuilder::entry).toList());
        quorate.members().ifPresent(members -> section.put("members", entry(members)));
        return section;
    }

    private static Map<String, Object> entry(Members members) {
        SequencedMap<String, Object> entry = new LinkedHashMap<>();
        entry.put("enforce",
                members.enforced().stream().sorted().map(Members.Rule::key).toList());
        entry.put("quorum", members.numerator() + "/" + members.denominator());
        entry.put("proposalSeconds", members.proposalSeconds());
        entry.put("accounts", members.accounts().stream().map(GenesisBuilder::entry).toList());
        return entry;
    }

    private static Map<String, Object> entry(Members.Account account) {
        SequencedMap<String, Object> entry = new LinkedHashMap<>();
        entry.put("organisation", account.organisation());
        entry.put("address", account.address().toString());
        entry.put("roles", account.roles().stream().sorted().map(Members.Role::key).toList());
        return entry;
    }

    private static Map<String, Object> entry(Validator validator) {
        SequencedMap<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", validator.name());
        if (!validator.organisation().equals(validator.name())) {
            entry.put("organisation", validator.organisation());
        }
        entry.put("address", validator.address().toString());
        entry.put("publicKey", PublicKeys.compressed(validator.publicKey()).toHexString());
        entry.put("endpoint", validator.endpoint().toString());
        entry.put("tlsFingerprint", validator.tlsFingerprint().toHexString());
        entry.put("incarnation", validator.incarnation().toHexString());
        validator.bls().ifPresent(bls -> {
            entry.put("blsPublicKey", bls.publicKey().toHexString());
            entry.put("blsProof", bls.proof().toHexString());
        });
        return entry;
    }

    private static Map<String, Object> entry(Allocation account) {
        SequencedMap<String, Object> entry = new LinkedHashMap<>();
        entry.put("balance", account.balance().toString());
        if (account.nonce() != 0) {
            entry.put("nonce", "0x" + Long.toHexString(account.nonce()));
        }
        if (!account.code().isEmpty()) {
            entry.put("code", account.code().toHexString());
        }
        if (!account.storage().isEmpty()) {
            SequencedMap<String, String> storage = new LinkedHashMap<>();
            account.storage().forEach((slot, value) -> storage.put(slot.toHash().toString(),
                    value.toHash().toString()));
            entry.put("storage", storage);
        }
        return entry;
    }
}
