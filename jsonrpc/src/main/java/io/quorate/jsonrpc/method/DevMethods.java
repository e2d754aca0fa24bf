package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.dev.DevCommand;
import io.quorate.execution.dev.DevCommand.Moment;
import io.quorate.execution.dev.DevExecuted.Outcome;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.DevChain;
import io.quorate.jsonrpc.TransactionSubmitter;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.Param;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What test tools tell a development network: Ganache's {@code evm_}, Hardhat's {@code hardhat_} and Anvil's {@code
 * anvil_} methods. The last two have one implementation; Hardhat is answered {@code true} where Anvil has null.
 */
final class DevMethods {
    /** Some seconds for each thousand: every block is ordered, executed and synced by itself. */
    static final int BLOCKS_MAX = 10_000;
    private static final String HARDHAT = "hardhat_";
    private static final String ANVIL = "anvil_";

    private final DevChain dev;
    private final ChainQueries chain;
    private final TransactionSubmitter submitter;
    private final List<Method> methods = new ArrayList<>();

    DevMethods(DevChain dev, ChainQueries chain, TransactionSubmitter submitter) {
        this.dev = dev;
        this.chain = chain;
        this.submitter = submitter;
    }

    List<Method> all() {
        addTime();
        addBlocks();
        addAccounts();
        addStates();
        return List.copyOf(methods);
    }

    private void addTime() {
        under("evm_", "increaseTime", 1, call -> JsonValue.quantity(
                tell(new DevCommand.IncreaseTime(seconds(call.at(0, "seconds"))))));
        under("evm_", "setNextBlockTimestamp", 1, call -> {
            long seconds = seconds(call.at(0, "timestamp"));
            tell(new DevCommand.SetNextTimestamp(seconds));
            return JsonValue.quantity(seconds);
        });
        under(ANVIL, "increaseTime", 1, call -> JsonValue.quantity(
                tell(new DevCommand.IncreaseTime(seconds(call.at(0, "seconds"))))));
        told(ANVIL, "setNextBlockTimestamp", 1,
                call -> new DevCommand.SetNextTimestamp(seconds(call.at(0, "timestamp"))));
    }

    private void addBlocks() {
        under("evm_", "mine", 1, this::evmMine);
        under(HARDHAT, "mine", 2, call -> {
            mine(blocks(call.at(0, "blocks")), call.at(1, "interval")
                    .optional(DevMethods::seconds).or(() -> Optional.of(1L)));
            return JsonValue.TRUE;
        });
        under(ANVIL, "mine", 2, call -> {
            mine(blocks(call.at(0, "blocks")), call.at(1, "interval")
                    .optional(DevMethods::seconds));
            return JsonValue.NULL;
        });
        for (String prefix : List.of("evm_", ANVIL)) {
            told(prefix, "setAutomine", 1,
                    call -> new DevCommand.SetAutomine(call.at(0, "enabled").bool()));
            told(prefix, "setBlockGasLimit", 1, call -> new DevCommand.SetGasLimit(
                    bounded(call.at(0, "gasLimit"), 21_000, Long.MAX_VALUE)));
        }
        told("evm_", "setIntervalMining", 1, call -> new DevCommand.SetInterval(
                bounded(call.at(0, "milliseconds"), 0, DevCommand.SECONDS_MAX)));
        told(ANVIL, "setIntervalMining", 1, call -> new DevCommand.SetInterval(
                1_000 * bounded(call.at(0, "seconds"), 0, DevCommand.SECONDS_MAX / 1_000)));
        under(ANVIL, "getAutomine", 0, call -> JsonValue.of(dev.state().automine()));
        under(HARDHAT, "getAutomine", 0, call -> JsonValue.of(dev.state().automine()));
        both("setNextBlockBaseFeePerGas", 1, call -> new DevCommand.SetNextBaseFee(
                UInt256.of(whole(call.at(0, "baseFeePerGas"), BigInteger.ZERO,
                        BigInteger.TWO.pow(128).subtract(BigInteger.ONE)))));
        both("setCoinbase", 1, call -> new DevCommand.SetCoinbase(call.at(0, "address").address()));
        under(HARDHAT, "dropTransaction", 1, call -> JsonValue.of(drop(call).isPresent()));
        under(ANVIL, "dropTransaction", 1, call -> JsonValue.orNull(
                drop(call).map(JsonValue::of)));
        told(ANVIL, "dropAllTransactions", 0, call -> new DevCommand.Drop(Hash.ZERO));
    }

