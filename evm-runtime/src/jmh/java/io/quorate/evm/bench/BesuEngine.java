package io.quorate.evm.bench;

import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.apache.tuweni.bytes.Bytes;
import org.hyperledger.besu.config.GenesisConfigFile;
import org.hyperledger.besu.ethereum.chain.Blockchain;
import org.hyperledger.besu.ethereum.core.Address;
import org.hyperledger.besu.ethereum.core.Gas;
import org.hyperledger.besu.ethereum.core.Hash;
import org.hyperledger.besu.ethereum.core.MutableAccount;
import org.hyperledger.besu.ethereum.core.PrivacyParameters;
import org.hyperledger.besu.ethereum.core.ProcessableBlockHeader;
import org.hyperledger.besu.ethereum.core.Wei;
import org.hyperledger.besu.ethereum.core.WorldUpdater;
import org.hyperledger.besu.ethereum.mainnet.AbstractMessageProcessor;
import org.hyperledger.besu.ethereum.mainnet.MainnetContractCreationProcessor;
import org.hyperledger.besu.ethereum.mainnet.MainnetMessageCallProcessor;
import org.hyperledger.besu.ethereum.mainnet.MainnetProtocolSchedule;
import org.hyperledger.besu.ethereum.mainnet.ProtocolSpec;
import org.hyperledger.besu.ethereum.mainnet.contractvalidation.MaxCodeSizeRule;
import org.hyperledger.besu.ethereum.storage.keyvalue.WorldStateKeyValueStorage;
import org.hyperledger.besu.ethereum.storage.keyvalue.WorldStatePreimageKeyValueStorage;
import org.hyperledger.besu.ethereum.vm.BlockHashLookup;
import org.hyperledger.besu.ethereum.vm.Code;
import org.hyperledger.besu.ethereum.vm.MessageFrame;
import org.hyperledger.besu.ethereum.vm.OperationTracer;
import org.hyperledger.besu.ethereum.worldstate.DefaultMutableWorldState;
import org.hyperledger.besu.services.kvstore.InMemoryKeyValueStorage;
import org.hyperledger.besu.util.bytes.BytesValue;
import org.hyperledger.besu.util.uint.UInt256;

/** Besu's EVM under Istanbul's rules, the last it has in {@code web3j-evm}, over its state in memory. */
final class BesuEngine implements Engine {
    private static final long MAX_DEPTH = 1024;
    private static final String RULES = """
            {"config": {"chainId": 1, "homesteadBlock": 0, "eip150Block": 0, "eip158Block": 0,
              "byzantiumBlock": 0, "constantinopleBlock": 0, "constantinopleFixBlock": 0,
              "istanbulBlock": 0}}""";

    private final DefaultMutableWorldState world;
    private final AbstractMessageProcessor calls;
    private final AbstractMessageProcessor creations;
    private final BytesValue code;
    private final ProcessableBlockHeader header = new Header();
    private final Blockchain chain = (Blockchain) Proxy.newProxyInstance(
            Blockchain.class.getClassLoader(), new Class<?>[]{Blockchain.class},
            (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
            });

    private static final class Header extends ProcessableBlockHeader {
        Header() {
            super(Hash.ZERO, Address.ZERO, UInt256.ONE, 1, Workload.GAS, 1_000);
        }
    }

    BesuEngine(Workload workload) {
        ProtocolSpec<Void> spec = MainnetProtocolSchedule
                .fromConfig(GenesisConfigFile.fromConfig(RULES).getConfigOptions(),
                        new PrivacyParameters(), false)
                .getByBlockNumber(1);
        calls = new MainnetMessageCallProcessor(spec.getEvm(),
                spec.getPrecompileContractRegistry());
        creations = new MainnetContractCreationProcessor(spec.getGasCalculator(), spec.getEvm(),
                true, List.of(MaxCodeSizeRule.of(0x6000)), 1, Collections.emptyList());
        world = new DefaultMutableWorldState(
                new WorldStateKeyValueStorage(new InMemoryKeyValueStorage()),
                new WorldStatePreimageKeyValueStorage(new InMemoryKeyValueStorage()));
        code = BytesValue.wrap(workload.code().get(Workload.CONTRACT).toArray());
        WorldUpdater updater = world.updater();
        workload.code().forEach((address, bytes) -> fill(updater, of(address), bytes));
        updater.createAccount(of(Workload.CALLER), 0, Wei.ZERO);
        MutableAccount contract = updater.getAccount(of(Workload.CONTRACT)).getMutable();
        for (int slot = 1; slot <= Workload.SLOTS; slot++) {
            contract.setStorageValue(UInt256.of(slot), UInt256.of(slot));
        }
        updater.commit();
        world.persist();
    }

    private static void fill(WorldUpdater updater, Address address, Bytes code) {
        MutableAccount account = updater.createAccount(address, 1, Wei.ZERO).getMutable();
        account.setCode(BytesValue.wrap(code.toArray()));
        account.setVersion(0);
    }

    private static Address of(io.quorate.evm.primitives.Address address) {
        return Address.wrap(BytesValue.wrap(address.toArray()));
    }

    @Override
    public Outcome run(Bytes input) {
        Deque<MessageFrame> stack = new ArrayDeque<>();
        Address contract = of(Workload.CONTRACT);
        Address caller = of(Workload.CALLER);
        MessageFrame first = MessageFrame.builder().type(MessageFrame.Type.MESSAGE_CALL)
                .messageFrameStack(stack).blockchain(chain).worldState(world.updater())
                .initialGas(Gas.of(Workload.GAS)).address(contract).originator(caller)
                .contract(contract).contractAccountVersion(0).gasPrice(Wei.ZERO)
                .inputData(BytesValue.wrap(input.toArray())).sender(caller).value(Wei.ZERO)
                .apparentValue(Wei.ZERO).code(new Code(code)).blockHeader(header).depth(0)
                .isStatic(false).maxStackSize((int) MAX_DEPTH).completer(frame -> {})
                .miningBeneficiary(Address.ZERO)
                .blockHashLookup(new BlockHashLookup(header, chain)).isPersistingState(false)
                .build();
        stack.addFirst(first);
        while (!stack.isEmpty()) {
            MessageFrame frame = stack.peekFirst();
            (frame.getType() == MessageFrame.Type.MESSAGE_CALL ? calls : creations).process(frame,
                    OperationTracer.NO_TRACING);
        }
        if (first.getState() != MessageFrame.State.COMPLETED_SUCCESS) {
            throw new IllegalStateException("did not return: " + first.getState() + " "
                    + first.getExceptionalHaltReasons());
        }
        return new Outcome(Bytes.wrap(first.getOutputData().extractArray()),
                Workload.GAS - first.getRemainingGas().toLong());
    }
}
