package io.quorate.node.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.fork.Fork;
import io.quorate.evm.fork.ForkSchedule;
import io.quorate.evm.fork.ForkSchedule.Activation;
import io.quorate.evm.fork.ForkSchedule.Trigger;
import io.quorate.evm.primitives.Hash;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.Difficulty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** DifficultyTests, and the difficulty files of BasicTests: one number each, from a parent and a block. */
final class DifficultyTests implements TestFormat {
    /** As far as the blocks of the files in BasicTests go. */
    private static final ForkSchedule MAIN_NETWORK = chain(1_150_000, 4_370_000, 7_280_000);
    private static final ForkSchedule ROPSTEN = chain(0, 1_700_000, 4_230_000);

    @Override
    public Suite suite() {
        return Suite.DIFFICULTY;
    }

    @Override
    public boolean matches(Entry entry) {
        return isCase(entry.content()) || entry.content().isObject()
                && entry.content().properties().stream().anyMatch(
                        fork -> Networks.network(fork.getKey(), fork.getValue().path("-"))
                                .isPresent() && hasCases(fork.getValue()));
    }

    private static boolean hasCases(JsonNode cases) {
        return cases.isObject()
                && cases.properties().stream().allMatch(one -> isCase(one.getValue()));
    }

    private static boolean isCase(JsonNode json) {
        return json.has("currentDifficulty") && json.has("parentDifficulty");
    }

    @Override
    public List<CaseResult> run(Entry entry, Predicate<String> wantsFork) {
        List<CaseResult> results = new ArrayList<>();
        if (isCase(entry.content())) {
            results.add(judge(entry.fullName(), "", chainOf(entry.file()), entry.content()));
            return results;
        }
        entry.content().properties().stream()
                .filter(fork -> !fork.getKey().equals("_info") && wantsFork.test(fork.getKey()))
                .forEach(fork -> fork.getValue().properties()
                        .forEach(one -> results.add(judge(
                                entry.fullName() + "/" + one.getKey(), fork.getKey(),
                                Networks.network(fork.getKey(), entry.content().path("-"))
                                        .map(Networks.Network::forks),
                                one.getValue()))));
        return results;
    }

    /** BasicTests name their chain in the file's name alone. */
    private static Optional<ForkSchedule> chainOf(String file) {
        if (file.endsWith("Ropsten.json")) {
            return Optional.of(ROPSTEN);
        }
        if (file.endsWith("Homestead.json")) {
            return Optional.of(ForkSchedule.allFrom(Fork.HOMESTEAD));
        }
        return Optional.of(MAIN_NETWORK);
    }

    private static ForkSchedule chain(long homestead, long byzantium, long constantinople) {
        return new ForkSchedule(List.of(activation(Fork.HOMESTEAD, homestead),
                activation(Fork.BYZANTIUM, byzantium),
                activation(Fork.CONSTANTINOPLE, constantinople)));
    }

    private static Activation activation(Fork fork, long number) {
        return new Activation(ForkSchedule.nameOf(fork), fork, new Trigger.AtBlock(number),
                Optional.empty());
    }

    private static CaseResult judge(String name, String fork, Optional<ForkSchedule> forks,
            JsonNode test) {
        return CaseResult.of(Suite.DIFFICULTY, name, fork,
                forks.map(known -> judge(known, test)).orElse(Optional.of("unknown fork")));
    }

    private static Optional<String> judge(ForkSchedule forks, JsonNode test) {
        long number = FixtureNumbers.any(test.path("currentBlockNumber")).longValueExact();
        long timestamp = FixtureNumbers.any(test.path("currentTimestamp")).longValue();
        Difficulty.Parent parent = new Difficulty.Parent(
                UInt256.of(FixtureNumbers.any(test.path("parentDifficulty"))),
                FixtureNumbers.any(test.path("parentTimestamp")).longValue(), hasOmmers(test));
        UInt256 difficulty = Difficulty.after(parent, number, timestamp,
                forks.forkAt(number, timestamp), forks.bombDelayAt(number, timestamp));
        UInt256 expected = UInt256.of(FixtureNumbers.any(test.path("currentDifficulty")));
        return difficulty.equals(expected) ? Optional.empty()
                : Optional.of("difficulty is " + difficulty + ", expected " + expected);
    }

    /** A flag in some files, the hash of the ommers in others. */
    private static boolean hasOmmers(JsonNode test) {
        if (!test.has("parentUncles")) {
            return false;
        }
        UInt256 ommers = UInt256.of(FixtureNumbers.any(test.path("parentUncles")));
        return !ommers.isZero() && !ommers.equals(Hash.EMPTY_LIST.toUInt256());
    }
}
