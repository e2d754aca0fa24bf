package io.quorate.node.lab;

import io.quorate.node.OperatorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A lab's page in short.
 *
 * @param steps the headings of the page that have a number
 * @param firstCommands the shell commands below the first of them
 */
public record LabPage(Path path, List<String> steps, List<String> firstCommands) {
    private static final String STEP = "## [1-9][0-9]?\\. .*";

    /** From docs/labs beside the program; where the documents are not there, only the path is known. */
    public static LabPage read(Lab lab) {
        Path path = Path.of(System.getProperty("quorate.root", ".")).resolve("docs/labs")
                .resolve(lab.page());
        if (!Files.isRegularFile(path)) return new LabPage(path, List.of(), List.of());
        try {
            return of(path, Files.readAllLines(path));
        } catch (IOException e) {
            throw new OperatorException(path + " cannot be read: " + e + ".", e);
        }
    }

    static LabPage of(Path path, List<String> lines) {
        List<String> steps = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        boolean isShell = false;
        for (String line : lines) {
            if (line.matches(STEP)) steps.add(line.substring("## ".length()));
            if (isShell && line.equals("```")) {
                isShell = false;
            } else if (isShell && steps.size() == 1) {
                commands.add(line);
            } else if (line.equals("```sh")) {
                isShell = true;
            }
        }
        return new LabPage(path, steps, commands);
    }
}
