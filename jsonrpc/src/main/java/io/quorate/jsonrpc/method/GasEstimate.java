package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.UInt256;
import io.quorate.jsonrpc.CallRequest;
import io.quorate.jsonrpc.CallResult;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.FeeMode;
import io.quorate.jsonrpc.OverriddenState;
import io.quorate.jsonrpc.Overrides;
import io.quorate.jsonrpc.RejectionCode;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.ledger.BlockHeader;
import io.quorate.state.Account;
import java.math.BigInteger;
import java.util.OptionalLong;

/** Finds a gas limit with which a message succeeds: the least one, or up to one part in 64 more. */
final class GasEstimate {
    /** EIP-7825: no transaction may ask for more. */
    static final long GAS_MAX = 1 << 24;

    private final ChainQueries chain;
    private final CallRequest request;
    private final long number;
    private final Overrides overrides;

    GasEstimate(ChainQueries chain, CallRequest request, long number, Overrides overrides) {
        this.chain = chain;
        this.request = chain.feeMode() == FeeMode.FEE_BLIND ? request.withoutPrices() : request;
        this.number = number;
        OptionalLong next = number == chain.latestNumber() && overrides.block().time().isEmpty()
                ? chain.nextTimestamp()
                : OptionalLong.empty();
        this.overrides = next.isEmpty() ? overrides
                : new Overrides(overrides.accounts(),
                        overrides.block().withTime(next.getAsLong()));
    }

    long search() {
        long enough = limit();
        long used = switch (run(enough)) {
            case CallResult.Returned returned -> returned.gasUsed();
            case CallResult.Reverted reverted -> throw CallMethods.failure(reverted);
            case CallResult.Halted halted when halted.isOutOfGas() ->
                    throw new JsonRpcException(RejectionCode.OUT_OF_GAS,
                            "gas required exceeds allowance (" + enough + ")");
            case CallResult.Halted halted -> throw CallMethods.failure(halted);
            case CallResult.Rejected rejected -> throw CallMethods.failure(rejected);
        };
        if (used >= enough || succeeds(used)) {
            return Math.min(used, enough);
        }
        long tooLittle = used; // refunds and the 1/64 kept back by calls ask for more than is used
        long guess = used + used / 32 + 2_300;
        while (enough - tooLittle > Math.max(1, enough / 64)) {
            long middle = Math.clamp(guess, tooLittle + 1, enough - 1);
            if (succeeds(middle)) {
                enough = middle;
            } else {
                tooLittle = middle;
            }
            guess = tooLittle + (enough - tooLittle) / 2;
        }
        return enough;
    }

    /** The request's own limit, within the block's, the protocol's and what the sender can pay. */
    private long limit() {
        long blockLimit = overrides.block().gasLimit()
                .or(() -> chain.header(number).map(BlockHeader::gasLimit)).orElse(GAS_MAX);
        long limit = Math.min(GAS_MAX, Math.min(blockLimit, request.gas().filter(gas -> gas > 0)
                .orElse(GAS_MAX)));
        if (request.prices().isEmpty()) {
            return limit;
        }
        UInt256 balance = chain.stateAt(number)
                .map(state -> new OverriddenState(state, overrides))
                .flatMap(state -> state.account(request.sender())).orElse(Account.EMPTY).balance();
        BigInteger left = balance.toBigInteger().subtract(request.value().toBigInteger());
        if (left.signum() < 0) {
            throw new JsonRpcException(RejectionCode.INSUFFICIENT_FUNDS,
                    "insufficient funds for value: balance " + balance + ", value "
                            + request.value());
        }
        BigInteger payable = left.divide(
                request.prices().get().maxFeePerGas().toBigInteger().max(BigInteger.ONE));
        return payable.bitLength() < 63 ? Math.min(limit, payable.longValue()) : limit;
    }

    private boolean succeeds(long gas) {
        return run(gas) instanceof CallResult.Returned;
    }

    private CallResult run(long gas) {
        return chain.simulate(request.withGas(gas), number, overrides, gas);
    }
}
