package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.quorate.evm.primitives.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A manifest is read as it was written, or refused with the reason. */
class SnapshotManifestTest {
    private static final SnapshotManifest MANIFEST = new SnapshotManifest(5, Hash.EMPTY, 7,
            Hash.ZERO, 9, Hash.EMPTY_TRIE_ROOT,
            Optional.of(new CertifiedSlot(List.of(Bytes.of(1)), Bytes.of(2))), "once",
            List.of(new SnapshotManifest.FileEntry("chain/000007.sst", 3, "0".repeat(64))));

    @TempDir
    Path folder;

    @Test
    void isReadAsItWasWritten() throws IOException {
        MANIFEST.write(folder);
        assertThat(SnapshotManifest.read(folder)).isEqualTo(MANIFEST);
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void isMissingWhereTheSnapshotWasNotFinished() {
        assertThatIllegalArgumentException().isThrownBy(() -> SnapshotManifest.read(folder))
                .withMessageContaining("did not come to its end");
    }

    @Test
    void leadsToNoFileOutside() throws IOException {
        for (String path : List.of("../secret", "/etc/passwd", "chain/../../secret", "chain/a/b",
                "chain/..", "snapshot.json", "ordering/log")) {
            refused("chain/000007.sst", path, "is no file of a snapshot");
        }
    }

    @Test
    void otherDamagesAreNamed() throws IOException {
        refused("\"format\" : 1", "\"format\" : 2", "format 2");
        refused("\"block\" : 7", "\"block\" : -7", "'block' is missing or no number");
        refused("\"block\" : 7", "\"block\" : 7e99", "'block' is missing or no number");
        refused("0".repeat(63) + "\"", "\"", "is no");
        refused("\"files\" : [", "\"files\" : 3, \"more\" : [", "'files' is no list");
        refused("\"files\"", "files", "no JSON");
    }

    private void refused(String text, String by, String reason) throws IOException {
        MANIFEST.write(folder);
        Path file = folder.resolve(SnapshotManifest.FILE_NAME);
        String whole = Files.readString(file);
        assertThat(whole).contains(text);
        Files.writeString(file, whole.replaceFirst(java.util.regex.Pattern.quote(text),
                java.util.regex.Matcher.quoteReplacement(by)));
        assertThatIllegalArgumentException().as(by)
                .isThrownBy(() -> SnapshotManifest.read(folder)).withMessageContaining(reason);
    }
}
