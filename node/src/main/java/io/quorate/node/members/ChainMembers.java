package io.quorate.node.members;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.evm.primitives.Address;
import io.quorate.evm.primitives.UInt256;
import io.quorate.execution.MemberRegistry;
import io.quorate.node.OperatorException;
import io.quorate.node.client.ReplicaClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.tuweni.bytes.Bytes;

/** What a replica says of the members, all as of one block. One thread. */
public final class ChainMembers {
    private static final int PAGE = 128;

    private final ReplicaClient replica;
    private final String block;
    private final Map<UInt256, UInt256> slots = new HashMap<>();

    /** The committee before or after a change; see {@code Plan} in MembersBase.sol. */
    public record Plan(int n, int c, int f, int quorum, int staying, int joining, int leaving,
            int waiting, int leavingMax, boolean livesWithoutJoiners) {
        static Plan read(AbiReader in) {
            return new Plan((int) in.number(), (int) in.number(), (int) in.number(),
                    (int) in.number(), (int) in.number(), (int) in.number(), (int) in.number(),
                    (int) in.number(), (int) in.number(), in.flag());
        }
    }

    /** What actions would do; {@code enforced} as {@link Flags#RULES} has it. */
    public record Effect(Plan before, Plan after, long votersBefore, long votersAfter,
            long neededBefore, long neededAfter, long enforcedBefore, long enforcedAfter) {}

    /** What became of a proposal. */
    public enum State {
        NONE, OPEN, EXECUTED, CANCELLED, EXPIRED
    }

    /**
     * @param approved organisations that approved
     * @param approvals how many of those count now, of {@code needed}
     */
    public record Proposal(long id, State state, int organisation, boolean breakGlass,
            long expiresAt, Address proposer, String description, List<SystemCall> actions,
            List<Integer> approved, long approvals, long needed) {}

    /** By what fraction of organisations, and within which time, votes are decided. */
    public record Voting(int numerator, int denominator, long lifetimeSeconds) {}

    /** Fails with {@link OperatorException} on a chain without contracts of the members. */
    public ChainMembers(ReplicaClient replica) {
        this.replica = replica;
        this.block = replica.call("eth_blockNumber").asText();
        if (replica.call("eth_getCode", MemberRegistry.ADDRESS.toString(), block).asText()
                .length() <= 2) {
            throw new OperatorException("This chain has no contracts of the members: nothing is at "
                    + MemberRegistry.ADDRESS + ".");
        }
    }

    public long blockNumber() {
        return Long.decode(block);
    }

    public MemberRegistry registry() {
        return new MemberRegistry(slot -> slots.computeIfAbsent(slot,
                wanted -> UInt256.fromHex(replica.call("eth_getStorageAt",
                        MemberRegistry.ADDRESS.toString(), wanted.toHash().toString(), block)
                        .asText())));
    }

    /** The committee after all that was asked for. */
    public Plan plan() {
        return Plan.read(ask(new SystemCall(SystemCall.REGISTRY, Abi.call("plan()"))));
    }

    public Effect dryRun(List<SystemCall> actions, boolean breakGlass) {
        AbiReader in = ask(SystemCall.dryRun(actions, breakGlass));
        return new Effect(Plan.read(in), Plan.read(in), in.number(), in.number(), in.number(),
                in.number(), in.number(), in.number());
    }

    /** What an organisation changes of its nodes without a vote: {@link Flags#NODES_ALONE}. */
    public int nodesAlone() {
        return (int) ask(new SystemCall(SystemCall.REGISTRY, Abi.call("selfService()"))).number();
    }

    public Voting voting() {
        AbiReader in = ask(new SystemCall(SystemCall.GOVERNANCE, Abi.call("settings()")));
        return new Voting((int) in.number(), (int) in.number(), in.number());
    }

    /** By ascending number. */
    public List<Proposal> openProposals() {
        List<Proposal> open = new ArrayList<>();
        long offset = 0;
        List<Long> page;
        do {
            page = ask(new SystemCall(SystemCall.GOVERNANCE, Abi.call("states(uint256,uint256)",
                    Abi.number(offset), Abi.number(PAGE)))).list(AbiReader::number);
            for (int i = 0; i < page.size(); i++) {
                if (page.get(i) == State.OPEN.ordinal()) open.add(proposal(offset + i + 1));
            }
            offset += page.size();
        } while (page.size() == PAGE);
        return open;
    }

    /** Fails with {@link OperatorException} where there is none of this number. */
    public Proposal proposal(long id) {
        long state = ask(new SystemCall(SystemCall.GOVERNANCE,
                Abi.call("stateOf(uint64)", Abi.number(id)))).number();
        if (state < State.OPEN.ordinal() || state >= State.values().length) {
            throw new OperatorException("There is no proposal " + id
                    + "; 'quorate members status' shows those that are open.");
        }
        AbiReader in = ask(new SystemCall(SystemCall.GOVERNANCE,
                Abi.call("proposal(uint64)", Abi.number(id)))).dynamic();
        int organisation = (int) in.number();
        in.number(); // as stored; `states` tells of expired ones
        boolean breakGlass = in.flag();
        long expiresAt = in.number();
        Address proposer = in.address();
        String description = in.text();
        List<SystemCall> actions = in.list(entries -> {
            AbiReader action = entries.dynamic();
            return new SystemCall(action.address(), action.bytes());
        });
        List<Integer> approved = in.list(each -> (int) each.number());
        AbiReader tally = ask(new SystemCall(SystemCall.GOVERNANCE,
                Abi.call("tally(uint64)", Abi.number(id))));
        return new Proposal(id, State.values()[(int) state], organisation, breakGlass, expiresAt,
                proposer, description, actions, approved, tally.number(), tally.number());
    }

    /** Fails with {@link OperatorException} that words why the contract does not answer. */
    AbiReader ask(SystemCall call) {
        JsonNode answer = ContractWords.explained(() -> replica.call("eth_call",
                Map.of("to", call.to().toString(), "data", call.data().toHexString()), block));
        return new AbiReader(Bytes.fromHexString(answer.asText()));
    }
}
