package io.quorate.node.cli;

import io.quorate.node.OperatorException;
import io.quorate.node.lab.Finding;
import io.quorate.node.lab.Lab;
import io.quorate.node.lab.LabFolder;
import io.quorate.node.lab.LabPage;
import io.quorate.node.lab.LabProcesses;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quorate lab}: exercises with a checker. */
@Command(name = "lab", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Hands-on labs: prepares a folder for each, and checks what was done in it.", footer = {
        "", "The pages with all steps are in docs/labs.", "", "Examples:", "  ./quorate lab list",
        "  ./quorate lab start 1", "  ./quorate lab check 1",
        "  ./quorate lab stop 1 --remove"}, subcommands = {LabCommand.ListAll.class,
                LabCommand.Start.class, LabCommand.Check.class, LabCommand.Stop.class})
final class LabCommand implements Runnable {
    private static final int MISSING = 1;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(),
                "'lab' needs a sub-command: list, start, check or stop.");
    }

    /** Which lab, and where. */
    private static final class Which {
        @Parameters(index = "0", arity = "0..1", paramLabel = "N", description = "The lab's number.")
        private Integer number;

        @Option(names = "--dir", paramLabel = "DIR", description = "Its folder (default: quorate-labs/N).")
        private Path dir;

        Lab lab() {
            if (number == null) {
                throw new OperatorException("Which lab? './quorate lab list' shows all.");
            }
            return Lab.all().stream().filter(each -> each.number() == number).findFirst()
                    .orElseThrow(() -> new OperatorException("There is no lab " + number
                            + "; './quorate lab list' shows all."));
        }

        Path folder() {
            return dir == null ? lab().defaultFolder() : dir;
        }

        boolean isNamed() {
            return number != null;
        }
    }

    /** {@code quorate lab list}. */
    @Command(name = "list", mixinStandardHelpOptions = true, versionProvider = QuorateCommand.Versions.class, description = "Lists the labs.")
    static final class ListAll implements Callable<Integer> {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            Lab.all().forEach(lab -> out.println(String.format(Locale.ROOT,
                    "%d  %-40s %2d minutes  docs/labs/%s", lab.number(), lab.title(),
                    lab.minutes(), lab.page())));
            out.flush();
            return 0;
        }
    }

    /** {@code quorate lab start}. */
    @Command(name = "start", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Makes a lab's folder and says what is to be done.")
    static final class Start implements Callable<Integer> {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Mixin
        private Which which;

        @Option(names = "--port", paramLabel = "PORT", description = "The first of ten ports (default: 8600 + 10 N, as on the page).")
        private Integer port;

        @Override
        public Integer call() {
            Lab lab = which.lab();
            LabFolder folder = LabFolder.create(lab.number(), which.folder(),
                    port == null ? lab.defaultPort() : port);
            lab.prepare(folder);
            LabPage page = LabPage.read(lab);
            PrintWriter out = spec.commandLine().getOut();
            out.println("Lab " + lab.number() + ": " + lab.title() + ", about " + lab.minutes()
                    + " minutes, in " + folder.path());
            page.steps().forEach(step -> out.println("  " + step));
            out.println("All commands are in " + page.path());
            if (!page.firstCommands().isEmpty()) {
                out.println("The first:");
                page.firstCommands().forEach(line -> out.println("  " + line));
            }
            out.flush();
            return 0;
        }
    }

    /** {@code quorate lab check}. */
    @Command(name = "check", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Looks at a lab's network and files, and says what is done and what is missing.", footer = {
            "", "Exit code: 0 if all is done, 1 if something is missing."})
    static final class Check implements Callable<Integer> {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Mixin
        private Which which;

        @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "0", description = "Look again for so long where something is missing (default: 0).")
        private int waitSeconds;

        @Override
        public Integer call() {
            if (which.isNamed()) return check(which.lab(), which.folder());
            List<Lab> begun = new ArrayList<>(Lab.all());
            begun.removeIf(lab -> !Files.isDirectory(lab.defaultFolder()));
            if (begun.isEmpty()) {
                throw new OperatorException("No lab was begun here: './quorate lab start 1'.");
            }
            return begun.stream().mapToInt(lab -> check(lab, lab.defaultFolder())).max()
                    .getAsInt();
        }

        private int check(Lab lab, Path path) {
            LabFolder folder = LabFolder.open(lab.number(), path);
            long begin = System.nanoTime();
            List<Finding> found = lab.check(folder);
            while (!isDone(found) && System.nanoTime() - begin < waitSeconds * 1_000_000_000L) {
                pause();
                found = lab.check(folder);
            }
            print(lab, found);
            return isDone(found) ? 0 : MISSING;
        }

        private static boolean isDone(List<Finding> found) {
            return found.stream().allMatch(Finding.Done.class::isInstance);
        }

        private static void pause() {
            try {
                Thread.sleep(1_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new OperatorException("interrupted", e);
            }
        }

        private void print(Lab lab, List<Finding> found) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("Lab " + lab.number() + ": " + lab.title());
            Finding.Missing next = null;
            for (Finding finding : found) {
                boolean isDone = finding instanceof Finding.Done;
                out.println((isDone ? "  done     " : "  missing  ") + finding.what());
                if (next == null && finding instanceof Finding.Missing missing) next = missing;
            }
            if (next == null) {
                out.println("All is done. End it with './quorate lab stop " + lab.number() + "'.");
            } else {
                if (!next.why().isEmpty()) out.println("Found: " + next.why());
                out.println("Next: " + next.hint());
            }
            out.flush();
        }
    }

    /** {@code quorate lab stop}. */
    @Command(name = "stop", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Ends the processes of a lab, by the files *.pid in its folder.")
    static final class Stop implements Callable<Integer> {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Mixin
        private Which which;

        @Option(names = "--remove", description = "Remove the folder as well.")
        private boolean remove;

        @Override
        public Integer call() {
            LabFolder folder = LabFolder.open(which.lab().number(), which.folder());
            int ended = LabProcesses.stop(folder);
            PrintWriter out = spec.commandLine().getOut();
            out.println(ended == 1 ? "1 process ended" : ended + " processes ended");
            if (remove) {
                folder.remove();
                out.println(folder.path() + " removed");
            }
            out.flush();
            return 0;
        }
    }
}
