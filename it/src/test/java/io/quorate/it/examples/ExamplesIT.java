package io.quorate.it.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quorate.it.support.NpmClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command and script of every document does what it says, in the order of its page. */
class ExamplesIT {
    static List<Path> pagesWithCommands() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (Path page : Documents.pages()) {
            if (LabsIT.isLab(page)) continue; // they are run there
            if (Documents.blocks(page).stream().anyMatch(ExamplesIT::isRun)) pages.add(page);
        }
        return pages;
    }

    private static boolean isRun(Block block) {
        return block.use() instanceof Block.Use.Run;
    }

    @ParameterizedTest
    @MethodSource("pagesWithCommands")
    void everyCommandDoesWhatItSays(Path page, @TempDir Path parent) throws Exception {
        List<Block> blocks = Documents.blocks(page);
        requireClients(blocks);
        List<String> done = new ArrayList<>();
        try (WorkFolder folder = new WorkFolder(parent);
                PageRun reader = new PageRun(folder.path())) {
            for (Block block : blocks) {
                switch (block.use()) {
                    case Block.Use.Run _ -> {
                        reader.run(block);
                        done.add("  run      " + summary(block));
                    }
                    case Block.Use.Output _ -> {
                        reader.compare(block);
                        done.add("  compared " + block.place());
                    }
                    case Block.Use.NotRun(String reason) ->
                            done.add("  not run  " + summary(block) + " (" + reason + ")");
                    case Block.Use.Shown _ -> {
                    }
                }
            }
            reader.stop();
        }
        System.err.println(page + "\n" + String.join("\n", done));
        assertThat(done).isNotEmpty();
    }

    private static String summary(Block block) {
        return block.place() + " " + block.text().lines().findFirst().orElse("");
    }

    /** Pages with scripts need Node.js and the pinned clients; a machine without them skips and says so. */
    private static void requireClients(List<Block> blocks)
            throws IOException, InterruptedException {
        for (Block block : blocks) {
            if (!isRun(block)) continue;
            String text = block.text();
            if (block.language().equals("js") || text.contains("it/clients")
                    || text.contains("run.sh")) {
                NpmClients.install();
            }
            if (text.contains("npm run")) {
                assumeTrue(Files.isDirectory(Documents.ROOT.resolve("contracts/node_modules")),
                        "SKIPPED: run 'npm ci' in contracts first");
            }
            if (text.contains("forge-linux-amd64")) {
                assumeTrue(System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                        "SKIPPED: the lock file has Foundry for Linux on x86-64 only");
            }
        }
    }
}
