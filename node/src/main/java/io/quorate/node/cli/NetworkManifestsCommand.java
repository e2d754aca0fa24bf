package io.quorate.node.cli;

import io.quorate.node.kubernetes.Manifests;
import io.quorate.node.kubernetes.Values;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code quorate network manifests}: Kubernetes, after a change of the values. */
@Command(name = "manifests", mixinStandardHelpOptions = true, sortOptions = false, versionProvider = QuorateCommand.Versions.class, description = "Writes a network's manifests for Kubernetes anew, after a change of DIR/kubernetes/values.yaml.")
final class NetworkManifestsCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--dir", paramLabel = "DIR", required = true, description = "The folder that 'network init --format kubernetes' wrote.")
    private Path dir;

    @Override
    public Integer call() {
        Path network = dir.toAbsolutePath().normalize();
        print(Manifests.write(network, Values.read(network.resolve(Manifests.FOLDER)
                .resolve(Manifests.VALUES))), network, spec.commandLine().getOut());
        return 0;
    }

    /** What to do next with the manifests of {@code members}. */
    static void print(List<Path> members, Path network, PrintWriter out) {
        Path folder = network.resolve(Manifests.FOLDER);
        out.println("Wrote manifests for Kubernetes to " + folder);
        out.println("Once for all, then for each organisation (see docs/install.md):");
        out.println("  kubectl apply -f " + folder.resolve("network.yaml"));
        for (Path member : members) {
            out.println("  kubectl apply -f " + member.resolve("first-start.yaml") + " -f "
                    + member.resolve("keys.yaml") + " -f " + member.resolve("replica.yaml"));
        }
        out.flush();
    }
}