    private void addAccounts() {
        both("setBalance", 2, call -> new DevCommand.SetBalance(call.at(0, "address").address(),
                UInt256.of(whole(call.at(1, "balance"), BigInteger.ZERO,
                        UInt256.MAX.toBigInteger()))));
        both("setNonce", 2, call -> new DevCommand.SetNonce(call.at(0, "address").address(),
                whole(call.at(1, "nonce"), BigInteger.ZERO,
                        BigInteger.TWO.pow(64).subtract(BigInteger.TWO)).longValue()));
        both("setCode", 2, call -> {
            Param code = call.at(1, "code");
            if (code.data().size() > DevCommand.CODE_BYTES_MAX) {
                throw code.wrong("at most " + DevCommand.CODE_BYTES_MAX + " bytes");
            }
            return new DevCommand.SetCode(call.at(0, "address").address(), code.data());
        });
        for (String prefix : List.of(HARDHAT, ANVIL)) {
            under(prefix, "setStorageAt", 3, call -> {
                tell(new DevCommand.SetStorage(call.at(0, "address").address(),
                        call.at(1, "slot").slot(), call.at(2, "value").slot()));
                return JsonValue.TRUE;
            });
        }
        both("impersonateAccount", 1, call -> new DevCommand.Impersonate(
                call.at(0, "address").address(), true));
        both("stopImpersonatingAccount", 1, call -> new DevCommand.Impersonate(
                call.at(0, "address").address(), false));
        both("autoImpersonateAccount", 1, call -> new DevCommand.ImpersonateAll(
                call.at(0, "enabled").bool()));
    }

    private void addStates() {
        for (String prefix : List.of("evm_", ANVIL)) {
            under(prefix, "snapshot", 0,
                    call -> JsonValue.quantity(tell(new DevCommand.Snapshot())));
            under(prefix, "revert", 1, call -> JsonValue.of(revert(call.at(0, "snapshotId"))));
        }
        both("reset", 1, DevMethods::reset);
        DevDescriptions descriptions = new DevDescriptions(chain);
        under(HARDHAT, "metadata", 0, call -> descriptions.metadata());
        under(ANVIL, "metadata", 0, call -> descriptions.metadata());
        under(HARDHAT, "nodeInfo", 0, call -> descriptions.nodeInfo());
        under(ANVIL, "nodeInfo", 0, call -> descriptions.nodeInfo());
    }

    private void under(String prefix, String name, int paramsMax, Method.Handler handler) {
        methods.add(Method.light(prefix + name, paramsMax, handler));
    }

    private void told(String prefix, String name, int paramsMax,
            Function<Call, DevCommand> command) {
        JsonValue answer = prefix.equals(ANVIL) ? JsonValue.NULL : JsonValue.TRUE;
        under(prefix, name, paramsMax, call -> {
            tell(command.apply(call));
            return answer;
        });
    }

    private void both(String name, int paramsMax, Function<Call, DevCommand> command) {
        told(HARDHAT, name, paramsMax, command);
        told(ANVIL, name, paramsMax, command);
    }

    private UInt256 tell(DevCommand command) {
        return tell(List.of(command));
    }

