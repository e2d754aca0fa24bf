package io.quorate.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.genesis.ValidatorKey;
import io.quorate.node.client.ReplicaClient;
import io.quorate.node.members.AccountSender;
import io.quorate.node.members.SystemCall;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Who votes. */
final class VoteOptions {
    @Option(names = "--account", required = true, paramLabel = "FILE", description = "The key of an admin's account: 64 hexadecimal digits, as network init's admin.key.")
    private Path account;

    JsonNode send(ReplicaClient replica, SystemCall call) {
        return new AccountSender(replica, ValidatorKey.read(account)).send(call);
    }
}
