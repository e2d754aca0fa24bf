package io.quorate.node.cli;

import io.quorate.node.console.NetworkFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate networks}: which other networks the console shows. */
@Command(name = "networks", mixinStandardHelpOptions = true, versionProvider = QuorateCommand.Versions.class, description = "Names other Ethereum networks that the web console shows beside this one.", footer = {
        "", "'dev' shows those of the user's file; a replica those of the file that its",
        "setting console.networks names, given here with --file. The replica asks them,",
        "not the browser, and only while somebody looks.", "", "Examples:",
        "  ./quorate networks add test --rpc https://rpc.example",
        "  ./quorate networks add test --rpc https://rpc.example --file networks.json",
        "  ./quorate networks list", "  ./quorate networks remove test"}, subcommands = {
                NetworksCommand.Add.class, NetworksCommand.Listing.class,
                NetworksCommand.Remove.class})
final class NetworksCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(),
                "'networks' needs a sub-command: add, list or remove.");
    }

    private static final class FileOption {
        @Option(names = "--file", paramLabel = "FILE", description = "The file of networks (default: what QUORATE_NETWORKS names, or quorate/networks.json in ~/.config).")
        private Path path;

        NetworkFile file() {
            return path == null ? NetworkFile.ofUser(System.getenv()) : new NetworkFile(path);
        }
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Adds a network; nothing is asked of it yet.")
    static final class Add implements Callable<Integer> {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Mixin
        private FileOption option;

        @Parameters(paramLabel = "NAME", description = "What the console calls it.")
        private String name;

        @Option(names = "--rpc", paramLabel = "URL", required = true, description = "Its JSON-RPC, http:// or https://.")
        private String url;

        @Override
        public Integer call() {
            NetworkFile file = option.file();
            file.add(NetworkFile.Entry.of(name, url));
            PrintWriter out = spec.commandLine().getOut();
            out.println("added " + name + " to " + file.path());
            out.flush();
            return 0;
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the networks, with their whole URLs.")
    static final class Listing implements Callable<Integer> {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Mixin
        private FileOption option;

        @Override
        public Integer call() {
            NetworkFile file = option.file();
            List<NetworkFile.Entry> entries = file.read();
            PrintWriter out = spec.commandLine().getOut();
            if (entries.isEmpty()) out.println("no network in " + file.path());
            entries.forEach(entry -> out.println(entry.name() + "  " + entry.rpc()));
            out.flush();
            return 0;
        }
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Removes a network.")
    static final class Remove implements Callable<Integer> {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Mixin
        private FileOption option;

        @Parameters(paramLabel = "NAME", description = "As 'list' shows it.")
        private String name;

        @Override
        public Integer call() {
            NetworkFile file = option.file();
            file.remove(name);
            PrintWriter out = spec.commandLine().getOut();
            out.println("removed " + name + " from " + file.path());
            out.flush();
            return 0;
        }
    }
}
