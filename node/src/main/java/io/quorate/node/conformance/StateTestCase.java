package io.quorate.node.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.crypto.Keccak256;
import io.quorate.evm.fork.BlobSchedule;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.BlockContext;
import io.quorate.execution.BlockFees;
import io.quorate.execution.ExecutionRules;
import io.quorate.execution.FeeMode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One post entry of a state test: the test's sections, the fork, and which entry of the fork's list. */
record StateTestCase(String name, JsonNode test, String forkName, Fork fork, JsonNode post) {
    ExecutionRules rules() {
        ExecutionRules plain = ExecutionRules.ethereum(fork, UInt256.ONE);
        JsonNode schedule = test.path("config").path("blobSchedule").path(forkName);
        Optional<BlobSchedule> blobs = schedule.isMissingNode() ? plain.blobSchedule()
                : Optional.of(new BlobSchedule((int) number(schedule.path("target")),
                        (int) number(schedule.path("max")),
                        number(schedule.path("baseFeeUpdateFraction"))));
        return new ExecutionRules(fork, UInt256.ONE, FeeMode.EIP1559, blobs,
                plain.transactionGasMax());
    }

    BlockContext block(ExecutionRules rules) {
        JsonNode env = test.path("env");
        UInt256 blobBaseFee = rules.blobSchedule().map(schedule -> BlockFees
                .blobBaseFee(number(env.path("currentExcessBlobGas")), schedule))
                .orElse(UInt256.ZERO);
        UInt256 baseFee = fork.isAtLeast(Fork.LONDON) ? word(env.path("currentBaseFee"))
                : UInt256.ZERO;
        return new BlockContext(number(env.path("currentNumber")),
                number(env.path("currentTimestamp")),
                beneficiary(),
                word(env.path("currentDifficulty")), word(env.path("currentRandom")).toHash(),
                number(env.path("currentGasLimit")), baseFee, blobBaseFee,
                number -> Optional.of(hashOfBlock(number)));
    }

    Address beneficiary() {
        return Address.fromHex(test.path("env").path("currentCoinbase").asText());
    }

    /** The tests' convention, as there is no chain. */
    private static Hash hashOfBlock(long number) {
        return Keccak256.hash(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    private static long number(JsonNode hex) {
        return word(hex).toLongExact();
    }

    private static UInt256 word(JsonNode hex) {
        return UInt256.fromHex(hex.asText("0x0").isEmpty() ? "0x0" : hex.asText("0x0"));
    }

    boolean expectsRejection() {
        return post.hasNonNull("expectException");
    }

    /**
     * The tool that filled the older suites (those without the full state) touches the beneficiary after every
     * transaction, also after a refused one. From EIP-158 on that leaves no trace.
     */
    boolean touchesBeneficiaryWhenRefused() {
        return !post.has("state") && !fork.isAtLeast(Fork.SPURIOUS_DRAGON);
    }

    Hash expectedRoot() {
        return Hash.fromHex(post.path("hash").asText());
    }

    Hash expectedLogsHash() {
        return Hash.fromHex(post.path("logs").asText());
    }
}
