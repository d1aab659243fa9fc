package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.DataSource;
import org.bitwright.model.Preprocessing;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.optimize.ImprovedLayer;
import org.bitwright.optimize.ImprovementKind;
import org.bitwright.optimize.ImprovementOptions;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.target.NetworkPreset;
import org.bitwright.quant.target.RuleNote;
import org.bitwright.quant.target.TargetRule;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NormalizationFoldTest {
    @TempDir
    private Path folder;

    private Project project() throws Exception {
        return Project.create(OnnxModels.opset(13)
                .input("x", -1, 4)
                .weight("w", 4, 3)
                .weight("b", 3)
                .weight("scale", new float[] {2, 0.5f, -1}, 3)
                .weight("shift", 3)
                .weight("mean", new float[] {0.1f, 0.2f, 0.3f}, 3)
                .weight("variance", new float[] {1, 4, 0.25f}, 3)
                .weight("v", 3, 2)
                .node("Gemm", "one", "x w b", "h")
                .node("BatchNormalization", "norm", "h scale shift mean variance", "n")
                .node("Relu", "relu", "n", "r")
                .node("Gemm", "two", "r v", "y")
                .output("y", -1, 2)
                .write(folder.resolve("m.onnx")));
    }

    private DataSource samples() throws Exception {
        return new DataSource(
                Files.write(folder.resolve("x.npy"), NpySamples.floats(4, OnnxModels.values(80))),
                Optional.empty(),
                Preprocessing.scaled(1),
                OptionalInt.empty());
    }

    @Test
    void foldingNeedsNoDataAndFollowsTheRule() throws Exception {
        try (Project project = project()) {
            QuantConfig start = project.choices().withPreset(NetworkPreset.W8A8, true);
            project.edit("preset", start);
            assertThat(project.activations()
                            .planAsKnown(start, CancelToken.none())
                            .violations())
                    .contains(new RuleNote(TargetRule.NORMALIZATION, "one", List.of("norm")));

            ImprovementResult folded = fold(project);

            assertThat(folded.improvement().layers())
                    .extracting(ImprovedLayer::name, ImprovedLayer::isChanged)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("one", true),
                            org.assertj.core.groups.Tuple.tuple("two", false));
            assertThat(project.activations()
                            .planAsKnown(folded.config(), CancelToken.none())
                            .violations())
                    .extracting(RuleNote::rule)
                    .containsOnly(TargetRule.NO_STATISTICS);
        }
    }

    @Test
    void theFloatNetworkComputesTheSame() throws Exception {
        try (Project project = project()) {
            project.dataSets().use(samples());
            project.edit("float", project.config().edit(List.of("one", "two"), any -> TensorConfig.unquantized()));

            ImprovementResult folded = fold(project);

            assertThat(folded.after().orElseThrow().outputSqnrDb().orElseThrow())
                    .isGreaterThan(100);
            assertThat(folded.config().of("one").overlay()).isPresent();
        }
    }

    private static ImprovementResult fold(Project project) throws Exception {
        return project.improve(
                ImprovementKind.NORMALIZATION_FOLD,
                List.of("one", "two"),
                ImprovementOptions.defaults(),
                new Progress(),
                CancelToken.none());
    }
}
