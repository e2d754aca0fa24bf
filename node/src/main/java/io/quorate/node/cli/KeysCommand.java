package io.quorate.node.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorate.genesis.NodeSettings;
import io.quorate.genesis.ReplicaConfigFile;
import io.quorate.genesis.keys.KeyPlace;
import io.quorate.genesis.keys.Passwords;
import io.quorate.node.OperatorException;
import io.quorate.node.keys.KeyFacts;
import io.quorate.node.keys.KeyMaker;
import io.quorate.node.keys.ReplicaKeys;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate keys}: keys of accounts, validators and TLS. */
@Command(name = "keys", mixinStandardHelpOptions = true, versionProvider = QuorateCommand.Versions.class, synopsisSubcommandLabel = "COMMAND", commandListHeading = "%nCommands:%n", description = "Makes keys, tells what they are, encrypts them, copies them.", footer = {
        "", "A key is in a file (hexadecimal digits, an Ethereum keystore, PEM or PKCS#12), in a",
        "device (pkcs11:object=LABEL?module-path=LIBRARY), or, for accounts, behind a signing",
        "service (https://HOST:PORT#0xACCOUNT). Passwords come from --password-file, else from",
        "QUORATE_PASSWORD, else from the terminal.", "",
        "Step by step: docs/keys.md"}, subcommands = {
                KeysCommand.Create.class, KeysCommand.ListKeys.class, KeysCommand.Inspect.class,
                KeysCommand.Convert.class, KeysRotateCommand.class, KeysCommand.Backup.class,
                KeysCommand.Restore.class})
