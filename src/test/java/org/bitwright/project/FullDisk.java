package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bitwright.model.Layer;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;

/** Saves more than there is room for, twice, and then what there is room for; tells what came of it. */
public final class FullDisk {
    private FullDisk() {}

    /** @param arguments a folder with little room, and a model */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Path model = Path.of(arguments[1]);
        Path file = folder.resolve("work.bitwright");
        try (Project project = Project.create(model)) {
            project.save(file);
            byte[] before = Files.readAllBytes(file);
            QuantConfig small = project.config();
            project.edit("large", withOtherWeights(project));
            tell("save", () -> project.save(file));
            System.out.println("same " + Arrays.equals(before, Files.readAllBytes(file)));
            try (Autosave autosave = Autosave.of(project, Duration.ofDays(1), state -> System.out.println(state))) {
                autosave.keepNow();
                tell("save again", () -> project.save(file));
                System.out.println("modified " + project.isModified());
                project.edit("small", small);
                project.variants().add("small", small);
                tell("save small", () -> project.save(file));
                System.out.println("modified " + project.isModified());
            }
        }
        try (Project again = Project.load(file)) {
            System.out.println("variants " + again.variants().all().size() + " previous " + PreviousCopy.isOf(file));
        }
        try (Stream<Path> files = Files.list(folder)) {
            System.out.println("files "
                    + files.map(path -> String.valueOf(path.getFileName()))
                            .filter(name -> !name.equals("state"))
                            .sorted()
                            .toList());
        }
    }

    private static QuantConfig withOtherWeights(Project project) {
        Layer layer = project.model().layers().stream()
                .max(Comparator.comparingLong(Layer::parameters))
                .orElseThrow();
        TensorConfig choice = project.config().of(layer.name());
        float[] values = new float[(int) layer.parameters()];
        return project.config()
                .with(
                        layer.name(),
                        choice.withOverlay(Optional.of(WeightOverlay.of(
                                "test",
                                Map.of(layer.weight().name(), values),
                                Map.of(layer.weight().name(), values)))));
    }

    private interface Deed {
        void run() throws IOException;
    }

    private static void tell(String what, Deed deed) {
        try {
            deed.run();
            System.out.println(what + ": done");
        } catch (IOException e) {
            System.out.println(what + ": " + e.getMessage());
        }
    }
}
