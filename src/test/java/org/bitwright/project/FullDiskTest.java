package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Writing that fails in the middle, for good: by a limit of the process, and on a small disk where one can be had. */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {
    @TempDir
    private Path folder;

    private List<String> told(String before) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(ChildJvm.command(
                folder.resolve("state"), FullDisk.class, folder, Mnist.LENET.toAbsolutePath()));
        command.add(1, "-XX:-UsePerfData");
        String java = command.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        Process process = new ProcessBuilder("bash", "-c", before + " exec " + java)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out.lines().toList();
    }

    private static void check(List<String> told, String reason) {
        assertThat(told).hasSize(9);
        assertThat(told.get(0)).startsWith("save: cannot write '").contains("work.bitwright'").contains(reason);
        assertThat(told.get(1)).isEqualTo("same true");
        assertThat(told.get(2)).startsWith("Failed[").contains(reason);
        assertThat(told.get(3)).startsWith("save again: cannot write '").contains(reason);
        assertThat(told.subList(4, 9))
                .containsExactly(
                        "modified true",
                        "save small: done",
                        "modified false",
                        "variants 1 previous true",
                        "files [work.bitwright, work.bitwright.bak]");
    }

    @Test
    void fileThatMustNotGrowLeavesTheOldOneAndEveryNameThatIsKnown() throws Exception {
        check(told("ulimit -f 64;"), "File too large");
    }

    @Test
    void fullDiskLeavesTheOldFileAndIsSavedToAgain() throws Exception {
        assumeThat(mounts()).as("a disk of one's own").isTrue();
        check(told(OWN + " mount -t tmpfs -o size=192k none " + folder + ";"), "No space left on device");
    }

    private boolean mounts() throws IOException, InterruptedException {
        String mount = "mount -t tmpfs -o size=192k none " + folder;
        return new ProcessBuilder("unshare", "-rm", "bash", "-c", mount).start().waitFor() == 0;
    }

    /** Begins again in name spaces of its own, where it may mount. */
    private static final String OWN =
            "if [ -z \"$OWN\" ]; then export OWN=1; exec unshare -rm bash -c \"$BASH_EXECUTION_STRING\"; fi;";
}
