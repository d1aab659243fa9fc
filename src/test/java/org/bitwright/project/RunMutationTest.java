package org.bitwright.project;

import static org.bitwright.project.SavedTrainings.epoch;
import static org.bitwright.project.SavedTrainings.gradient;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.fuzz.ByteMutation;
import org.bitwright.fuzz.FuzzTarget;
import org.bitwright.fuzz.MutationTest;
import org.bitwright.fuzz.Wrapped;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;

/** Beginnings of training runs, as they lie beside a project, most of them damaged behind checksums that fit. */
class RunMutationTest extends MutationTest {
    private static final String MODEL = "ab".repeat(32);
    private static final String FILE = SavedTrainings.FIRST + ".run";

    @Override
    protected List<FuzzTarget> targets(Path folder) throws IOException {
        TensorConfig binary = TensorConfig.of(NumberFormat.binary(), Granularity.TENSOR, Calibrator.minMax());
        WeightOverlay trained = WeightOverlay.of(
                "trained", Map.of("conv.weight", new float[] {1, -2, 0}), Map.of("conv.weight", new float[] {1, 2, 3}));
        KeptRun begun = SavedTrainings.whole(QuantConfig.of(Map.of("conv", binary.withOverlay(Optional.of(trained)))));
        KeptRun seen = SavedTrainings.whole(QuantConfig.of(Map.of("conv", binary)))
                .withEpochs(List.of(epoch(1, 1, 10, gradient(1, 2, 3)), epoch(2, 2, 5)));
        List<byte[]> files = List.of(bytes(folder, begun), bytes(folder, seen));
        FuzzTarget.Reading reading = file -> new RunFolder(folder).run(SavedTrainings.FIRST, MODEL);
        ByteMutation words = ByteMutation.with("null", "[]", "{}", "-1", "1e999", "NaN", "\"\"", "9999999999");
        return List.of(
                new FuzzTarget("training run", FILE, files, Wrapped.zip(name -> true, words), reading),
                new FuzzTarget("training run archive", FILE, files, words, reading));
    }

    private static byte[] bytes(Path folder, KeptRun run) throws IOException {
        new RunFolder(folder).begin(run, MODEL);
        return Files.readAllBytes(folder.resolve(FILE));
    }
}