final class KeysCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(),
                "'keys' needs a sub-command: create, list, inspect, convert, rotate, backup or"
                        + " restore.");
    }

    /** What a key is for. */
    enum Kind {
        ACCOUNT, VALIDATOR, BLS, TLS
    }

    /** {@code quorate keys create}. */
    @Command(name = "create", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Makes a key and prints what is public of it.", footer = {
            "", "Examples:", "  ./quorate keys create --out admin.json",
            "  ./quorate keys create --kind tls --name replica-4 --host r4.example --out tls.key",
            "  ./quorate keys create --kind validator \\",
            "    --out 'pkcs11:object=validator?module-path=/usr/lib/softhsm/libsofthsm2.so'"})
    static final class Create implements Callable<Integer> {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Option(names = "--kind", paramLabel = "KIND", defaultValue = "account", description = "account, validator, bls or tls (default: account).")
        private Kind kind;

        @Option(names = "--out", required = true, paramLabel = "PLACE", description = "A new file, or pkcs11:… for an account's or validator's key.")
        private String place;

        @Option(names = "--plain", description = "Do not encrypt it.")
        private boolean plain;

        @Option(names = "--name", paramLabel = "NAME", defaultValue = "replica", description = "Of a TLS certificate's subject (default: replica).")
        private String name;

        @Option(names = "--host", paramLabel = "HOST", defaultValue = "127.0.0.1", description = "For which a TLS certificate is (default: 127.0.0.1).")
        private String host;

        @CommandLine.Mixin
        private PasswordOptions password;

        @CommandLine.Mixin
        private FactsOutput output;

        @Override
        public Integer call() {
            KeyMaker maker = new KeyMaker(
                    plain ? Optional.empty() : Optional.of(password.passwords()));
            KeyPlace where = KeyPlace.of(place, Path.of("").toAbsolutePath());
            output.print(spec, switch (kind) {
                case ACCOUNT, VALIDATOR -> maker.secp(where);
                case BLS -> maker.bls(file(where));
                case TLS -> maker.tls(file(where), name, host);
            });
            return 0;
        }

        private Path file(KeyPlace where) {
            if (where instanceof KeyPlace.InFile(Path file)) {
                return file;
            }
            throw new OperatorException("--out: a key of kind " + kind.name().toLowerCase(
                    Locale.ROOT) + " goes into a file.");
        }
    }

    /** {@code quorate keys list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Lists a replica's keys, or those in a folder, as far as no password is needed.")
    static final class ListKeys implements Callable<Integer> {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Parameters(arity = "0..1", paramLabel = "FOLDER", description = "The folder (default: the working directory).")
        private Path folder = Path.of("");

        @Option(names = "--config", paramLabel = "FILE", description = "A replica's quorate.toml, instead of a folder.")
        private Path config;

        @CommandLine.Mixin
        private FactsOutput output;

        @Override
        public Integer call() {
            List<KeyFacts> found = config == null ? ReplicaKeys.list(folder.toAbsolutePath())
                    : ReplicaKeys.list(keysOf(config));
            found.forEach(facts -> output.print(spec, facts));
            return 0;
        }
    }

    /** {@code quorate keys inspect}. */
    @Command(name = "inspect", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Opens keys and prints what is public of them. 32 secret bytes may be an account's, a validator's or a BLS key: all that they could be is shown.")
    static final class Inspect implements Callable<Integer> {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Parameters(arity = "1..*", paramLabel = "PLACE", description = "Files, pkcs11:… or https://…")
        private List<String> places;

        @CommandLine.Mixin
        private PasswordOptions password;

        @CommandLine.Mixin
        private FactsOutput output;

        @Override
        public Integer call() {
            Passwords passwords = password.passwords();
            places.forEach(place -> output.print(spec, KeyFacts.opened(
                    KeyPlace.of(place, Path.of("").toAbsolutePath()), passwords)));
            return 0;
        }
    }

    /** {@code quorate keys convert}. */
    @Command(name = "convert", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Writes a key into a new file: encrypted, with another password, or plain.")
    static final class Convert implements Callable<Integer> {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Parameters(paramLabel = "FILE", description = "The key: hexadecimal digits, a keystore, PEM or PKCS#12.")
        private Path file;

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "A new file.")
        private Path out;

        @Option(names = "--certificate", paramLabel = "FILE", description = "Of a TLS key in PEM, which becomes PKCS#12.")
        private Path certificate;

        @Option(names = "--plain", description = "Do not encrypt it.")
        private boolean plain;

        @CommandLine.Mixin
        private PasswordOptions password;

        @Option(names = "--new-password-file", paramLabel = "FILE", description = "The new file's password (default: the same).")
        private Path newPassword;

        @Override
        public Integer call() {
            Passwords known = password.passwords();
            Passwords written = newPassword == null ? known
                    : Passwords.from(Optional.of(newPassword), System.getenv());
            KeyMaker maker = new KeyMaker(plain ? Optional.empty() : Optional.of(written));
            if (certificate != null) {
                maker.convertTls(certificate, file, known, out);
            } else {
                maker.convert(file, known, out);
            }
            PrintWriter printer = spec.commandLine().getOut();
            printer.println(out + ": written; check it with 'quorate keys inspect " + out
                    + "', then remove the other");
            printer.flush();
            return 0;
        }
    }

    /** {@code quorate keys backup}. */
    @Command(name = "backup", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Copies all keys of a replica, each encrypted, into a new folder. Keys in a device stay there.")
    static final class Backup implements Callable<Integer> {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Option(names = "--config", required = true, paramLabel = "FILE", description = "The replica's quorate.toml.")
        private Path config;

        @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "A new folder.")
        private Path out;

        @Option(names = "--password-file", paramLabel = "FILE", description = "The file whose first line is the copies' password (default: QUORATE_PASSWORD, or typed).")
        private Path password;

        @Override
        public Integer call() {
            NodeSettings.Keys keys = keysOf(config);
            List<Path> copies = ReplicaKeys.backup(keys,
                    Passwords.from(keys.passwordFile(), System.getenv()),
                    Passwords.from(Optional.ofNullable(password), System.getenv()), out);
            PrintWriter printer = spec.commandLine().getOut();
            copies.forEach(copy -> printer.println(copy + ": written"));
            keys.device().ifPresent(device -> printer.println(device + ": stays in its device"));
            printer.flush();
            return 0;
        }
    }

    /** {@code quorate keys restore}. */
    @Command(name = "restore", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Puts the copies of 'backup' where a replica's settings say. Nothing is overwritten. They stay encrypted.")
    static final class Restore implements Callable<Integer> {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Parameters(paramLabel = "FOLDER", description = "The folder with the copies.")
        private Path folder;

        @Option(names = "--config", required = true, paramLabel = "FILE", description = "The replica's quorate.toml.")
        private Path config;

        @Override
        public Integer call() {
            PrintWriter printer = spec.commandLine().getOut();
            ReplicaKeys.restore(folder, keysOf(config))
                    .forEach(file -> printer.println(file + ": restored"));
            printer.println("The replica needs their password: keys.password-file, or "
                    + Passwords.VARIABLE + ".");
            printer.flush();
            return 0;
        }
    }

    private static NodeSettings.Keys keysOf(Path config) {
        if (!Files.exists(config)) {
            throw new OperatorException("--config: there is no file " + config + ".");
        }
        return ReplicaConfigFile.read(config, System.getenv()).keys();
    }

    /** How facts are shown. */
    static final class FactsOutput {
        @Option(names = "--json", description = "Print a JSON object a key.")
        private boolean json;

        void print(CommandLine.Model.CommandSpec spec, KeyFacts facts) {
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                ObjectNode line = JSON.createObjectNode().put("place", facts.place())
                        .put("form", facts.form());
                facts.facts().forEach(line::put);
                out.println(line);
            } else {
                out.println(facts.place() + ": " + facts.form());
                facts.facts().forEach((name, value) -> out.println("  " + name + " " + value));
            }
            out.flush();
        }
    }
}
