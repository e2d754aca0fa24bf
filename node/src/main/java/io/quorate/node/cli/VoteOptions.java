package io.quorate.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.quorate.genesis.keys.KeyPlace;
import io.quorate.genesis.keys.Keys;
import io.quorate.node.OperatorException;
import io.quorate.node.client.ReplicaClient;
import io.quorate.node.members.AccountSender;
import io.quorate.node.members.SystemCall;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Who votes, or changes what his organisation may change alone. */
final class VoteOptions {
    @Option(names = "--account", paramLabel = "PLACE", description = "The key of an admin's account: a file, as network init's admin.key or a keystore, pkcs11:… or https://… (see 'quorate keys').")
    private String account;

    @Mixin
    private PasswordOptions password;

    /** The receipt; fails with {@link OperatorException}, in words where a contract refuses. */
    JsonNode send(ReplicaClient replica, SystemCall call) {
        if (account == null) {
            throw new OperatorException(
                    "--account is missing: the key of an admin, who signs this.");
        }
        return new AccountSender(replica, Keys.account(
                KeyPlace.of(account, Path.of("").toAbsolutePath()), password.passwords()))
                .send(call);
    }
}
