package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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

    @Test
    void whatWasWrittenCanBeLookedAtWhileTheOldFileIsInItsPlace() throws IOException {
        Path target = Files.writeString(folder.resolve("a"), "old");
        AtomicFile.write(target, out -> out.write("new".getBytes()), written -> {
            assertThat(written).hasContent("new");
            assertThat(target).hasContent("old");
        });
        assertThat(target).hasContent("new");
        assertThatThrownBy(() -> AtomicFile.write(target, out -> out.write("bad".getBytes()), written -> {
                    throw new IOException("not this one");
                }))
                .hasMessage("not this one");
        assertThat(target).hasContent("new");
        assertThat(Files.list(folder)).containsExactly(target);
    }

    @Test
    void folderThatComesIntoTheTargetsPlaceMeanwhileIsNotTouched() throws IOException {
        Path target = folder.resolve("a");
        assertThatThrownBy(() -> AtomicFile.write(target, out -> Files.createDirectory(target)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is a folder");
        assertThat(target).isEmptyDirectory();
        assertThat(Files.list(folder)).containsExactly(target);
    }

    @Test
    void folderThatIsTakenAwayMeanwhileIsToldWithTheFilesName() throws IOException {
        Path target = Files.createDirectory(folder.resolve("f")).resolve("a");
        assertThatThrownBy(() -> AtomicFile.write(target, out -> {
                    Files.move(target.getParent(), folder.resolve("g"));
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot write '" + target + "'");
        assertThat(target).doesNotExist();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void whatOnlyItsOwnerMayReadStaysSo() throws IOException {
        Path target = Files.writeString(folder.resolve("a"), "old");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
        AtomicFile.write(target, out -> out.write("new".getBytes()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-------");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void devicesAreNotReplacedByFiles() {
        assertThatThrownBy(() -> AtomicFile.checkTarget(Path.of("/dev/null")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no ordinary file");
    }

    @Test
    void whatKilledWritersLeftIsRemovedAndNothingElse() throws IOException {
        Path target = Files.writeString(folder.resolve("a"), "whole");
        Path left = Files.writeString(folder.resolve(".a.123e4567-e89b-12d3-a456-426614174000.tmp"), "half");
        Path ofAnother = Files.writeString(folder.resolve(".a.b.123e4567-e89b-12d3-a456-426614174000.tmp"), "half");
        Path ofTheUser = Files.writeString(folder.resolve(".a.notes.tmp"), "notes");
        assertThat(AtomicFile.removeLeft(target)).isTrue();
        assertThat(left).doesNotExist();
        assertThat(Files.list(folder)).containsExactlyInAnyOrder(target, ofAnother, ofTheUser);
        assertThat(AtomicFile.removeLeft(target)).isFalse();
        assertThat(AtomicFile.removeLeft(folder.resolve("none/a"))).isFalse();
    }
}
