package io.quorate.evm.differential;

import io.quorate.evm.differential.Observation.Kind;
import io.quorate.evm.primitives.Address;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hyperledger.besu.crypto.SECP256K1;
import org.hyperledger.besu.ethereum.chain.Blockchain;
import org.hyperledger.besu.ethereum.core.Account;
import org.hyperledger.besu.ethereum.core.Hash;
import org.hyperledger.besu.ethereum.core.Log;
import org.hyperledger.besu.ethereum.core.MutableAccount;
import org.hyperledger.besu.ethereum.core.PrivacyParameters;
import org.hyperledger.besu.ethereum.core.ProcessableBlockHeader;
import org.hyperledger.besu.ethereum.core.Transaction;
import org.hyperledger.besu.ethereum.core.Wei;
import org.hyperledger.besu.ethereum.core.WorldUpdater;
import org.hyperledger.besu.ethereum.mainnet.MainnetProtocolSpecs;
import org.hyperledger.besu.ethereum.mainnet.MutableProtocolSchedule;
import org.hyperledger.besu.ethereum.mainnet.PrecompileContractRegistry;
import org.hyperledger.besu.ethereum.mainnet.ProtocolSpec;
import org.hyperledger.besu.ethereum.mainnet.TransactionProcessor;
import org.hyperledger.besu.ethereum.mainnet.TransactionValidationParams;
import org.hyperledger.besu.ethereum.storage.keyvalue.WorldStateKeyValueStorage;
import org.hyperledger.besu.ethereum.storage.keyvalue.WorldStatePreimageKeyValueStorage;
import org.hyperledger.besu.ethereum.vm.BlockHashLookup;
import org.hyperledger.besu.ethereum.worldstate.DefaultMutableWorldState;
import org.hyperledger.besu.services.kvstore.InMemoryKeyValueStorage;
import org.hyperledger.besu.util.bytes.Bytes32;
import org.hyperledger.besu.util.bytes.BytesValue;
import org.hyperledger.besu.util.uint.UInt256;

/**
 * Runs a scenario on the EVM of Besu 1.3, whose last fork is Istanbul. Where that EVM itself breaks down there is
 * nothing to compare with, and {@link BrokenDown} says at what.
 */
final class BesuSide {
    static {
        // Besu logs by log4j, which would complain that it has nothing to write to.
        System.setProperty("log4j2.loggerContextFactory",
                "org.apache.logging.log4j.simple.SimpleLoggerContextFactory");
    }

    private static final BigInteger CHAIN_ID = Scenario.CHAIN_ID.toBigInteger();
    private static final ProtocolSpec<Void> SPEC = MainnetProtocolSpecs
            .istanbulDefinition(Optional.of(CHAIN_ID), OptionalInt.empty(), OptionalInt.empty(),
                    true)
            .privacyParameters(PrivacyParameters.DEFAULT)
            .build(new MutableProtocolSchedule<>(Optional.of(CHAIN_ID)));
    private static final org.hyperledger.besu.ethereum.core.Address SENDER = address(
            Scenario.SENDER);
    private static final org.hyperledger.besu.ethereum.core.Address BENEFICIARY = address(
            Scenario.BENEFICIARY);
    /** Frames insist on one and, with the lookup of hashes replaced, never ask it. */
    private static final Blockchain NO_CHAIN = (Blockchain) Proxy.newProxyInstance(
            BesuSide.class.getClassLoader(), new Class<?>[]{Blockchain.class},
            (proxy, method, arguments) -> {
                throw new IllegalStateException(method.getName());
            });

    /** Besu threw out of its EVM, which would stop its node: the class that did, and its words. */
    static final class BrokenDown extends Exception {
        private BrokenDown(RuntimeException cause) {
            super(placeOf(cause) + ": " + cause.getMessage(), cause);
        }

        private static String placeOf(RuntimeException cause) {
            for (StackTraceElement element : cause.getStackTrace()) {
                String name = element.getClassName();
                if (name.contains(".vm.") || name.contains(".precompiles.")) {
                    return name.substring(name.lastIndexOf('.') + 1);
                }
            }
            throw cause;
        }
    }

    private static final class Header extends ProcessableBlockHeader {
        private Header() {
            super(Hash.ZERO, BENEFICIARY, UInt256.of(Scenario.DIFFICULTY), Scenario.BLOCK_NUMBER,
                    Scenario.BLOCK_GAS, Scenario.TIMESTAMP);
        }
    }

    private static final class Hashes extends BlockHashLookup {
        private Hashes(ProcessableBlockHeader header) {
            super(header, NO_CHAIN);
        }

