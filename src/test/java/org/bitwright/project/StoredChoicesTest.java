package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.Shape;
import org.bitwright.model.StoredGrid;
import org.bitwright.model.StoredWeight;
import org.bitwright.model.Tensor;
import org.bitwright.model.WeightFile;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose weights are codes already. */
class StoredChoicesTest {
    @TempDir
    private Path folder;

    private OpenedModel open(StoredGrid grid, float... values) throws IOException {
        Path file = Files.writeString(folder.resolve("m.tflite"), "weights");
        Tensor tensor = Tensor.of("w", Shape.of(2, values.length / 2), values);
        WeightFile weights = new WeightFile(
                file,
                "TensorFlow Lite",
                List.of(new StoredWeight(tensor, OptionalInt.of(0), OptionalInt.of(1), "Gemm", Optional.of(grid))));
        return OpenedModel.of(weights);
    }

    @Test
    void signedCodesOfChannelsBecomeSymmetricGridsOfTheSameScales() throws IOException {
        // codes −128, 127 by 0.5 and −3, 2 by 0.25
        OpenedModel opened = open(
                new StoredGrid(new float[] {0.5f, 0.25f}, new int[] {0, 0}, 0, 8, true), -64, 63.5f, -0.75f, 0.5f);
        TensorConfig choice = opened.config().of("w");
        assertThat(choice.format()).isEqualTo(NumberFormat.uniform(8, Scheme.SYMMETRIC));
        assertThat(choice.granularity().isChannel()).isTrue();
        assertThat(codes(opened, choice)).containsExactly(-128, 127, -3, 2);
        assertThat(opened.quantized()).isTrue();
        assertThat(opened.notes())
                .extracting(Problem::kind)
                .containsExactly(Problem.Kind.WEIGHTS_ONLY, Problem.Kind.WEIGHTS_QUANTIZED);
    }

    @Test
    void unsignedCodesKeepTheirZeroPoint() throws IOException {
        // codes 0, 255, 100, 101 by 0.1 around 100
        float step = 0.1f;
        OpenedModel opened = open(
                new StoredGrid(new float[] {step}, new int[] {100}, -1, 8, false),
                -100 * step,
                155 * step,
                0,
                1 * step);
        TensorConfig choice = opened.config().of("w");
        assertThat(choice.format()).isEqualTo(NumberFormat.uniform(8, Scheme.ASYMMETRIC));
        assertThat(codes(opened, choice)).containsExactly(0, 255, 100, 101);
    }

    @Test
    void signedCodesWithAZeroPointCountFromZero() throws IOException {
        // int4 codes −8, 7 by 2 around −1: real −14 and 16; here 0 and 15 around 7
        OpenedModel opened = open(new StoredGrid(new float[] {2}, new int[] {-1}, -1, 4, true), -14, 16, 0, 2);
        TensorConfig choice = opened.config().of("w");
        assertThat(codes(opened, choice)).containsExactly(0, 15, 7, 8);
        UniformGrid grid = grid(choice, 0);
        assertThat(grid.scale()).isEqualTo(2);
        assertThat(grid.zeroPoint()).isEqualTo(7);
    }

    @Test
    void scalesAlongAnotherAxisAreSaidAndNotGuessed() throws IOException {
        OpenedModel opened =
                open(new StoredGrid(new float[] {1, 1}, new int[] {0, 0}, 1, 8, true), 1, 2, 3, 4);
        assertThat(opened.config().of("w")).isEqualTo(TensorConfig.unquantized());
        assertThat(opened.notes()).extracting(Problem::kind).contains(Problem.Kind.IMPORT_AXIS);
        assertThat(opened.quantized()).isFalse();
    }

    private static UniformGrid grid(TensorConfig choice, int channel) {
        return choice.manual().get(channel).grid((NumberFormat.Uniform) choice.format());
    }

    private static int[] codes(OpenedModel opened, TensorConfig choice) throws IOException {
        float[] values = opened.document().constant("w").orElseThrow().readFloats();
        int[] codes = new int[values.length];
        int channel = choice.granularity().isChannel() ? values.length / 2 : values.length;
        for (int i = 0; i < codes.length; i++) {
            codes[i] = grid(choice, i / channel).encode(values[i]);
        }
        return codes;
    }
}
