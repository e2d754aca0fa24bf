package io.quorate.jsonrpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.jsonrpc.CallRequest;
import io.quorate.jsonrpc.CallResult;
import io.quorate.jsonrpc.FeeMode;
import io.quorate.jsonrpc.MemoryChain;
import io.quorate.jsonrpc.MemoryPool;
import io.quorate.jsonrpc.OverriddenState;
import io.quorate.jsonrpc.Overrides;
import io.quorate.state.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls and estimates: what reaches the machine, and how its endings are told. */
class CallsTest {
    private static final String TO = "0x00000000000000000000000000000000000000aa";
    private static final String FROM = "0x00000000000000000000000000000000000000bb";

    private final MemoryChain chain = MemoryChain.withGenesis(1337);
    private final Rpc rpc = new Rpc(chain, new MemoryPool());
    private final List<CallRequest> requests = new ArrayList<>();
    private final List<Overrides> overridden = new ArrayList<>();
    private final List<Long> gasLimits = new ArrayList<>();

    @AfterEach
    void close() {
        rpc.close();
    }

    private void answer(CallResult result) {
        chain.machine = (request, number, overrides, gas) -> {
            requests.add(request);
            overridden.add(overrides);
            gasLimits.add(gas);
            return result;
        };
    }

    @Test
    void passesTheRequestOn() {
        answer(new CallResult.Returned(30_000, Bytes.of(7, 8)));
        assertThat(rpc.result("eth_call",
                "[{'from':'" + FROM + "','to':'" + TO
                        + "','gas':'0xea60','value':'0x17','data':'0x01','input':'0x02',"
                        + "'maxFeePerGas':'0x5','maxPriorityFeePerGas':'0x1','extra':1},'latest']")
                .textValue()).isEqualTo("0x0708");
        CallRequest request = requests.getFirst();
        assertThat(request.from()).contains(Address.fromHex(FROM));
        assertThat(request.to()).contains(Address.fromHex(TO));
        assertThat(request.data()).as("input beats data").isEqualTo(Bytes.of(2));
        assertThat(request.prices())
                .contains(new CallRequest.Prices(UInt256.of(5), UInt256.ONE));
        assertThat(gasLimits).containsExactly(60_000L);
    }

    @Test
    void readsOverrides() {
        answer(new CallResult.Returned(1, Bytes.EMPTY));
        rpc.result("eth_call",
                "[{},'pending',{'" + TO + "':{'balance':'0x9','nonce':'0x3','code':'0x60',"
                        + "'stateDiff':{'0x1':'0x" + "0".repeat(63) + "7'}}},{'time':'0x5'}]");
        Overrides overrides = overridden.getFirst();
        assertThat(overrides.block().number()).as("pending is the block to come").contains(1L);
        assertThat(overrides.block().time()).contains(5L);
        Overrides.OfAccount account = overrides.accounts().get(Address.fromHex(TO));
        assertThat(account.balance()).contains(UInt256.of(9));
        assertThat(account.nonce()).contains(3L);
        assertThat(account.code()).contains(Bytes.of(0x60));
        assertThat(account.storageDiff()).containsEntry(UInt256.ONE, UInt256.of(7));
    }

    @Test
    void understandsBlockIdsOfEip1898() {
        answer(new CallResult.Returned(1, Bytes.EMPTY));
        Hash genesis = chain.block(0).orElseThrow().hash();
        rpc.result("eth_call", "[{},{'blockHash':'" + genesis + "','requireCanonical':true}]");
        rpc.result("eth_call", "[{},{'blockNumber':'0x0'}]");
        rpc.result("eth_call", "[{},'" + genesis + "']");
        assertThat(rpc.error("eth_call", "[{},{'blockHash':'" + Hash.EMPTY + "'}]").get("code")
                .intValue()).isEqualTo(-32001);
        assertThat(rpc.error("eth_call", "[{},'0x9']").get("code").intValue())
                .isEqualTo(-32001);
        assertThat(rpc.error("eth_call", "[{},{}]").get("code").intValue()).isEqualTo(-32602);
    }

    @Test
    void tellsTheReasonOfARevert() {
        Bytes data = Bytes.fromHexString("0x08c379a0" + "0".repeat(62) + "20" + "0".repeat(63)
                + "a" + "75736572206572726f72" + "0".repeat(44));
        answer(new CallResult.Reverted(30_000, data));
        for (String method : List.of("eth_call", "eth_estimateGas")) {
            JsonNode error = rpc.error(method, "[{}]");
            assertThat(error.get("code").intValue()).isEqualTo(3);
            assertThat(error.get("message").textValue())
                    .isEqualTo("execution reverted: user error");
            assertThat(error.get("data").textValue()).isEqualTo(data.toHexString());
        }
    }

