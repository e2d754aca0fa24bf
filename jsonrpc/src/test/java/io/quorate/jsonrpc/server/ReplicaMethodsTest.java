package io.quorate.jsonrpc.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.primitives.Address;
import io.quorate.jsonrpc.Grants;
import io.quorate.jsonrpc.MemoryChain;
import io.quorate.jsonrpc.MemoryPool;
import io.quorate.jsonrpc.MemoryReplica;
import io.quorate.jsonrpc.OrderingState;
import io.quorate.jsonrpc.PoolPlace;
import io.quorate.jsonrpc.SyncProgress;
import io.quorate.jsonrpc.TestBlocks;
import io.quorate.jsonrpc.Vitals;
import io.quorate.ledger.RecoveredTransaction;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a replica tells of ordering, its peers and itself. */
class ReplicaMethodsTest {
    private static final Set<Integer> ALL = Set.of(1, 2, 3);

    private final MemoryChain chain = MemoryChain.withGenesis(1337);
    private final MemoryPool pool = new MemoryPool();
    private final MemoryReplica replica = new MemoryReplica();
    private final Rpc rpc = new Rpc(chain, pool, replica);

    @AfterEach
    void close() {
        rpc.close();
    }

    private String address(int member) {
        return replica.committee().members().get(member).address().toString();
    }

    private JsonNode explain(OrderingState state) {
        replica.state = state;
        return rpc.result("bft_explain", "[]");
    }

    private static OrderingState with(Optional<OrderingState.Position> position,
            OrderingState.Disk disk, boolean runnable, int waiting, long millis,
            Optional<SyncProgress> syncing) {
        return new OrderingState(0, position, disk,
                new OrderingState.Work(runnable, waiting, millis, millis), syncing);
    }

    private static Optional<OrderingState.Position> connected(Set<Integer> others) {
        return Optional.of(MemoryReplica.position(others, true, Optional.empty()));
    }

    @Test
    void namesThoseWhoAreSilent() {
        JsonNode told = explain(with(connected(Set.of(2)), OrderingState.Disk.ENOUGH, true, 1,
                20_000, Optional.empty()));
        assertThat(told.get("status").textValue()).isEqualTo("no-quorum");
        assertThat(told.get("explanation").textValue()).contains("2 of 4",
                "takes 3", "bank-1 at 10.0.0.1:30303, bank-3 at 10.0.0.3:30303");
        assertThat(told.get("margin").intValue()).isEqualTo(-1);
        assertThat(told.get("fastPath").booleanValue()).isFalse();
        assertThat(told.get("silent")).extracting(node -> node.get("number").intValue())
                .containsExactly(1, 3);
        assertThat(told.at("/leader/name").textValue()).isEqualTo("bank-2");
    }

    /** By the doctor's codes, with what they come from. */
    @Test
    void findsWhatIsWrong() {
        replica.vitals = MemoryReplica.healthy(List.of(new Vitals.Trouble(3,
                "refused replica=3: window differs: ours is 64, theirs is 32", 5),
                new Vitals.Trouble(-1, "bytes that are not TLS", 6)));
        JsonNode told = explain(with(connected(Set.of(1, 2)), OrderingState.Disk.ENOUGH, false, 0,
                0, Optional.empty()));
        assertThat(told.get("findings")).hasSize(1);
        assertThat(told.at("/findings/0/code").textValue()).isEqualTo("GENESIS_DIFFERS");
        assertThat(told.at("/findings/0/replica").intValue()).isEqualTo(3);
        assertThat(told.at("/findings/0/text").textValue()).contains("bank-3", "window differs");
        assertThat(told.at("/machine/troubles/0/replica").intValue()).isEqualTo(3);
        assertThat(told.at("/machine/troubles/1/replica").isNull()).isTrue();
        assertThat(told.at("/machine/syncMillis").intValue()).isEqualTo(3);
        assertThat(told.get("faults").intValue()).isEqualTo(1);
    }

    @Test
    void namesANonceThatNobodySends() {
        RecoveredTransaction transaction = TestBlocks.transfer(4);
        pool.queued.add(transaction);
        pool.places.put(transaction.hash(), new PoolPlace.Waiting(transaction, 6_000, true, 0, 2,
                OptionalLong.empty()));
        OrderingState gapped = with(connected(ALL), OrderingState.Disk.ENOUGH, false, 1, 0,
                Optional.empty());
        JsonNode told = explain(gapped);
        assertThat(told.at("/findings/0/code").textValue()).isEqualTo("NONCE_GAP");
        assertThat(told.at("/findings/0/mend").textValue())
                .contains(transaction.sender().toString(), "nonce 2");
        pool.places.put(transaction.hash(), new PoolPlace.Waiting(transaction, 4_000, true, 0, 2,
                OptionalLong.empty()));
        assertThat(explain(gapped).get("findings")).isEmpty();
    }

