package io.quorate.node;

import io.quorate.bft.core.Quorums;
import io.quorate.evm.primitives.UInt256;
import io.quorate.genesis.DevAccounts;
import io.quorate.genesis.FeeMode;
import io.quorate.genesis.Genesis;
import io.quorate.genesis.GenesisBuilder;
import io.quorate.genesis.Members;
import io.quorate.genesis.OrderingLimits;
import io.quorate.genesis.QuorateConfig;
import io.quorate.genesis.Validator;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The start of a development network's chain. It is written to the data folder the first time and read from
 * there afterwards, so that a resumed chain is the one that was begun.
 */
final class DevGenesis {
    private static final String FILE_NAME = "genesis.json";
    /** 10,000 ether each, as other development networks give. */
    private static final UInt256 FUNDS = UInt256.of(BigInteger.TEN.pow(22));

    private DevGenesis() {}

    static Genesis of(DevOptions options, Path root, List<Validator> validators) {
        requireSameCommittee(root, options.replicas());
        Path kept = root.resolve(FILE_NAME);
        byte[] text = text(options, root, validators);
        Genesis genesis = Genesis.parse(options.genesis().orElse(kept).toString(), text);
        if (options.chainId().isPresent()
                && options.chainId().getAsLong() != genesis.chainId()) {
            throw new OperatorException("--chain-id: " + options.chainId().getAsLong()
                    + " differs from the chain id " + genesis.chainId() + " of this chain's"
                    + " genesis.");
        }
        if (!genesis.startsAtParis()) {
            throw new OperatorException("The genesis file starts with rules from before Paris;"
                    + " an ordered chain needs Paris or later from block 0 on.");
        }
        keep(kept, text);
        return genesis.withQuorate(withValidators(genesis.quorate(), options, validators));
    }

    /** Only what was found good is kept: a bad file must not stand in the way of the next try. */
    private static void keep(Path kept, byte[] text) {
        try {
            if (!Files.exists(kept)) WholeFile.write(kept, text);
        } catch (IOException e) {
            throw new OperatorException("The genesis file cannot be kept: " + e.getMessage() + ".",
                    e);
        }
    }

    private static QuorateConfig withValidators(QuorateConfig config, DevOptions options,
            List<Validator> validators) {
        return new QuorateConfig(validators, config.feeMode(),
                options.blockIntervalMillis() > 0 ? options.blockIntervalMillis()
                        : config.emptyBlockIntervalMillis(),
                config.blobs(), Quorums.ofSize(validators.size()).c(), config.window(),
                config.limits()).withDevelopment(config.development());
    }

    private static byte[] text(DevOptions options, Path root, List<Validator> validators) {
        Path kept = root.resolve(FILE_NAME);
        try {
            if (Files.exists(kept)) {
                byte[] begun = Files.readAllBytes(kept);
                if (options.genesis().isPresent()
                        && !Arrays.equals(begun, Files.readAllBytes(options.genesis().get()))) {
                    throw new OperatorException("--genesis: " + options.genesis().get()
                            + " differs from the genesis that the chain in " + root
                            + " began with; choose another --data-dir.");
                }
                return begun;
            }
            return options.genesis().isPresent()
                    ? Files.readAllBytes(options.genesis().get())
                    : ours(options, validators).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new OperatorException("The genesis file cannot be read: "
                    + e.getMessage() + ".", e);
        }
    }

    private static String ours(DevOptions options, List<Validator> validators) {
        QuorateConfig config = new QuorateConfig(List.of(), FeeMode.BLIND,
                options.blockIntervalMillis(), false, 0, QuorateConfig.DEFAULT_WINDOW,
                OrderingLimits.DEFAULT).withDevelopment(true);
        GenesisBuilder builder = GenesisBuilder
                .forChain(options.chainId().orElse(DevOptions.CHAIN_ID)).quorate(config)
                .members(withValidators(config, options, validators), members(validators))
                .timestamp(System.currentTimeMillis() / 1_000);
        DevAccounts.all().forEach(account -> builder.fund(account.address(), FUNDS));
        return builder.toJson();
    }

    /** Account k of the mnemonic is the admin of organisation k, with every role: nothing here is secret. */
    private static Members members(List<Validator> validators) {
        List<String> organisations = validators.stream().map(Validator::organisation).distinct()
                .toList();
        return Members.of(IntStream.range(0, organisations.size())
                .mapToObj(k -> new Members.Account(organisations.get(k),
                        DevAccounts.all().get(k).address(), Set.of(Members.Role.values())))
                .toList());
    }

    private static void requireSameCommittee(Path root, int replicas) {
        try (Stream<Path> entries = Files.list(root)) {
            long begun = entries.filter(path -> path.getFileName().toString()
                    .startsWith("replica-")).count();
            if (begun > 0 && begun != replicas) {
                throw new OperatorException("--replicas: " + replicas + " differs from the "
                        + begun + " replicas that the network in " + root + " began with.");
            }
        } catch (IOException e) {
            throw new OperatorException("The data folder " + root + " cannot be read: "
                    + e.getMessage() + ".", e);
        }
    }
}