    private UInt256 tell(List<DevCommand> commands) {
        Outcome outcome = dev.tell(commands).orElseThrow(() -> new JsonRpcException(
                ErrorCode.TIMEOUT, "the command was handed in but is not carried out yet: the"
                        + " replicas do not come to an agreement"));
        return switch (outcome) {
            case Outcome.Done(UInt256 value) -> value;
            case Outcome.Refused(String message) ->
                    throw new JsonRpcException(ErrorCode.INVALID_INPUT, message);
        };
    }

    /** Ganache and Anvil take an object as well. */
    private JsonValue evmMine(Call call) {
        Param what = call.at(0, "timestamp");
        if (what.isObject()) {
            Param timestamp = what.field("timestamp");
            int count = blocks(what.field("blocks"));
            if (timestamp.isAbsent()) {
                mine(count, Optional.empty());
            } else {
                List<DevCommand> commands = new ArrayList<>(commands(count, Optional.empty()));
                commands.set(0, new DevCommand.Mine(Moment.AT, seconds(timestamp)));
                tell(commands);
            }
        } else if (what.isAbsent()) {
            tell(DevCommand.Mine.NOW);
        } else {
            tell(new DevCommand.Mine(Moment.AT, seconds(what)));
        }
        return JsonValue.of("0x0");
    }

    /** The first by the clock, the others {@code interval} seconds after each other, or by the clock as well. */
    private void mine(int count, Optional<Long> interval) {
        if (count > 0) {
            tell(commands(count, interval));
        }
    }

    private static List<DevCommand> commands(int count, Optional<Long> interval) {
        List<DevCommand> commands = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            commands.add(i == 0 || interval.isEmpty() ? DevCommand.Mine.NOW
                    : new DevCommand.Mine(Moment.AFTER_PARENT, interval.get()));
        }
        return commands;
    }

    private static int blocks(Param count) {
        if (count.isAbsent()) {
            return 1;
        }
        BigInteger blocks = count.integer();
        if (blocks.signum() < 0 || blocks.compareTo(BigInteger.valueOf(BLOCKS_MAX)) > 0) {
            throw count.wrong("between 0 and " + BLOCKS_MAX + ": each block is ordered by itself");
        }
        return blocks.intValue();
    }

    private Optional<Hash> drop(Call call) {
        Hash hash = call.at(0, "transactionHash").hash();
        if (submitter.pending(hash).isEmpty()) {
            return Optional.empty();
        }
        tell(new DevCommand.Drop(hash));
        return Optional.of(hash);
    }

    private boolean revert(Param id) {
        BigInteger wanted = id.integer();
        if (wanted.signum() <= 0 || wanted.bitLength() > 62
                || !dev.state().hasSnapshot(wanted.longValue())) {
            return false;
        }
        tell(new DevCommand.Revert(wanted.longValue()));
        return true;
    }

    /** Clients send {@code forking} with nothing in it where they only mean to start over. */
    private static DevCommand reset(Call call) {
        Param options = call.at(0, "options");
        boolean forks = !options.isAbsent() && !options.field("forking").isAbsent()
                && !options.field("forking").field("jsonRpcUrl").isAbsent();
        if (forks) {
            throw new JsonRpcException(ErrorCode.METHOD_NOT_SUPPORTED,
                    "a network of replicas cannot take over another chain's state: forking is not"
                            + " supported; without it the chain goes back to its genesis state");
        }
        return new DevCommand.Reset();
    }

    private static long seconds(Param param) {
        return bounded(param, 0, DevCommand.SECONDS_MAX);
    }

    private static long bounded(Param param, long min, long max) {
        return whole(param, BigInteger.valueOf(min), BigInteger.valueOf(max)).longValue();
    }

    private static BigInteger whole(Param param, BigInteger min, BigInteger max) {
        String expected = "a whole number from " + min + " to " + max;
        if (param.isAbsent()) {
            throw param.wrong(expected);
        }
        BigInteger value = param.integer();
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw param.wrong(expected);
        }
        return value;
    }
}
