package io.quorate.genesis;

import io.quorate.contracts.SystemContracts;
import io.quorate.contracts.SystemContracts.Upgradeable;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.ledger.GenesisBlock.Allocation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.bytes.Bytes32;

/**
 * The contracts of the members as block 0 holds them: their code, and the storage that they would have had they
 * admitted the genesis file's validators themselves. Slots and bits are those of docs/spec/members.md.
 */
final class MembersStorage {
    static final int ORGANISATIONS_MAX = 1_024;
    static final int VALIDATORS_MAX = 512;
    private static final int ENDPOINT_LENGTH_MAX = 255;
    private static final long ALL_OF_REGISTRY = 15;
    private static final long ALL_OF_PERMISSIONS = 3;
    private static final int IDS_IN_SLOT = 8;
    private static final int NODE_ACCOUNT_BIT = 41;
    /** ERC-1967. */
    private static final UInt256 IMPLEMENTATION = UInt256
            .fromHex("0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc");
    private static final UInt256 ADMIN = UInt256
            .fromHex("0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103");

    private final QuorateConfig config;
    private final Members members;
    private final SequencedMap<String, Integer> organisations = new LinkedHashMap<>();
    private final SlotWriter registry = new SlotWriter();
    private final SlotWriter permissions = new SlotWriter();
    private final SlotWriter governance = new SlotWriter();

    private MembersStorage(QuorateConfig config, Members members) {
        this.config = config;
        this.members = members;
        Stream.concat(config.validators().stream().map(Validator::organisation),
                members.accounts().stream().map(Members.Account::organisation))
                .forEach(name -> organisations.putIfAbsent(name, organisations.size() + 1));
    }

    /** Fails with {@link ConfigException} where the contracts would not take it. */
    static SortedMap<Address, Allocation> of(QuorateConfig config, Members members) {
        MembersStorage storage = new MembersStorage(config, members);
        storage.check();
        storage.write();
        SortedMap<Address, Allocation> accounts = new TreeMap<>();
        storage.place(accounts, SystemContracts.registry(), storage.registry);
        storage.place(accounts, SystemContracts.permissions(), storage.permissions);
        storage.place(accounts, SystemContracts.governance(), storage.governance);
        return accounts;
    }

    private void check() {
        if (config.validators().size() > VALIDATORS_MAX) {
            throw new ConfigException("quorate.validators has " + config.validators().size()
                    + " entries; the contracts of the members take " + VALIDATORS_MAX);
        }
        if (organisations.size() > ORGANISATIONS_MAX) {
            throw new ConfigException("quorate names " + organisations.size()
                    + " organisations; at most " + ORGANISATIONS_MAX + " are allowed");
        }
        for (String organisation : organisations.keySet()) {
            if (adminsOf(organisation) == 0) {
                throw new ConfigException("quorate.members.accounts has no admin of organisation \""
                        + organisation + "\"; it could never vote");
            }
        }
        config.validators().stream().map(each -> each.endpoint().toString())
                .filter(text -> text.length() > ENDPOINT_LENGTH_MAX).findFirst()
                .ifPresent(text -> {
                    throw new ConfigException("quorate.validators: the endpoint "
                            + Quote.shortened(text) + " is longer than " + ENDPOINT_LENGTH_MAX
                            + " characters");
                });
    }

    private long adminsOf(String organisation) {
        return members.accounts().stream()
                .filter(account -> account.organisation().equals(organisation)
                        && account.roles().contains(Members.Role.ADMIN))
                .count();
    }

    private void place(SortedMap<Address, Allocation> accounts, Upgradeable contract,
            SlotWriter storage) {
        Address implementation = Address.fromHex(contract.implementation().address());
        Address admin = Address.fromHex(SystemContracts.governance().proxy().address());
        storage.put(IMPLEMENTATION, UInt256.of(implementation.bytes()));
        storage.put(ADMIN, UInt256.of(admin.bytes()));
        accounts.put(Address.fromHex(contract.proxy().address()),
                new Allocation(1, UInt256.ZERO, code(contract.proxy()), storage.slots()));
        accounts.put(implementation, new Allocation(1, UInt256.ZERO,
                code(contract.implementation()), new TreeMap<>()));
    }

    private static Bytes code(SystemContracts.Predeploy predeploy) {
        return Bytes.fromHexString(predeploy.artifact().deployedBytecode());
    }

    private void write() {
        writeCounters();
        List<Validator> validators = config.validators();
        for (int k = 0; k < validators.size(); k++) {
            writeNode(k, validators.get(k));
        }
        organisations.forEach(this::writeOrganisation);
        writeAccounts();
        permissions.field(slot(0), 0, bits(members.enforced()));
        permissions.field(slot(0), 8, ALL_OF_PERMISSIONS);
        governance.field(slot(0), 0, members.numerator());
        governance.field(slot(0), 8, members.denominator());
        governance.field(slot(0), 16, members.proposalSeconds());
    }

