package io.quorate.it.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every block of every document is run or says why not; {@link ExamplesIT} runs them. */
class DocumentsTest {
    private static final Path PAGE = Path.of("page.md");

    @Test
    void everyBlockIsRunOrSaysWhyNot() throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (Path page : Documents.pages()) {
            blocks.addAll(Documents.blocks(page));
        }
        long run = blocks.stream().filter(block -> block.use() instanceof Block.Use.Run).count();
        long left = blocks.stream().filter(block -> block.use() instanceof Block.Use.NotRun)
                .count();
        assertThat(run).as("blocks that are run, beside %s that are not", left)
                .isGreaterThan(2 * left);
    }

    @Test
    void commandsHideInNoOtherBlock() throws IOException {
        for (Path page : Documents.pages()) {
            for (Block block : Documents.blocks(page)) {
                if (block.language().equals("sh")) continue;
                assertThat(block.text().lines().filter(
                        line -> line.matches("(\\$ |\\./quorate |curl |npm |mvn ).*")))
                        .as(block.place()).isEmpty();
            }
        }
    }

    @Test
    void everyScriptIsRunByALaterCommand() throws IOException {
        for (Path page : Documents.pages()) {
            List<Block> blocks = Documents.blocks(page);
            for (int i = 0; i < blocks.size(); i++) {
                if (!blocks.get(i).language().equals("js")) continue;
                String first = blocks.get(i).text().lines().findFirst().orElse("");
                String name = first.substring(first.lastIndexOf('/') + 1).strip();
                assertThat(blocks.subList(i, blocks.size())).as(blocks.get(i).place())
                        .anyMatch(block -> block.use() instanceof Block.Use.Run
                                && block.language().equals("sh") && block.text().contains(name));
            }
        }
    }

    @Test
    void commentsDecide() {
        assertThat(use("```sh")).isEqualTo(new Block.Use.Run(false));
        assertThat(use("<!-- after Ctrl-C -->", "```sh")).isEqualTo(new Block.Use.Run(true));
        assertThat(use("<!-- not run: takes an hour -->", "", "```sh"))
                .isEqualTo(new Block.Use.NotRun("takes an hour"));
        assertThat(use("<!-- output -->", "```json")).isEqualTo(new Block.Use.Output());
        assertThat(use("words", "```text")).isEqualTo(new Block.Use.Shown());
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertThatIllegalStateException().isThrownBy(() -> use("```")).withMessageContaining(
                "language");
        assertThatIllegalStateException().isThrownBy(() -> use("  ```sh"))
                .withMessageContaining("indented");
        assertThatIllegalStateException().isThrownBy(() -> use("<!-- not run: -->", "```sh"))
                .withMessageContaining("not run");
        assertThatIllegalStateException().isThrownBy(() -> use("<!-- output -->", "```sh"))
                .withMessageContaining("output");
        assertThatIllegalStateException().isThrownBy(
                () -> Documents.blocks(PAGE, List.of("```sh", "true")))
                .withMessageContaining("end");
    }

    @Test
    void countsTheReplicasThatABlockStarts() {
        assertThat(PageRun.replicas("./quorate dev")).isEqualTo(1);
        assertThat(PageRun.replicas("for k in 1 2 3; do ./quorate node --config $k & done"))
                .isEqualTo(3);
        assertThat(PageRun.replicas("./quorate dev --help")).isZero();
    }

    @Test
    void comparesAllButHashes() {
        String hash = "0x" + "ab".repeat(32);
        assertThat(PageRun.shows("block 2 " + hash + "\n", "block 2 0x42…")).isTrue();
        assertThat(PageRun.shows("block 2 " + hash + "\n", "block 3 0x42…")).isFalse();
        assertThat(PageRun.shows("a\nb\nc\n", "…\nc")).isTrue();
        assertThat(PageRun.shows("a\nb\nc\n", "…\nb")).isFalse();
        assertThat(PageRun.shows("a\nb\n", "a")).isFalse();
        assertThat(PageRun.shows("{\"result\":\"0x1\"}", "{\"result\":\"0x0\"}")).isFalse();
    }

    private static Block.Use use(String... lines) {
        List<String> page = new ArrayList<>(List.of(lines));
        page.addAll(List.of("true", "```"));
        return Documents.blocks(PAGE, page).getFirst().use();
    }
}
