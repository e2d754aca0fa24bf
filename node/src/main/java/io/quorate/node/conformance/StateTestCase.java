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
        Optional<BlobSchedule> blobs = Networks
                .blobs(test.path("config").path("blobSchedule").path(forkName))
                .or(plain::blobSchedule);
        return new ExecutionRules(fork, UInt256.ONE, FeeMode.EIP1559, blobs,
                plain.transactionGasMax());
    }

    BlockContext block(ExecutionRules rules) {
        JsonNode env = test.path("env");
        UInt256 blobBaseFee = rules.blobSchedule().map(schedule -> BlockFees
                .blobBaseFee(FixtureNumbers.number(env.path("currentExcessBlobGas")), schedule))
                .orElse(UInt256.ZERO);
        UInt256 baseFee = fork.isAtLeast(Fork.LONDON)
                ? FixtureNumbers.word(env.path("currentBaseFee"))
                : UInt256.ZERO;
        return new BlockContext(FixtureNumbers.number(env.path("currentNumber")),
                FixtureNumbers.number(env.path("currentTimestamp")),
                beneficiary(),
                FixtureNumbers.word(env.path("currentDifficulty")),
                FixtureNumbers.word(env.path("currentRandom")).toHash(),
                FixtureNumbers.number(env.path("currentGasLimit")), baseFee, blobBaseFee,
                number -> Optional.of(hashOfBlock(number)));
    }

    Address beneficiary() {
        return Address.fromHex(test.path("env").path("currentCoinbase").asText());
    }

    /** The tests' convention, as there is no chain. */
    static Hash hashOfBlock(long number) {
        return Keccak256.hash(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
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
