package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One project whose program is killed again and again, and what must be true after each time. Used by one thread. */
final class KilledProgram {
    private static final int SOME_EARLY = 8;
    private static final int MOST_LINES = 150;

    private final Path folder;
    private final Path file;
    private final Path state;
    private final Random random;

    /** The step that the project file is known to hold; 0 where there is none. */
    private int saved;

    /** The step of the unsaved work that was found last; 0 for none. */
    private int left;

    private int offered;
    private int saves;

    KilledProgram(Path folder, long seed) throws IOException {
        this.folder = folder;
        file = folder.resolve("work.bitwright");
        state = folder.resolve("state");
        random = new Random(seed);
        Files.copy(Mnist.SAMPLES.resolve("simple-model.onnx"), folder.resolve("m.onnx"));
    }

    /** How often unsaved work was there to be recovered. */
    int offered() {
        return offered;
    }

    /** How often the project was saved. */
    int saves() {
        return saves;
    }

    void killOnce() throws IOException, InterruptedException {
        check(told());
    }

    /** Runs the program until it is killed at some moment, mostly while it works, now and then while it starts. */
    private List<String> told() throws IOException, InterruptedException {
        Path errors = folder.resolve("errors.txt");
        Process process =
                ChildJvm.start(errors, ChildJvm.command(state, KillableProgram.class, folder, random.nextLong()));
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            Stream.Builder<String> told = Stream.builder();
            if (random.nextInt(SOME_EARLY) == 0) {
                process.waitFor(random.nextInt(600), TimeUnit.MILLISECONDS);
            } else {
                int some = random.nextInt(MOST_LINES);
                for (int i = 0; i <= some && process.isAlive(); i++) {
                    told.add(String.valueOf(lines.readLine()));
                }
                process.waitFor(random.nextInt(15), TimeUnit.MILLISECONDS);
            }
            assertThat(process.isAlive()).as(Files.readString(errors)).isTrue();
            // Not by the process itself, which would take its last words along.
            process.toHandle().destroyForcibly();
            process.waitFor();
            lines.lines().forEach(told::add);
            return told.build().toList();
        }
    }

    private void check(List<String> told) throws IOException {
        int made = Math.max(last(told, "made "), Math.max(saved, left));
        int before = Math.max(saved, last(told, "saved "));
        int found = inFile();
        saves += (int) told.stream().filter(line -> line.startsWith("saved ")).count();
        assertThat(found)
                .as("the project file is of the state before or of the one that was being saved")
                .isIn(before, Math.max(before, last(told, "saving ")));
        if (found > 0) {
            Project.load(file).close();
        }
        assertThat(Files.notExists(ProjectFile.backup(file)) || PreviousCopy.isOf(file))
                .isTrue();
        checkRecovery(found, made, Math.max(left, last(told, "kept ")));
    }

    private void checkRecovery(int found, int made, int kept) throws IOException {
        List<Recovery> recoveries = Recoveries.in(state.resolve("autosave"));
        assertThat(recoveries).hasSizeLessThanOrEqualTo(1);
        saved = found;
        left = 0;
        if (!recoveries.isEmpty()) {
            left = step(ProjectFile.readAutosave(recoveries.get(0).autosave()).work());
            offered++;
            assertThat(left).as("more is offered than was saved").isGreaterThan(found);
            assertThat(left).as("what is offered was made").isLessThanOrEqualTo(made);
        }
        if (kept > found) {
            assertThat(left).as("what was kept is offered").isGreaterThanOrEqualTo(kept);
        }
    }

    private int inFile() throws IOException {
        return Files.exists(file) ? step(ProjectFile.read(file)) : 0;
    }

    private static int step(SavedWork work) {
        return KillableProgram.step(work.config(), work.variants());
    }

    private static int last(List<String> told, String what) {
        return told.stream()
                .filter(line -> line.startsWith(what))
                .mapToInt(line -> Integer.parseInt(line.substring(what.length())))
                .reduce(0, (first, second) -> second);
    }

    /** Ends in order: what is left is taken up and saved. Nothing is left over then but the project and its older copy. */
    void tidyUp() throws IOException {
        for (Recovery recovery : Recoveries.in(state.resolve("autosave"))) {
            try (Project project = recovery.open()) {
                assertThat(project.isModified()).isTrue();
                project.save(file);
            }
            recovery.discard();
        }
        if (Files.exists(file)) {
            Project.load(file).close();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile).map(path -> String.valueOf(path.getFileName())))
                    .isSubsetOf("m.onnx", "work.bitwright", "work.bitwright.bak", "errors.txt");
        }
    }
}
