package io.quorate.it.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Two builds of one commit, in two folders, give the same bytes. Run by {@code -Dquorate.reproducible}: it builds twice. */
@EnabledIfSystemProperty(named = "quorate.reproducible", matches = ".*")
class ReproducibleIT {
    @Test
    void twoClonesGiveTheSameBytes(@TempDir Path folder) throws Exception {
        Release first = Release.ofClone(folder.resolve("one"));
        Release second = Release.ofClone(folder.resolve("deeper/two"));
        assertThat(Release.sha256(second.archive())).isEqualTo(Release.sha256(first.archive()));
        assertThat(Release.sha256(second.image())).isEqualTo(Release.sha256(first.image()));
    }
}