    @Test
    void tellsTheGravestFirst() {
        assertThat(explain(with(connected(ALL), OrderingState.Disk.NONE, true, 1, 0,
                Optional.empty())).get("status").textValue()).isEqualTo("disk-full");
        assertThat(explain(with(Optional.empty(), OrderingState.Disk.LOW, true, 1, 0,
                Optional.empty())).get("status").textValue()).isEqualTo("starting");
        JsonNode learner = explain(with(
                Optional.of(MemoryReplica.position(ALL, true, Optional.of("its log is new"))),
                OrderingState.Disk.ENOUGH, true, 1, 0, Optional.empty()));
        assertThat(learner.get("status").textValue()).isEqualTo("learner");
        assertThat(learner.get("explanation").textValue()).contains("its log is new");
        assertThat(explain(with(connected(ALL), OrderingState.Disk.ENOUGH, true, 1, 0,
                Optional.of(new SyncProgress(1, 1, 90)))).get("explanation").textValue())
                .contains("by 89 slots");
        assertThat(explain(with(
                Optional.of(MemoryReplica.position(ALL, false, Optional.empty())),
                OrderingState.Disk.ENOUGH, true, 1, 0, Optional.empty())).get("status")
                .textValue()).isEqualTo("view-change");
        assertThat(explain(with(connected(ALL), OrderingState.Disk.ENOUGH, true, 1, 10_001,
                Optional.empty())).get("status").textValue()).isEqualTo("stalled");
        assertThat(explain(with(connected(ALL), OrderingState.Disk.ENOUGH, true, 1, 10_000,
                Optional.empty())).get("status").textValue()).isEqualTo("working");
        JsonNode gapped = explain(with(connected(ALL), OrderingState.Disk.ENOUGH, false, 2, 0,
                Optional.empty()));
        assertThat(gapped.get("status").textValue()).isEqualTo("idle");
        assertThat(gapped.get("explanation").textValue()).contains("lack an earlier nonce");
        assertThat(gapped.get("margin").intValue()).isEqualTo(1);
        assertThat(gapped.get("fastPath").booleanValue()).isTrue();
    }

    @Test
    void aTransactionsExplanationSaysWhyNoBlockIsMade() {
        RecoveredTransaction transaction = TestBlocks.transfer(0);
        pool.places.put(transaction.hash(), new PoolPlace.Waiting(transaction, 1, true, 0, 1,
                OptionalLong.empty()));
        String params = "['" + transaction.hash() + "']";
        assertThat(rpc.result("txpool_explain", params).get("explanation").textValue())
                .doesNotContain("no block is made");
        replica.state = MemoryReplica.state(Set.of());
        assertThat(rpc.result("txpool_explain", params).get("explanation").textValue())
                .contains("no block is made: Too few replicas");
    }

    @Test
    void namesTheValidatorsAsBesuDoesToo() {
        assertThat(rpc.result("qbft_getValidatorsByBlockNumber", "['latest']"))
                .extracting(JsonNode::textValue)
                .containsExactly(address(0), address(1), address(2), address(3));
        assertThat(rpc.result("qbft_getValidatorsByBlockHash",
                "['" + chain.block(0).orElseThrow().hash() + "']")).hasSize(4);
        assertThat(rpc.error("qbft_getValidatorsByBlockHash", "['0x" + "ab".repeat(32) + "']")
                .get("code").intValue()).isEqualTo(-32001);
        assertThat(rpc.result("qbft_getPendingVotes", "[]").isObject()).isTrue();
        JsonNode told = rpc.result("bft_getValidators", "[]");
        assertThat(told.get("quorum").intValue()).isEqualTo(3);
        assertThat(told.at("/validators/1/name").textValue()).isEqualTo("bank-1");
        assertThat(told.at("/validators/1/endpoint").textValue()).isEqualTo("10.0.0.1:30303");
    }

    @Test
    void countsWhoProposed() {
        for (int i = 0; i < 5; i++) {
            chain.commit(List.of(), List.of());
        }
        JsonNode all = rpc.result("qbft_getSignerMetrics", "[]");
        assertThat(all).hasSize(4);
        assertThat(proposed(all, 1)).isEqualTo("0x3 0x5");
        assertThat(proposed(all, 0)).isEqualTo("0x2 0x4");
        assertThat(proposed(all, 3)).isEqualTo("0x0 0x0");
        assertThat(proposed(rpc.result("qbft_getSignerMetrics", "['0x2','0x3']"), 1))
                .isEqualTo("0x1 0x3");
        assertThat(rpc.error("qbft_getSignerMetrics", "['0x3','0x2']").get("code").intValue())
                .isEqualTo(-32602);
    }

