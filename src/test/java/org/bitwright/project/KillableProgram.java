package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Range;

/**
 * Works on a project as a user does who edits, saves now and then, and leaves the rest to the automatic saving; until it
 * is killed. Whatever was left is taken up first. Tells on standard output what it does, each line before or after the
 * deed: {@code made N} before, {@code saving N} before, {@code saved N} and {@code kept N} after.
 *
 * <p>The work goes through numbered steps, and from a state one reads which step it is of: two of three steps set a range
 * by hand to their number, the third adds a variant of that number or, the next time, removes it.
 */
public final class KillableProgram {
    private static final int ADDS = 3;
    private static final int CYCLE = 6;

    private KillableProgram() {}

    /** @param arguments the folder of the project, and a seed */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Random random = new Random(Long.parseLong(arguments[1]));
        Path file = folder.resolve("work.bitwright");
        try (Project project = opened(file, folder.resolve("m.onnx"));
                Autosave autosave = Autosave.of(project, Duration.ofMillis(10), state -> {})) {
            int step = step(project.config(), project.variants().all());
            tell("ready " + step);
            while (true) {
                step++;
                tell("made " + step);
                make(project, step);
                int deed = random.nextInt(40);
                if (deed < 3) {
                    tell("saving " + step);
                    project.save(file);
                    tell("saved " + step);
                } else if (deed < 8) {
                    autosave.keepNow();
                    tell("kept " + step);
                } else if (deed < 16) {
                    LockSupport.parkNanos(random.nextInt(12_000_000));
                }
            }
        }
    }

    private static Project opened(Path file, Path model) throws IOException {
        List<Recovery> left = Recoveries.found();
        if (!left.isEmpty()) {
            Project recovered = left.get(0).open();
            tell("recovered " + step(recovered.config(), recovered.variants().all()));
            return recovered;
        }
        return Files.exists(file) ? Project.load(file) : Project.create(model);
    }

    private static void tell(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static void make(Project project, int step) {
        if (step % ADDS != 0) {
            String layer = project.model().layers().get(0).name();
            ManualGrid grid = ManualGrid.ofRange(new Range(-step, 1));
            project.edit(
                    "step " + step,
                    project.config().with(layer, Preset.INT8_TENSOR.config().withManual(0, grid)));
        } else if (step % CYCLE == ADDS) {
            project.variants().add("step " + step, QuantConfig.empty());
        } else {
            project.variants().remove("step " + (step - ADDS));
        }
    }

    /**
     * The step that a state is of; 0 before the first.
     *
     * @throws IllegalStateException if there never was such a state
     */
    static int step(QuantConfig config, List<Variant> variants) {
        int edited = config.layers().values().stream()
                .flatMap(choice -> choice.manual().values().stream())
                .mapToInt(grid -> Math.round(-grid.range().min()))
                .findFirst()
                .orElse(0);
        for (int step = edited; step <= edited + 1; step++) {
            if (edited == (step % ADDS == 0 ? Math.max(0, step - 1) : step)
                    && variants(step).equals(names(variants))) {
                return step;
            }
        }
        throw new IllegalStateException("range of step " + edited + ", variants " + names(variants));
    }

    private static List<String> variants(int step) {
        return step % CYCLE >= ADDS ? List.of("step " + (step - step % ADDS)) : List.of();
    }

    private static List<String> names(List<Variant> variants) {
        return variants.stream().map(Variant::name).toList();
    }
}
