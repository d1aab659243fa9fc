package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.project.ChildJvm;
import org.bitwright.runtime.session.Recipe;
import org.bitwright.runtime.session.SessionOptions;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A program that is killed removes nothing itself. */
class KilledProgramTest {
    @TempDir
    private Path models;

    @TempDir
    private Path temporary;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void networksThatAreOptimizedForAMomentGoWithTheirProgram() throws Exception {
        Path model = OnnxModels.opset(13)
                .input("x", -1, 1)
                .weight("w", new float[] {2}, 1, 1)
                .node("MatMul", "a", "x w", "y")
                .output("y", -1, 1)
                .write(models.resolve("model.onnx"));
        List<String> command = ChildJvm.command(models, Optimizer.class, model);
        command.add(1, "-Djava.io.tmpdir=" + temporary);
        Process program = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader answers = program.inputReader()) {
            assertThat(answers.readLine()).isEqualTo("optimizes");
            assertThat(networks()).hasSize(1);
            List<ProcessHandle> children = program.descendants().toList();
            assertThat(children).hasSize(1);

            program.destroyForcibly().waitFor();

            children.get(0).onExit().get(60, TimeUnit.SECONDS);
            assertThat(networks()).isEmpty();
            assertThat(temporary).isEmptyDirectory();
        } finally {
            program.destroyForcibly();
        }
    }

    private List<Path> networks() throws Exception {
        try (Stream<Path> files = Files.walk(temporary)) {
            return files.filter(file -> file.toString().endsWith(".onnx")).toList();
        }
    }

    /** Has a network optimized, and gets no farther than to ask for the constants. */
    static final class Optimizer {
        private Optimizer() {}

        /** @param arguments a network */
        public static void main(String[] arguments) throws Exception {
            OnnxDocument document = OnnxDocument.open(Path.of(arguments[0]));
            Engines.current().open(plain(document)).close();
            Sessions.optimized(new Endless(), document, false, CancelToken.none());
        }

        private static Recipe plain(OnnxDocument document) {
            return Sessions.recipe(Map.of(), document, SessionOptions.usual(1));
        }
    }

    /** Constants that nobody ever gets. */
    private static final class Endless extends AbstractMap<String, float[]> {
        @Override
        public Set<Entry<String, float[]>> entrySet() {
            System.out.println("optimizes");
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Set.of();
        }
    }
}
