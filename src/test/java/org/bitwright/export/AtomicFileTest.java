package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    private Path folder;

    @Test
    void contentTakesTheTargetsPlace() throws IOException {
        Path target = Files.writeString(folder.resolve("a"), "old");
        AtomicFile.write(target, out -> out.write("new".getBytes()));
        assertThat(target).hasContent("new");
        assertThat(Files.list(folder)).containsExactly(target);
    }

    @Test
    void failureKeepsTheOldFileAndLeavesNothingElse() throws IOException {
        Path target = Files.writeString(folder.resolve("a"), "old");
        assertThatThrownBy(() -> AtomicFile.write(target, out -> {
                    out.write(new byte[1 << 20]);
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(target).hasContent("old");
        assertThat(Files.list(folder)).containsExactly(target);
    }

    @Test
    void missingFolderIsNamed() {
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("none/a"), out -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no folder")
                .hasMessageContaining("none");
    }

    @Test
    void folderIsNoTarget() {
        assertThatThrownBy(() -> AtomicFile.write(folder, out -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is a folder");
    }
}
