package io.quorate.node.network;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.node.members.ChainMembers;
import io.quorate.node.members.MembersReport;
import io.quorate.node.members.SystemCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Words a plan, as a table for people or as JSON for programs.
 *
 * @param effect of the vote, where one is needed
 * @param open the proposal that asks for the same already
 */
public record PlanReport(NetworkPlan plan, Optional<ChainMembers.Effect> effect,
        Optional<ChainMembers.Proposal> open) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN_MAX = 40;

    public String text() {
        if (plan.isEmpty()) return "no difference: the network is what the file says\n";
        StringBuilder text = new StringBuilder(table());
        effect.ifPresent(vote -> text.append('\n').append(MembersReport.effect(vote))
                .append("vote            ").append(plan.calls().size())
                .append(plan.calls().size() == 1 ? " call, " : " calls, ")
                .append(vote.neededBefore()).append(" of ").append(vote.votersBefore())
                .append(" organisations must approve\n"));
        if (plan.callsLeft() > 0) {
            text.append("afterwards      ").append(plan.callsLeft())
                    .append(" calls more, in the next vote\n");
        }
        open.ifPresent(proposal -> text.append(MembersReport.describe(proposal)));
        plan.files().stream().map(Change.InFile::file).distinct()
                .forEach(file -> text.append("local file      ").append(file).append('\n'));
        return text.toString();
    }

    private String table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("WHAT", "KEY", "NOW", "THEN", "BY"));
        plan.changes().forEach(change -> rows.add(List.of(change.subject(), change.field(),
                shown(change.now()), shown(change.then()), by(change))));
        StringBuilder table = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                int place = i;
                int width = rows.stream().mapToInt(each -> each.get(place).length()).max()
                        .orElse(0);
                line.append(row.get(i)).repeat(' ', width - row.get(i).length() + 2);
            }
            table.append(line.toString().stripTrailing()).append('\n');
        }
        return table.toString();
    }

    private static String by(Change change) {
        return change instanceof Change.ByVote ? "vote" : "local file";
    }

    private static String shown(String value) {
        return value.length() > SHOWN_MAX ? value.substring(0, SHOWN_MAX - 1) + "…" : value;
    }

    public String json() {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode changes = json.putArray("changes");
        plan.changes().forEach(change -> changes.addObject().put("what", change.subject())
                .put("key", change.field()).put("now", change.now()).put("then", change.then())
                .put("by", by(change)));
        ArrayNode calls = json.putArray("calls");
        for (SystemCall call : plan.calls()) {
            calls.addObject().put("call", call.name()).put("to", call.to().toString())
                    .put("data", call.data().toHexString());
        }
        json.put("callsLeft", plan.callsLeft());
        effect.ifPresent(vote -> {
            json.putObject("votes").put("organisations", vote.votersBefore())
                    .put("needed", vote.neededBefore());
            json.set("before", JSON.valueToTree(vote.before()));
            json.set("after", JSON.valueToTree(vote.after()));
        });
        open.ifPresent(proposal -> json.putObject("proposal").put("id", proposal.id())
                .put("approvals", proposal.approvals()).put("needed", proposal.needed()));
        ArrayNode files = json.putArray("files");
        plan.files().stream().map(Change.InFile::file).distinct()
                .forEach(file -> files.add(file.toString()));
        return json.toPrettyString();
    }
}
