package io.quorate.node.members;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.execution.MemberRegistry;
import io.quorate.node.Printable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Words what a chain says of its members, as a table for people or as JSON for programs. */
public final class MembersReport {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<Integer, String> ORGANISATION_STATES = Map.of(1, "active", 2,
            "suspended", 3, "left");

    private final ChainMembers chain;
    private final MemberRegistry registry;

    public MembersReport(ChainMembers chain) {
        this.chain = chain;
        this.registry = chain.registry();
    }

    /** Organisations, and nodes that have not left. */
    public String list() {
        List<List<String>> organisations = new ArrayList<>();
        organisations.add(List.of("ORGANISATION", "STATE", "NAME"));
        registry.organisations().forEach(one -> organisations.add(List.of(
                String.valueOf(one.number()), state(one), Printable.of(one.name()))));
        List<List<String>> nodes = new ArrayList<>();
        nodes.add(List.of("NODE", "ROLE", "STATE", "ORGANISATION", "ENDPOINT", "ACCOUNT",
                "NAME"));
        registry.nodes().forEach(node -> nodes.add(List.of(String.valueOf(node.number()),
                lower(node.role()), stage(node), String.valueOf(node.organisation()),
                Printable.of(node.endpoint()), node.account().toString(),
                Printable.of(node.name()))));
        return TextTable.of(organisations) + "\n" + TextTable.of(nodes);
    }

    public String listJson() {
        ObjectNode json = JSON.createObjectNode().put("block", chain.blockNumber());
        ArrayNode organisations = json.putArray("organisations");
        registry.organisations().forEach(one -> organisations.addObject()
                .put("number", one.number()).put("state", state(one)).put("name", one.name()));
        ArrayNode nodes = json.putArray("nodes");
        registry.nodes().forEach(node -> nodes.addObject().put("number", node.number())
                .put("role", lower(node.role())).put("state", stage(node))
                .put("organisation", node.organisation()).put("name", node.name())
                .put("endpoint", node.endpoint()).put("operator", node.operator())
                .put("jurisdiction", node.jurisdiction())
                .put("account", node.account().toString())
                .put("consensusKey", node.consensusKey().toHexString())
                .put("tlsFingerprint", node.tlsFingerprint().toString())
                .put("incarnation", node.incarnation().toHexString())
                .put("blsKey", node.blsKey().toHexString()));
        return json.toPrettyString();
    }

    /** Epochs, what was asked for, and votes that are open. */
    public String status() {
        MemberRegistry.Epoch now = registry.current();
        MemberRegistry.Requests requests = registry.requests();
        StringBuilder text = new StringBuilder();
        line(text, "block", chain.blockNumber());
        line(text, "epoch", now.number() + " since slot " + (now.start() + 1) + ", "
                + now.n() + " validators, c = " + now.c());
        if (requests.pending()) {
            MemberRegistry.Epoch next = registry.pending();
            line(text, "next epoch", next.number() + " after slot " + next.start() + ", "
                    + next.n() + " validators, c = " + next.c());
        }
        if (requests.request() != requests.consumed()) {
            line(text, "asked for", change(requests));
        }
        line(text, "after it", plan(chain.plan()));
        List<ChainMembers.Proposal> open = chain.openProposals();
        line(text, "proposals", open.isEmpty() ? "none is open" : open.size() + " open");
        open.forEach(proposal -> text.append('\n').append(describe(proposal)));
        return text.toString();
    }

    private static String change(MemberRegistry.Requests requests) {
        return requests.waiting() > 0
                ? "a change, which waits for " + requests.waiting()
                        + " joining validators that are not ready"
                : requests.pending() ? "a change, for the epoch after the next"
                        : "a change, which the next block takes up";
    }

    public String statusJson() {
        MemberRegistry.Requests requests = registry.requests();
        ObjectNode json = JSON.createObjectNode().put("block", chain.blockNumber());
        put(json.putObject("epoch"), registry.current());
        if (requests.pending()) put(json.putObject("nextEpoch"), registry.pending());
        json.put("request", requests.request()).put("consumed", requests.consumed())
                .put("waiting", requests.waiting());
        json.set("plan", JSON.valueToTree(chain.plan()));
        ArrayNode proposals = json.putArray("proposals");
        chain.openProposals().forEach(open -> proposals.add(json(open)));
        return json.toPrettyString();
    }

