package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bitwright.model.InvalidFileException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What nobody writes to would be read for ever. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PipeTest {
    @TempDir
    private Path folder;

    private Path pipe;

    @BeforeEach
    void makePipe() throws Exception {
        pipe = folder.resolve("model.onnx");
        new ProcessBuilder(List.of("mkfifo", pipe.toString())).start().waitFor(60, TimeUnit.SECONDS);
    }

    @Test
    void pipeIsNoModel() {
        assertThatThrownBy(() -> Project.create(pipe))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("model.onnx")
                .hasMessageContaining("pipe");
    }

    @Test
    void pipeIsNoProject() {
        assertThatThrownBy(() -> Project.load(pipe)).isInstanceOf(InvalidFileException.class);
    }
}
