package io.quorate.jsonrpc.method;

import io.quorate.evm.primitives.Address;
import io.quorate.jsonrpc.ChainQueries;
import io.quorate.jsonrpc.Committee;
import io.quorate.jsonrpc.CommitteeMember;
import io.quorate.jsonrpc.OrderingState;
import io.quorate.jsonrpc.ReplicaDiagnosis;
import io.quorate.jsonrpc.ReplicaFinding;
import io.quorate.jsonrpc.ReplicaQueries;
import io.quorate.jsonrpc.TransactionSubmitter;
import io.quorate.jsonrpc.Vitals;
import io.quorate.jsonrpc.json.ErrorCode;
import io.quorate.jsonrpc.json.JsonOut;
import io.quorate.jsonrpc.json.JsonRpcException;
import io.quorate.jsonrpc.json.JsonValue;
import io.quorate.jsonrpc.json.Param;
import io.quorate.ledger.BlockHeader;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who orders and how that goes: {@code bft_}, and by Besu's names {@code qbft_}. */
final class CommitteeMethods {
    /** Headers that one question reads. */
    private static final long BLOCKS_MAX = 10_000;
    private static final long BLOCKS_DEFAULT = 100; // as Besu

    private final ChainQueries chain;
    private final Blocks blocks;
    private final ReplicaQueries replica;
    private final StuckNonces stuck;

    CommitteeMethods(ChainQueries chain, Blocks blocks, ReplicaQueries replica,
            TransactionSubmitter submitter) {
        this.stuck = new StuckNonces(submitter);
        this.chain = chain;
        this.blocks = blocks;
        this.replica = replica;
    }

    List<Method> all() {
        return List.of(Method.light("bft_getValidators", 1, this::validators),
                Method.light("bft_getStatus", 0, call -> status()),
                Method.light("bft_explain", 0, call -> explain()),
                Method.light("qbft_getValidatorsByBlockNumber", 1,
                        call -> addresses(header(call.at(0, "block")))),
                Method.light("qbft_getValidatorsByBlockHash", 1,
                        call -> addresses(blocks.findByHash(call.at(0, "blockHash").hash())
                                .flatMap(choice -> chain.header(choice.stateNumber()))
                                .orElseThrow(() -> new JsonRpcException(
                                        ErrorCode.RESOURCE_NOT_FOUND, "block not found: "
                                                + call.at(0, "blockHash"))))),
                Method.light("qbft_getPendingVotes", 0, call -> out -> {
                    out.startObject(); // members are not changed by votes of proposers
                    out.endObject();
                }),
                Method.heavy("qbft_getSignerMetrics", 2, this::signerMetrics));
    }

    private BlockHeader header(Param param) {
        long number = blocks.require(param).stateNumber();
        return chain.header(number).orElseThrow(() -> Blocks.pruned(chain, "block", number));
    }

    private Committee committee(BlockHeader header) {
        return replica.committee(header).orElseThrow(() -> new JsonRpcException(
                ErrorCode.RESOURCE_UNAVAILABLE, "who ordered block " + header.number()
                        + " is not known here"));
    }

    private JsonValue addresses(BlockHeader header) {
        return JsonValue.list(committee(header).members().stream()
                .map(member -> JsonValue.of(member.address().bytes())).toList());
    }

    private JsonValue validators(Call call) {
        BlockHeader header = header(call.at(0, "block"));
        Committee committee = committee(header);
        return out -> {
            out.startObject();
            out.quantity("blockNumber", header.number());
            out.quantity("epoch", committee.epoch());
            out.number("quorum", committee.quorum());
            out.number("fastQuorum", committee.fastQuorum());
            out.number("faults", committee.faults());
            out.values("validators", committee.members().stream()
                    .map(member -> (JsonValue) to -> write(to, member)).toList());
            out.endObject();
        };
    }

    static void write(JsonOut out, CommitteeMember member) {
        out.startObject();
        out.number("index", member.index());
        out.number("number", member.number());
        out.string("name", member.name());
        out.address("address", member.address());
        out.data("publicKey", member.publicKey());
        member.endpoint().ifPresentOrElse(at -> out.string("endpoint", at),
                () -> out.nullField("endpoint"));
        out.endObject();
    }

