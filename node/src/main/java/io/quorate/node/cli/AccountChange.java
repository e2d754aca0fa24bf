package io.quorate.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.node.client.ReplicaClient;
import io.quorate.node.members.ChainAccounts;
import io.quorate.node.members.ChainMembers;
import io.quorate.node.members.SystemCall;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A change that an organisation makes alone: who makes it, and at which replica. */
final class AccountChange {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private RpcOptions rpc;

    @Mixin
    private VoteOptions account;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Option(names = "--dry-run", description = "Only tell what would be sent.")
    private boolean dryRun;

    /** Sends what is made of the state as it is. */
    int make(Function<ChainAccounts, SystemCall> change) {
        var out = spec.commandLine().getOut();
        try (ReplicaClient replica = new ReplicaClient(rpc.endpoint())) {
            SystemCall call = change.apply(new ChainAccounts(new ChainMembers(replica)));
            ObjectNode told = replica.object().put("call", call.name())
                    .put("to", call.to().toString()).put("data", call.data().toHexString());
            if (!json) out.println(call.name());
            if (dryRun) {
                if (!json) out.println("nothing was done: without --dry-run it is sent");
            } else {
                JsonNode receipt = account.send(replica, call);
                String hash = receipt.path("transactionHash").asText();
                long block = Long.decode(receipt.path("blockNumber").asText());
                told.put("transactionHash", hash).put("block", block);
                if (!json) {
                    out.println("done by " + hash + " in block " + block
                            + "; it holds from the next block on");
                }
            }
            if (json) out.println(told.toPrettyString());
            out.flush();
            return 0;
        }
    }
}