    private String proposed(JsonNode all, int member) {
        for (JsonNode node : all) {
            if (node.get("address").textValue().equals(address(member))) {
                return node.get("proposedBlockCount").textValue() + " "
                        + node.get("lastProposedBlockNumber").textValue();
            }
        }
        throw new AssertionError("no member " + member + " in " + all);
    }

    @Test
    void tellsWhereTheProtocolIs() {
        JsonNode told = rpc.result("bft_getStatus", "[]");
        assertThat(told.get("decidedSeqNum").textValue()).isEqualTo("0x9");
        assertThat(told.get("leader").intValue()).isEqualTo(2);
        assertThat(told.get("voting").booleanValue()).isTrue();
        assertThat(told.get("connected")).extracting(JsonNode::intValue).containsExactly(1, 2, 3);
        assertThat(told.get("disk").textValue()).isEqualTo("enough");
        replica.state = with(Optional.empty(), OrderingState.Disk.ENOUGH, false, 0, 0,
                Optional.empty());
        assertThat(rpc.error("bft_getStatus", "[]").get("code").intValue()).isEqualTo(-32002);
    }

    @Test
    void peersAreTheMembers() {
        JsonNode info = rpc.result("admin_nodeInfo", "[]");
        assertThat(info.get("ports").get("listener").intValue()).isEqualTo(30303);
        assertThat(info.at("/protocols/eth/genesis").textValue())
                .isEqualTo(chain.block(0).orElseThrow().hash().toString());
        replica.state = MemoryReplica.state(Set.of(1, 3));
        JsonNode peers = rpc.result("admin_peers", "[]");
        assertThat(peers).extracting(node -> node.get("name").textValue())
                .containsExactly("bank-1", "bank-3");
        String enode = peers.get(0).get("enode").textValue();
        assertThat(rpc.result("perm_getNodesAllowlist", "[]")).hasSize(4)
                .anyMatch(node -> node.textValue().equals(enode));
        assertThat(rpc.result("admin_addPeer", "['" + enode + "']").booleanValue()).isFalse();
        assertThat(rpc.error("admin_removePeer", "['" + enode + "']").get("message").textValue())
                .contains("replica 1 is a member");
        String stranger = "enode://" + "ab".repeat(64) + "@10.9.9.9:30303";
        assertThat(rpc.error("admin_addPeer", "['" + stranger + "']").get("message").textValue())
                .startsWith("Cannot add a non-permitted node as a peer");
        assertThat(rpc.result("admin_removePeer", "['" + stranger + "']").booleanValue())
                .isFalse();
        assertThat(rpc.error("admin_addPeer", "['10.9.9.9']").get("code").intValue())
                .isEqualTo(-32602);
    }

    @Test
    void changesLogLevels() {
        assertThat(rpc.result("admin_changeLogLevel", "['DEBUG']").textValue())
                .isEqualTo("Success");
        rpc.result("admin_changeLogLevel", "['Warn',['io.quorate.bft','io.vertx']]");
        assertThat(replica.levels).containsExactly("debug[]", "warn[io.quorate.bft, io.vertx]");
        assertThat(rpc.error("admin_changeLogLevel", "['LOUD']").get("code").intValue())
                .isEqualTo(-32602);
        assertThat(rpc.error("admin_changeLogLevel", "['INFO',['a b']]").get("message")
                .textValue()).contains("the name of a package or a class");
    }

    @Test
    void hasNoListOfAccountsWhileAllMaySend() {
        assertThat(rpc.error("perm_getAccountsAllowlist", "[]").get("message").textValue())
                .contains("not enabled");
        replica.accounts = Optional.of(List.of(Address.ofLow(7)));
        assertThat(rpc.result("perm_getAccountsAllowlist", "[]")).singleElement()
                .extracting(JsonNode::textValue).isEqualTo(Address.ofLow(7).toString());
    }

    @Test
    void refusesBesusWritingMethodsWithAHint() {
        for (String method : List.of("qbft_proposeValidatorVote", "qbft_discardValidatorVote",
                "ibft_getValidatorsByBlockNumber", "clique_getSigners",
                "perm_addNodesToAllowlist", "perm_removeAccountsFromAllowlist")) {
            JsonNode error = rpc.error(method, "[]");
            assertThat(error.get("code").intValue()).isEqualTo(-32601);
            assertThat(error.get("message").textValue()).contains("not available: ");
        }
    }

    @Test
    void opensTheGroupsOfOrderingAndOperatorsOnlyByName() {
        assertThat(rpc.result("rpc_modules", "[]").fieldNames()).toIterable()
                .contains("bft", "qbft", "admin", "perm", "txpool", "trace");
        assertThat(Grants.STANDARD.allows("admin_peers")).isFalse();
        assertThat(Grants.STANDARD.allows("bft_explain")).isFalse();
    }
}