        @Override
        public Hash getBlockHash(long number) {
            return Hash.wrap(Bytes32.wrap(Scenario.blockHash(number).toArray()));
        }
    }

    /** Besu's precompiles of Istanbul. */
    static PrecompileContractRegistry precompiles() {
        return SPEC.getPrecompileContractRegistry();
    }

    Observation run(Scenario scenario) throws BrokenDown {
        InMemoryKeyValueStorage store = new InMemoryKeyValueStorage();
        DefaultMutableWorldState world = new DefaultMutableWorldState(
                new WorldStateKeyValueStorage(store),
                new WorldStatePreimageKeyValueStorage(new InMemoryKeyValueStorage()));
        fill(world, scenario);
        List<Observation.Result> results = new ArrayList<>();
        Set<Address> touched = new TreeSet<>();
        for (Scenario.Call call : scenario.calls()) {
            WorldUpdater updater = world.updater();
            results.add(run(call, updater));
            updater.commit();
            for (Account account : updater.getTouchedAccounts()) {
                touched.add(Address.of(account.getAddress().extractArray()));
            }
        }
        SortedMap<Address, String> shown = new TreeMap<>();
        for (Address address : touched) {
            Account account = world.get(address(address));
            if (account != null) {
                shown.put(address, show(account));
            }
        }
        return new Observation(results, shown, world.rootHash().toString());
    }

    private static void fill(DefaultMutableWorldState world, Scenario scenario) {
        WorldUpdater updater = world.updater();
        updater.createAccount(SENDER, 7, Wei.of(Scenario.WEALTH.toBigInteger()));
        for (Scenario.Contract contract : scenario.contracts()) {
            MutableAccount account = updater
                    .createAccount(address(contract.address()), 1, Wei.of(contract.balance()))
                    .getMutable();
            account.setCode(BytesValue.wrap(contract.code().toArray()));
            contract.slots().forEach(
                    (key, value) -> account.setStorageValue(UInt256.of(key), UInt256.of(value)));
        }
        updater.commit();
        world.persist();
    }

    private static Observation.Result run(Scenario.Call call, WorldUpdater updater)
            throws BrokenDown {
        ProcessableBlockHeader header = new Header();
        Transaction transaction = new Transaction.Builder().chainId(CHAIN_ID)
                .nonce(updater.getAccount(SENDER).getNonce()).gasPrice(Wei.of(Scenario.GAS_PRICE))
                .gasLimit(call.gas()).to(call.to().map(BesuSide::address).orElse(null))
                .value(Wei.of(call.value())).payload(BytesValue.wrap(call.data().toArray()))
                .sender(SENDER)
                .signature(
                        SECP256K1.Signature.create(BigInteger.ONE, BigInteger.ONE, (byte) 0))
                .build();
        TransactionProcessor.Result result;
        try {
            result = SPEC.getTransactionProcessor().processTransaction(NO_CHAIN, updater, header,
                    transaction, BENEFICIARY, new Hashes(header), false,
                    TransactionValidationParams.processingBlock());
        } catch (RuntimeException e) {
            throw new BrokenDown(e);
        }
        if (result.isInvalid()) {
            return new Observation.Result(Kind.REJECTED, 0, "0x", List.of());
        }
        long gasUsed = call.gas() - result.getGasRemaining();
        if (result.isSuccessful()) {
            List<String> logs = new ArrayList<>();
            for (Log log : result.getLogs()) {
                logs.add(log.getLogger() + " " + log.getTopics() + " " + log.getData());
            }
            return new Observation.Result(Kind.SUCCESS, gasUsed, result.getOutput().toString(),
                    logs);
        }
        return result.getRevertReason()
                .map(reason -> new Observation.Result(Kind.REVERT, gasUsed, reason.toString(),
                        List.of()))
                .orElse(new Observation.Result(Kind.HALT, gasUsed, "0x", List.of()));
    }

    private static String show(Account account) {
        SortedMap<String, String> slots = new TreeMap<>();
        account.storageEntriesFrom(Bytes32.ZERO, Integer.MAX_VALUE).values()
                .forEach(entry -> slots.put(entry.getKey().map(Object::toString).orElse("?"),
                        entry.getValue().toString()));
        return "nonce " + account.getNonce() + ", balance "
                + new BigInteger(1, account.getBalance().getBytes().extractArray()) + ", code "
                + account.getCodeHash() + ", storage " + slots;
    }

    private static org.hyperledger.besu.ethereum.core.Address address(Address address) {
        return org.hyperledger.besu.ethereum.core.Address.wrap(BytesValue.wrap(address.toArray()));
    }
}