    @Test
    void tellsPanicsAndUnknownRevertData() {
        answer(new CallResult.Reverted(1,
                Bytes.fromHexString("0x4e487b71" + "0".repeat(62) + "11")));
        assertThat(rpc.error("eth_call", "[{}]").get("message").textValue())
                .isEqualTo("execution reverted: arithmetic underflow or overflow");
        answer(new CallResult.Reverted(1, Bytes.fromHexString("0x08c379a0" + "f".repeat(128))));
        assertThat(rpc.error("eth_call", "[{}]").get("message").textValue())
                .isEqualTo("execution reverted");
        answer(new CallResult.Reverted(1, Bytes.EMPTY));
        assertThat(rpc.error("eth_call", "[{}]").get("data").textValue()).isEqualTo("0x");
    }

    @Test
    void tellsHaltsAndRejections() {
        answer(new CallResult.Halted(1, false, "invalid opcode 0xfe"));
        assertThat(rpc.error("eth_call", "[{}]").get("code").intValue()).isEqualTo(-32015);
        answer(new CallResult.Halted(1, true, "at pc 3"));
        assertThat(rpc.error("eth_call", "[{}]").get("code").intValue()).isEqualTo(801);
        answer(new CallResult.Rejected(809, "insufficient funds"));
        assertThat(rpc.error("eth_estimateGas", "[{}]").get("code").intValue()).isEqualTo(809);
    }

    /** A message that needs {@code needed} gas, of which it gets some back. */
    private void needs(long needed, long used) {
        chain.machine = (request, number, overrides, gas) -> {
            requests.add(request);
            return gas < needed ? new CallResult.Halted(gas, true, "out of gas")
                    : new CallResult.Returned(used, Bytes.EMPTY);
        };
    }

    @Test
    void estimatesExactlyWhatIsUsedWhereThatSuffices() {
        needs(21_000, 21_000);
        assertThat(rpc.result("eth_estimateGas", "[{}]").textValue()).isEqualTo("0x5208");
        assertThat(requests).hasSize(2);
    }

    @Test
    void estimatesWhatIsNeededNotWhatIsUsed() {
        for (long needed : new long[]{30_001, 100_000, 3_000_000, 16_777_216}) {
            requests.clear();
            needs(needed, needed * 4 / 5);
            long estimate = Long
                    .decode(rpc.result("eth_estimateGas", "[{}]").textValue());
            assertThat(estimate).isBetween(needed, needed + needed / 60);
            assertThat(requests).as("few runs").hasSizeLessThan(20);
        }
    }

    @Test
    void refusesToEstimateBeyondTheCap() {
        needs((1 << 24) + 1, 1);
        assertThat(rpc.error("eth_estimateGas", "[{}]").get("code").intValue()).isEqualTo(801);
    }

    /** On a fee-blind chain prices mean nothing, so an account without funds can be asked for. */
    @Test
    void estimatesForSendersWithoutFunds() {
        needs(21_000, 21_000);
        assertThat(rpc.result("eth_estimateGas", "[{'from':'" + FROM + "','gasPrice':'0xffff'}]")
                .textValue()).isEqualTo("0x5208");
        assertThat(requests.getFirst().prices()).isEmpty();
    }

    @Test
    void estimatesWithinWhatTheSenderCanPay() {
        chain.feeMode = FeeMode.EIP_1559;
        chain.accounts.put(Address.fromHex(FROM),
                new Account(0, UInt256.of(100_000), Hash.EMPTY));
        needs(30_000, 30_000);
        assertThat(rpc.result("eth_estimateGas", "[{'from':'" + FROM + "','gasPrice':'0x3'}]")
                .textValue()).isEqualTo("0x7530");
        assertThat(rpc.error("eth_estimateGas", "[{'from':'" + FROM + "','gasPrice':'0x4'}]")
                .get("message").textValue()).contains("25000");
    }

    @Test
    void saysThatAccessListsAreNotTraced() {
        assertThat(rpc.error("eth_createAccessList", "[{}]").get("code").intValue())
                .isEqualTo(-32004);
    }

    @Test
    void readsAnOverriddenState() {
        Overrides.OfAccount account = new Overrides.OfAccount(Optional.empty(),
                Optional.of(UInt256.of(9)), Optional.of(Bytes.of(1)),
                Optional.of(Map.of(UInt256.ONE, UInt256.of(2))),
                Map.of(), Optional.empty());
        Address address = Address.fromHex(TO);
        chain.accounts.put(address, new Account(4, UInt256.ZERO, Hash.EMPTY));
        chain.slots.put(address, Map.of(UInt256.of(5), UInt256.of(6)));
        var state = new OverriddenState(chain.stateAt(0).orElseThrow(),
                new Overrides(Map.of(address, account), Overrides.OfBlock.NONE));
        Account seen = state.account(address).orElseThrow();
        assertThat(seen.nonce()).isEqualTo(4);
        assertThat(seen.balance()).isEqualTo(UInt256.of(9));
        assertThat(state.code(seen.codeHash())).isEqualTo(Bytes.of(1));
        assertThat(state.storage(address, UInt256.ONE)).isEqualTo(UInt256.of(2));
        assertThat(state.storage(address, UInt256.of(5))).isEqualTo(UInt256.ZERO);
    }
}
