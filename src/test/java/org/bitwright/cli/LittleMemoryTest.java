package org.bitwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bitwright.onnx.SparseModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program on a model four times as large as the memory that it is given, one layer alone twice as large. With
 * {@code -Pfuzz} the model has 4 GB and the program 1 GB.
 */
class LittleMemoryTest {
    private static final boolean LARGE = Integer.getInteger("bitwright.fuzz", 0) >= 10_000;
    private static final int HEAP = LARGE ? 1024 : 96;

    @TempDir
    private Path folder;

    @Test
    void statisticsOfAllWeightsStream() throws IOException, InterruptedException {
        Path model = SparseModel.write(folder, 2 * HEAP, HEAP / 2, HEAP / 2, HEAP / 2, HEAP / 2);

        JsonNode told = new ObjectMapper().readTree(output(0, "inspect", model.toString(), "--json"));

        assertThat(told.get("bytes").asLong()).isEqualTo(4L * HEAP << 20);
        assertThat(told.get("layers")).hasSize(5).allSatisfy(layer -> {
            assertThat(layer.get("min").asDouble()).isEqualTo(-3);
            assertThat(layer.get("max").asDouble()).isEqualTo(5);
        });
        assertThat(told.get("problems").toString()).contains("layer 'product0'", "-Xmx");
    }

    @Test
    void workThatNeedsALayerAtOnceSaysWhatToDo() throws IOException, InterruptedException {
        Path model = SparseModel.write(folder, 2 * HEAP);

        String said = output(
                1,
                "quantize",
                model.toString(),
                "--bits",
                "4",
                "--export",
                "simulated=" + folder.resolve("small.onnx"));

        assertThat(said).contains("bitwright: ", "GB at once", "start it with more memory, as -Xmx");
        assertThat(said).doesNotContain("Exception", "\tat ");
        assertThat(folder.resolve("small.onnx")).doesNotExist();
    }

    /** What the program prints, both streams. */
    private String output(int status, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP + "m",
                "--add-modules",
                "jdk.incubator.vector",
                "-Dbitwright.state=" + folder.resolve("state"),
                "-cp",
                System.getProperty("java.class.path"),
                "org.bitwright.Bitwright"));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor()).as(() -> readable(err)).isEqualTo(status);
        return Files.readString(out) + (status == 0 ? "" : Files.readString(err));
    }

    private static String readable(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