    private void writeCounters() {
        int n = config.validators().size();
        registry.field(slot(1), 128, n);
        registry.field(slot(1), 144, config.slowReplicas());
        OrderingLimits limits = config.limits();
        registry.field(slot(5), 0, config.slowReplicas());
        registry.field(slot(5), 16, config.window());
        registry.field(slot(5), 32, limits.maxInFlight());
        registry.field(slot(5), 48, limits.maxBatchBytes());
        registry.field(slot(5), 80, config.suite() == CertificateSuite.SECP256K1 ? 1 : 2);
        registry.field(slot(5), 88, limits.lanes() ? 1 : 0);
        registry.field(slot(6), 0, n);
        registry.field(slot(6), 48, n);
        registry.field(slot(6), 80, organisations.size() + 1L);
        registry.field(slot(6), 112, organisations.size());
        registry.field(slot(6), 128, ALL_OF_REGISTRY);
        writeIds(slot(7), 0, n);
        writeIds(slot(9), 1, organisations.size());
    }

    private void writeIds(UInt256 slot, int first, int count) {
        registry.put(slot, count);
        UInt256 start = SlotWriter.listStart(slot);
        for (int i = 0; i < count; i++) {
            registry.field(start.plus(UInt256.of(i / IDS_IN_SLOT)), 32 * (i % IDS_IN_SLOT),
                    (long) first + i);
        }
    }

    private void writeNode(int k, Validator validator) {
        UInt256 node = SlotWriter.mapping(k, slot(8));
        Bytes key = PublicKeys.compressed(validator.publicKey());
        registry.field(node, 0, organisations.get(validator.organisation()));
        registry.field(node, 32, 1); // a validator
        registry.field(node, 40, 2); // active
        registry.field(node, 48, 1); // ready
        registry.field(node, 56, key.get(0));
        registry.field(node, 64, k);
        registry.put(after(node, 1), UInt256.of(key.slice(1)));
        registry.put(after(node, 2), UInt256.of(validator.tlsFingerprint()));
        registry.put(after(node, 3), UInt256.of(validator.address().bytes()));
        registry.put(after(node, 4), UInt256.of(validator.incarnation()));
        registry.text(after(node, 5), utf8(validator.name()));
        registry.text(after(node, 6), utf8(validator.endpoint().toString()));
        claim(11, Keccak256.hash(key).bytes(), k);
        claim(12, validator.tlsFingerprint(), k);
        claim(17, Bytes32.leftPad(validator.address().bytes()), k);
        registry.put(SlotWriter.mapping(Bytes32.rightPad(validator.incarnation()), slot(13)), 1);
        validator.bls().ifPresent(bls -> {
            registry.text(after(node, 9), bls.publicKey());
            registry.text(after(node, 10), bls.proof());
            claim(11, Keccak256.hash(bls.publicKey()).bytes(), k);
        });
    }

    private void claim(int slot, Bytes key, int node) {
        registry.put(SlotWriter.mapping(key, slot(slot)), node + 1L);
    }

    private void writeOrganisation(String name, int number) {
        UInt256 organisation = SlotWriter.mapping(number, slot(10));
        long nodes = config.validators().stream()
                .filter(each -> each.organisation().equals(name)).count();
        registry.field(organisation, 0, 1); // active
        registry.field(organisation, 8, nodes);
        registry.field(organisation, 24, nodes);
        registry.field(organisation, 40, number - 1L);
        registry.text(after(organisation, 1), utf8(name));
    }

    private void writeAccounts() {
        Map<String, List<Address>> lists = new HashMap<>();
        for (Members.Account account : members.accounts()) {
            List<Address> list = lists.computeIfAbsent(account.organisation(),
                    _ -> new ArrayList<>());
            list.add(account.address());
            UInt256 word = wordOf(account.address());
            permissions.field(word, 0, organisations.get(account.organisation()));
            permissions.field(word, 32, bits(account.roles()));
            permissions.field(word, 64, list.size());
        }
        organisations.forEach((name, number) -> {
            UInt256 slot = SlotWriter.mapping(number, slot(5));
            List<Address> list = lists.get(name);
            permissions.put(slot, list.size());
            for (int i = 0; i < list.size(); i++) {
                permissions.put(after(SlotWriter.listStart(slot), i),
                        UInt256.of(list.get(i).bytes()));
            }
            permissions.put(SlotWriter.mapping(number, slot(6)), adminsOf(name));
        });
        for (Validator validator : config.validators()) {
            UInt256 word = wordOf(validator.address());
            permissions.field(word, NODE_ACCOUNT_BIT, 1);
            if (!permissions.has(word, 0, 32)) {
                permissions.field(word, 0, organisations.get(validator.organisation()));
            }
        }
    }

    private static UInt256 wordOf(Address account) {
        return SlotWriter.mapping(Bytes32.leftPad(account.bytes()), slot(1));
    }

    private static long bits(Iterable<? extends Enum<?>> flags) {
        long bits = 0;
        for (Enum<?> flag : flags) {
            bits |= 1L << flag.ordinal();
        }
        return bits;
    }

    private static Bytes utf8(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static UInt256 slot(int number) {
        return UInt256.of(number);
    }

    private static UInt256 after(UInt256 slot, int offset) {
        return slot.plus(UInt256.of(offset));
    }
}