    public static ObjectNode json(ChainMembers.Proposal one) {
        ObjectNode json = JSON.createObjectNode().put("id", one.id())
                .put("state", lower(one.state())).put("organisation", one.organisation())
                .put("breakGlass", one.breakGlass()).put("expiresAt", one.expiresAt())
                .put("proposer", one.proposer().toString())
                .put("description", one.description()).put("approvals", one.approvals())
                .put("needed", one.needed());
        one.approved().forEach(json.putArray("approved")::add);
        json.set("actions", json(one.actions()));
        return json;
    }

    public static ArrayNode json(List<SystemCall> actions) {
        ArrayNode json = JSON.createArrayNode();
        actions.forEach(action -> json.addObject().put("call", action.name())
                .put("to", action.to().toString()).put("data", action.data().toHexString()));
        return json;
    }

    public static ObjectNode json(ChainMembers.Effect effect) {
        ObjectNode json = JSON.valueToTree(effect);
        Flags.RULES.list(effect.enforcedBefore()).forEach(json.putArray("enforcedBefore")::add);
        Flags.RULES.list(effect.enforcedAfter()).forEach(json.putArray("enforcedAfter")::add);
        return json;
    }

    private static void put(ObjectNode json, MemberRegistry.Epoch epoch) {
        json.put("number", epoch.number()).put("start", epoch.start()).put("n", epoch.n())
                .put("c", epoch.c()).put("hash", epoch.hash().toString());
    }

    public static String describe(ChainMembers.Proposal open) {
        StringBuilder text = new StringBuilder();
        line(text, "proposal", open.id() + (open.breakGlass() ? " (break-glass)" : "")
                + " of organisation " + open.organisation() + ": "
                + Printable.of(open.description()));
        open.actions().forEach(action -> line(text, "", action.name()));
        line(text, "", open.state() == ChainMembers.State.OPEN
                ? open.approvals() + " of " + open.needed() + " approvals, until "
                        + Instant.ofEpochSecond(open.expiresAt())
                : lower(open.state()));
        return text.toString();
    }

    public static String effect(ChainMembers.Effect effect) {
        StringBuilder text = new StringBuilder();
        line(text, "validators now", plan(effect.before()));
        line(text, "then", plan(effect.after()));
        line(text, "organisations", effect.votersBefore() + " of which " + effect.neededBefore()
                + " decide; then " + effect.votersAfter() + " and " + effect.neededAfter());
        if (effect.enforcedBefore() != effect.enforcedAfter()) {
            line(text, "enforced", Flags.RULES.text(effect.enforcedBefore()) + "; then "
                    + Flags.RULES.text(effect.enforcedAfter()));
        }
        if (effect.after().leaving() > effect.before().leaving()) {
            line(text, "once they left", "of " + effect.after().n() + " validators, "
                    + (effect.after().n() - effect.after().quorum())
                    + " may stand still and the chain goes on");
        }
        if (effect.after().joining() > 0) {
            line(text, "until they vote", effect.after().livesWithoutJoiners()
                    ? "those who stay are a quorum, even if no joiner comes up"
                    : "NO QUORUM WITHOUT THE JOINERS: " + effect.after().staying()
                            + " stay, and " + effect.after().quorum() + " are needed");
        }
        return text.toString();
    }

    private static String plan(ChainMembers.Plan plan) {
        return plan.n() + " validators (" + plan.joining() + " joining, " + plan.leaving()
                + " leaving), " + plan.quorum() + " are a quorum, " + plan.f()
                + " may be faulty, c = " + plan.c();
    }

    static String state(MemberRegistry.Organisation one) {
        return ORGANISATION_STATES.getOrDefault(one.state(), "none");
    }

    private static String stage(MemberRegistry.Node node) {
        boolean waits = node.stage() == MemberRegistry.Stage.JOINING && !node.ready();
        return lower(node.stage()) + (waits ? ", not ready" : "");
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(String.format(Locale.ROOT, "%-16s%s%n", name, value));
    }
}
