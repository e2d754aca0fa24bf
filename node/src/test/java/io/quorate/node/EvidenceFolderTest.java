package io.quorate.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.bft.core.message.Evidence;
import io.quorate.bft.runtime.Misconduct;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.tuweni.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvidenceFolderTest {
    @TempDir
    Path dir;

    @Test
    void keepsTheFirstProofOfEachReplicaAndKind() throws IOException {
        EvidenceFolder folder = new EvidenceFolder(dir.resolve("evidence"));
        assertThat(folder.count()).isZero();
        Path file = folder.keep(
                new Misconduct(3, Evidence.Kind.TWO_FIRST_VOTES, Bytes.fromHexString("0x0102")));
        folder.keep(new Misconduct(3, Evidence.Kind.TWO_FIRST_VOTES, Bytes.of(9)));
        folder.keep(new Misconduct(3, Evidence.Kind.TWO_NEW_VIEWS, Bytes.of(9)));
        assertThat(file.getFileName()).hasToString("replica-3-two-first-votes.hex");
        assertThat(Files.readString(file).strip()).isEqualTo("0x0102");
        assertThat(new EvidenceFolder(dir.resolve("evidence")).count()).isEqualTo(2);
    }
}
