package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.UInt256;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.FeeMode;
import io.quorate.jsonrpc.Fees;
import io.quorate.jsonrpc.json.JsonOut;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.Param;
import io.quorate.jsonrpc.view.Pricing;
import io.quorate.ledger.Block;
import io.quorate.ledger.BlockHeader;
import io.quorate.ledger.Receipt;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What gas costs. On a fee-blind chain every answer is zero, and none is an error, since wallets read an
 * error as one gwei. Elsewhere no tip is asked, because tips do not order transactions.
 */
final class FeeMethods {
    private static final int PERCENTILES_MAX = 100;

    private final ChainQueries chain;
    private final Blocks blocks;
    private final int blocksMax;

    FeeMethods(ChainQueries chain, Blocks blocks, int blocksMax) {
        this.chain = chain;
        this.blocks = blocks;
        this.blocksMax = blocksMax;
    }

    List<Method> all() {
        return List.of(Method.instant("eth_gasPrice", 0, call -> JsonValue.quantity(gasPrice())),
                Method.instant("eth_maxPriorityFeePerGas", 0, call -> JsonValue.quantity(0)),
                Method.instant("eth_baseFee", 0,
                        call -> JsonValue.quantity(next().baseFeePerGas())),
                Method.instant("eth_blobBaseFee", 0,
                        call -> JsonValue.quantity(next().blobBaseFeePerGas())),
                Method.heavy("eth_feeHistory", 3, this::feeHistory));
    }

    private Fees next() {
        return chain.feesAfter(chain.latestNumber());
    }

    /** An eighth above the next base fee, so that it still suffices a block later (EIP-1559). */
    private UInt256 gasPrice() {
        if (chain.feeMode() == FeeMode.FEE_BLIND) {
            return UInt256.ZERO;
        }
        UInt256 baseFee = next().baseFeePerGas();
        return UInt256.of(baseFee.toBigInteger().add(
                baseFee.toBigInteger().add(BigInteger.valueOf(7)).shiftRight(3)));
    }

    private JsonValue feeHistory(Call call) {
        long count = Math.min(blocksMax, call.at(0, "blockCount").longQuantityOrDecimal());
        Param newestParam = call.at(1, "newestBlock");
        if (newestParam.isAbsent()) {
            throw newestParam.wrong("a block number or tag");
        }
        long newest = blocks.require(newestParam).stateNumber();
        List<Double> percentiles = percentiles(call.at(2, "rewardPercentiles"));
        long oldest = Math.max(chain.earliestBlockNumber(), newest - count + 1);
        List<BlockFees> history = new ArrayList<>();
        for (long number = oldest; number <= newest; number++) {
            history.add(blockFees(number, percentiles));
        }
        Fees next = chain.feesAfter(newest);
        return out -> writeHistory(out, oldest, history, next);
    }

    private static List<Double> percentiles(Param param) {
        if (param.isAbsent()) {
            return List.of();
        }
        List<Double> values = param.list().stream().map(Param::number).toList();
        if (values.size() > PERCENTILES_MAX) {
            throw param.wrong("a list of at most " + PERCENTILES_MAX + " percentiles");
        }
        double last = 0;
        for (double value : values) {
            if (!(value >= last && value <= 100)) {
                throw param.wrong("a list of rising numbers from 0 to 100");
            }
            last = value;
        }
        return values;
    }

    private record BlockFees(Fees fees, double gasUsedRatio, double blobGasUsedRatio,
            List<UInt256> rewards) {}

    private BlockFees blockFees(long number, List<Double> percentiles) {
        BlockHeader header = chain.header(number)
                .orElseThrow(() -> Blocks.pruned(chain, "block", number));
        long blobGasMax = chain.blobGasMax(header);
        double blobRatio = blobGasMax == 0 ? 0
                : (double) header.blobGasUsed().orElse(0L) / blobGasMax;
        double ratio = header.gasLimit() == 0 ? 0 : (double) header.gasUsed() / header.gasLimit();
        return new BlockFees(
                new Fees(header.baseFeePerGas().orElse(UInt256.ZERO), chain.blobBaseFee(header)),
                ratio, blobRatio, rewards(header, percentiles));
    }

    private List<UInt256> rewards(BlockHeader header, List<Double> percentiles) {
        if (percentiles.isEmpty()) {
            return List.of();
        }
        if (chain.feeMode() == FeeMode.FEE_BLIND || header.gasUsed() == 0) {
            return percentiles.stream().map(percentile -> UInt256.ZERO).toList();
        }
        List<Paid> paid = paid(header);
        List<UInt256> rewards = new ArrayList<>();
        for (double percentile : percentiles) {
            double threshold = header.gasUsed() * percentile / 100;
            long gas = 0;
            UInt256 reward = UInt256.ZERO;
            for (Paid one : paid) {
                gas += one.gasUsed;
                reward = one.tip;
                if (gas >= threshold) {
                    break;
                }
            }
            rewards.add(reward);
        }
        return rewards;
    }

    private record Paid(UInt256 tip, long gasUsed) {}

    /** The tips of a block from the lowest. */
    private List<Paid> paid(BlockHeader header) {
        Block block = blocks.requireBlock(header.number());
        List<Receipt> receipts = blocks.requireReceipts(header.number());
        UInt256 baseFee = header.baseFeePerGas().orElse(UInt256.ZERO);
        List<Paid> paid = new ArrayList<>();
        long gasBefore = 0;
        for (int i = 0; i < receipts.size(); i++) {
            long gas = receipts.get(i).cumulativeGasUsed();
            paid.add(new Paid(
                    Pricing.effectiveTip(block.transactions().get(i).transaction(), baseFee),
                    gas - gasBefore));
            gasBefore = gas;
        }
        paid.sort(Comparator.comparing(Paid::tip));
        return paid;
    }

    private static void writeHistory(JsonOut out, long oldest, List<BlockFees> history, Fees next) {
        List<Fees> fees = new ArrayList<>(history.stream().map(BlockFees::fees).toList());
        fees.add(next);
        out.startObject();
        out.quantity("oldestBlock", oldest);
        out.values("baseFeePerGas",
                fees.stream().map(f -> JsonValue.quantity(f.baseFeePerGas())).toList());
        out.values("gasUsedRatio", history.stream()
                .map(b -> (JsonValue) o -> o.numberValue(b.gasUsedRatio)).toList());
        out.values("baseFeePerBlobGas",
                fees.stream().map(f -> JsonValue.quantity(f.blobBaseFeePerGas())).toList());
        out.values("blobGasUsedRatio", history.stream()
                .map(b -> (JsonValue) o -> o.numberValue(b.blobGasUsedRatio)).toList());
        out.values("reward", history.stream().map(b -> JsonValue
                .list(b.rewards.stream().map(JsonValue::quantity).toList())).toList());
        out.endObject();
    }
}