    private JsonValue status() {
        OrderingState state = replica.ordering();
        OrderingState.Position position = state.position()
                .orElseThrow(() -> new JsonRpcException(ErrorCode.RESOURCE_UNAVAILABLE,
                        "this replica is starting; ask again in a moment"));
        long latest = chain.latestNumber();
        long finalized = chain.finalizedNumber();
        return out -> {
            out.startObject();
            out.number("replica", state.self());
            out.quantity("block", latest);
            out.quantity("finalized", finalized);
            out.quantity("epoch", position.epoch());
            out.quantity("view", position.view());
            out.bool("viewActive", position.viewActive());
            position.leader().ifPresentOrElse(leader -> out.number("leader", leader),
                    () -> out.nullField("leader"));
            out.quantity("certifiedSeqNum", position.base());
            out.quantity("decidedSeqNum", position.decided());
            out.quantity("executedSeqNum", position.executed());
            out.name("connected");
            out.startArray();
            position.connected().stream().sorted()
                    .forEach(number -> out.numberValue((long) number));
            out.endArray();
            position.learner().ifPresentOrElse(why -> out.string("learner", why),
                    () -> out.nullField("learner"));
            out.bool("voting", position.learner().isEmpty());
            out.number("rttMillis", position.rttMillis());
            out.number("decisionsFast", position.decisions().fast());
            out.number("decisionsSlow", position.decisions().slow());
            out.number("decisionsFetched", position.decisions().fetched());
            out.number("viewChanges", position.decisions().viewChanges());
            out.number("lastViewChangeMillis", position.decisions().lastViewChangeMillis());
            out.number("poolTransactions", state.work().transactions());
            out.string("disk", state.disk().name().toLowerCase(Locale.ROOT));
            out.bool("syncing", state.syncing().isPresent());
            out.endObject();
        };
    }

    private JsonValue explain() {
        OrderingState state = replica.ordering();
        Committee committee = replica.committee();
        BlockProduction production = BlockProduction.of(state, committee);
        Vitals vitals = replica.vitals();
        List<ReplicaFinding> findings = ReplicaDiagnosis.of(state, committee, vitals,
                stuck.find(state.work().transactions()));
        long latest = chain.latestNumber();
        return out -> {
            out.startObject();
            out.number("replica", state.self());
            out.string("status", production.status().word());
            out.string("explanation", production.explanation());
            out.quantity("block", latest);
            out.number("millisSinceBlock", state.work().sinceBlockMillis());
            out.number("waitingTransactions", state.work().transactions());
            out.number("waitingMillis", state.work().waitingMillis());
            out.number("members", committee.members().size());
            out.number("quorum", committee.quorum());
            out.number("reached", production.reached().size());
            out.number("margin", production.reached().size() - committee.quorum());
            out.bool("fastPath", production.reached().size() >= committee.fastQuorum());
            out.values("silent", production.silent().stream()
                    .map(member -> (JsonValue) to -> write(to, member)).toList());
            out.name("leader");
            Optional<CommitteeMember> leader = state.position()
                    .flatMap(position -> leader(position, committee));
            leader.ifPresentOrElse(member -> write(out, member), out::nullValue);
            out.number("faults", committee.faults());
            out.number("slow", committee.members().size() - committee.fastQuorum());
            VitalsOut.write(out, vitals);
            out.values("findings", findings.stream()
                    .map(finding -> (JsonValue) to -> VitalsOut.write(to, finding)).toList());
            out.endObject();
        };
    }

    private static Optional<CommitteeMember> leader(OrderingState.Position position,
            Committee committee) {
        return committee.members().stream().filter(member -> position.leader().isPresent()
                && member.number() == position.leader().getAsInt()).findFirst();
    }

    /** For the transaction pool. */
    Optional<String> obstacle() {
        return BlockProduction.of(replica.ordering(), replica.committee()).obstacle();
    }

    private static final class Tally {
        private long proposed;
        private long last;
    }

    /** Of the blocks from the first to the last parameter, or of the last hundred. */
    private JsonValue signerMetrics(Call call) {
        Param fromParam = call.at(0, "fromBlock");
        long to = blocks.require(call.at(1, "toBlock")).stateNumber();
        long from = fromParam.isAbsent()
                ? Math.max(chain.earliestBlockNumber(), to - BLOCKS_DEFAULT + 1)
                : blocks.require(fromParam).stateNumber();
        if (from > to) {
            throw JsonRpcException.invalidParams("invalid params: fromBlock is above toBlock");
        }
        if (to - from >= BLOCKS_MAX) {
            throw new JsonRpcException(ErrorCode.LIMIT_EXCEEDED, "a range of " + (to - from + 1)
                    + " blocks, at most " + BLOCKS_MAX + " are looked at");
        }
        Map<Address, Tally> tallies = new TreeMap<>();
        replica.committee().members()
                .forEach(member -> tallies.put(member.address(), new Tally()));
        for (long i = from; i <= to; i++) {
            long number = i;
            BlockHeader header = chain.header(number)
                    .orElseThrow(() -> Blocks.pruned(chain, "block", number));
            replica.proposer(header).ifPresent(proposer -> {
                Tally tally = tallies.computeIfAbsent(proposer, address -> new Tally());
                tally.proposed++;
                tally.last = number;
            });
        }
        return out -> {
            out.startArray();
            tallies.forEach((address, tally) -> {
                out.startObject();
                out.address("address", address);
                out.quantity("proposedBlockCount", tally.proposed);
                out.quantity("lastProposedBlockNumber", tally.last);
                out.endObject();
            });
            out.endArray();
        };
    }
}
