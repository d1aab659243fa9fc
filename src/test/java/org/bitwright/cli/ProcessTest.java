package org.bitwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own, started with the whole class path on its command line. */
class ProcessTest {
    /** Runs what follows as if Ctrl-C had never been ignored. */
    private static final List<String> LISTENING = List.of("env", "--default-signal=INT");

    @TempDir
    private Path folder;

    /** Bit of SIGINT among the signals that are ignored, as Linux tells them. */
    private static final int INTERRUPT_BIT = 1 << 1;

    /**
     * Whether Ctrl-C is ignored here, and so by what is started: a build that a shell runs in the background inherits
     * that, and a Java program keeps it.
     */
    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        String ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElseThrow();
        return (Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).strip(), 16) & INTERRUPT_BIT) != 0;
    }

    /** What the program is to be started by, for it to hear Ctrl-C; a test that cannot have that is left out. */
    private static List<String> listening() throws Exception {
        if (!ignoresInterrupts()) {
            return List.of();
        }
        List<String> trial = new ArrayList<>(LISTENING);
        trial.add("true");
        assumeThat(new ProcessBuilder(trial).start().waitFor())
                .as("Ctrl-C is ignored here, and %s does not undo that", LISTENING)
                .isZero();
        return LISTENING;
    }

    private Process start(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(listening());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.bitwright.Bitwright"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("err.txt").toFile())
                .start();
    }

    @Test
    void longCommandLineDoesNotEndTheProcess() throws Exception {
        Process process = start(
                "quantize",
                "sample-models/lenet5.onnx",
                "--data",
                "sample-models/mnist/calibration-images-idx3-ubyte.gz",
                "--limit",
                "10",
                "--set",
                "*:bits=8" + ",bits=8".repeat(1500));
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("err.txt")))
                .isZero();
        assertThat(out).contains("quantized top-1", "of 10 samples");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void interruptEndsWithStatus130AndNoHalfWrittenFile() throws Exception {
        Path out = folder.resolve("demo");
        Process process = start("demo", "--out", out.toString());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).startsWith("LeNet-5");
            new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            lines.lines().forEach(line -> {});
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(folder.resolve("err.txt")).content().contains("bitwright: cancelled");
        try (Stream<Path> files = Files.list(out)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void interruptedMeasurementIsSavedAndGoesOn() throws Exception {
        Path project = folder.resolve("p.bitwright");
        Process process = start(
                "sensitivity",
                "sample-models/residual.onnx",
                "--data",
                "sample-models/fashion-mnist/t10k-images-idx3-ubyte.gz",
                "--no-early-stop",
                "--save",
                project.toString());
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).startsWith("Trying ");
            new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            lines.lines().forEach(line -> {});
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(folder.resolve("err.txt")).content().contains("what was measured so far is in " + project);
        Ran again = Ran.bitwright(
                "sensitivity", project, "--json", "--limit-samples", 50, "--bits", "8", "--layers", "fc*");
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(again.json().get("layers")).isNotEmpty();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void interruptedRunIsKeptAndGoesOnWithTheNumbersOfAnUnbrokenOne() throws Exception {
        Path project = folder.resolve("p.bitwright");
        List<String> train = List.of(
                "train",
                "sample-models/simple-model.onnx",
                "--bits=4",
                "--activation-bits=4",
                "--training-data=sample-models/mnist/calibration-images-idx3-ubyte.gz",
                "--training-limit=500",
                "--epochs=40",
                "--json");
        List<String> broken = new ArrayList<>(train);
        broken.add("--save=" + project);
        Process process = start(broken.toArray(String[]::new));
        List<String> told = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = "";
            while (line != null && !line.contains("\"event\":\"epoch\"")) {
                line = lines.readLine();
            }
            new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            lines.lines().forEach(told::add);
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(folder.resolve("err.txt"))
                .content()
                .contains("the run is kept after epoch", "bitwright train " + project + " --resume 'Training'");
        assertThat(told.get(told.size() - 1)).contains("\"event\":\"kept\"");

        JsonNode goneOn = lastLosses(Ran.bitwright("train", project, "--resume", "Training", "--json"));
        JsonNode unbroken = lastLosses(Ran.bitwright(train.toArray()));

        assertThat(goneOn).hasSize(40);
        assertThat(goneOn.findValues("loss")).isEqualTo(unbroken.findValues("loss"));
    }

    private static JsonNode lastLosses(Ran ran) throws IOException {
        assertThat(ran.status()).as(ran.err()).isZero();
        List<String> lines = ran.out().lines().toList();
        JsonNode result = new ObjectMapper().readTree(lines.get(lines.size() - 1));
        return result.get("runs").get(0).get("epochs");
    }
}
