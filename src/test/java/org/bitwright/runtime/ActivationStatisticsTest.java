package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.bitwright.model.Dataset;
import org.bitwright.model.ElementType;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.EdgeStatistics;
import org.bitwright.quant.MomentHistogram;
import org.bitwright.quant.Range;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationStatisticsTest {
    private static final OptionalInt NONE = OptionalInt.empty();

    @TempDir
    Path folder;

    /** h = 2x, a = max(h, 0), y = −a for x = −500 … 599; batches fixed to 1, 3 or 600 samples, or free. */
    @ParameterizedTest
    @ValueSource(longs = {-1, 1, 3, 600})
    void everyValueOfEverySampleCounts(long batch) throws Exception {
        ActivationStatistics statistics = collect(chain(batch), numbers(1100), edges("x", "h", "a", "y"), 1100);
        assertThat(statistics.missing()).isEmpty();
        assertThat(statistics.samples()).isEqualTo(1100);
        assertThat(statistics.edges().keySet()).containsExactly("x", "h", "a", "y");
        assertThat(edge(statistics, "x").range()).isEqualTo(new Range(-500, 599));
        assertThat(edge(statistics, "h").range()).isEqualTo(new Range(-1000, 1198));
        EdgeStatistics a = edge(statistics, "a");
        assertThat(a.count()).isEqualTo(1100);
        assertThat(a.zeros()).isEqualTo(501);
        assertThat(a.range()).isEqualTo(new Range(0, 1198));
        assertThat(edge(statistics, "y").range()).isEqualTo(new Range(-1198, 0));
        // 2,199 wide: bins of 1/2, and a value in every fourth of them.
        MomentHistogram h = edge(statistics, "h").histogram();
        assertThat(h.lowerEdge(1) - h.lowerEdge(0)).isEqualTo(0.5);
        assertThat(h.count(0)).isEqualTo(1);
        assertThat(h.count(1)).isZero();
    }

    /** Rounds of 32: the greatest of x is 31 in the first, 63 in the second; batches of 8, 4 or 32. */
    @ParameterizedTest
    @ValueSource(longs = {-1, 1, 8})
    void theMovingAverageCountsRoundsOf32Samples(long batch) throws Exception {
        float[] samples = new float[64];
        for (int i = 0; i < 64; i++) {
            samples[i] = i;
        }
        ActivationStatistics statistics = collect(chain(batch), MemoryDataset.of(Shape.of(1), samples), edges("x"), 64);
        Range averaged = edge(statistics, "x").averaged();
        assertThat(averaged.min()).isCloseTo(3.2f, within(1e-5f));
        assertThat(averaged.max()).isCloseTo(31 + 3.2f, within(1e-5f));
    }

    @Test
    void constantsAreReplaced() throws Exception {
        ActivationStatistics statistics = ActivationStatistics.collect(
                chain(-1),
                numbers(10),
                Preprocessing.scaled(1),
                Map.of("w", new float[] {10}),
                edges("h"),
                10,
                ActivationStatistics.DEFAULT_BUDGET,
                new Progress(),
                CancelToken.none());
        assertThat(edge(statistics, "h").range()).isEqualTo(new Range(-5000, -4910));
    }

    @Test
    void neitherThreadsNorTheBudgetChangeAnything() throws Exception {
        OnnxDocument document = convolution();
        Dataset data = images(300);
        Map<String, OptionalInt> edges = new LinkedHashMap<>();
        edges.put("x", OptionalInt.of(1));
        edges.put("c", OptionalInt.of(1));
        edges.put("r", OptionalInt.of(1));
        edges.put("f", NONE);
        ActivationStatistics all = collect(document, data, edges, 300);
        ActivationStatistics alone = Parallel.onOneThread(() -> {
            try {
                return collect(document, data, edges, 300);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        Progress progress = new Progress();
        ActivationStatistics several = collect(document, data, edges, 300, 1 << 20, progress);
        for (String name : edges.keySet()) {
            assertSame(edge(alone, name), edge(all, name));
            assertSame(edge(several, name), edge(all, name));
        }
        assertThat(progress.fraction()).isEqualTo(1);
        assertThat(edge(all, "r").channels()).hasSize(3);
    }

    @Test
    void valuesWithoutASampleAxisAndOtherShapesCountAsTheyAre() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2)
                .longs("flat", -1)
                .weight("w", new float[] {2}, 1)
                .node("Reshape", "", "x flat", "h")
                .node("ReduceMax", "", "x", "m", "keepdims=0")
                .node("Mul", "", "m w", "s")
                .node("Relu", "", "x", "y")
                .output("y", -1, 2)
                .output("h", -1)
                .output("s")
                .open(folder);
        Dataset data = MemoryDataset.of(Shape.of(2), 1, 2, 3, 4, 7, -6);
        ActivationStatistics statistics = collect(document, data, edges("h", "s", "y"), 3);
        assertThat(statistics.missing()).isEmpty();
        assertThat(edge(statistics, "h").count()).isEqualTo(6);
        assertThat(edge(statistics, "h").range()).isEqualTo(new Range(-6, 7));
        assertThat(edge(statistics, "s").range()).isEqualTo(new Range(14, 14));
    }

    /** The shape of what NonZero picks depends on the sample; one has nothing to pick. */
    /** Sizes are learned from two samples: an axis of two that counts something else is not taken for them. */
    @Test
    void aFirstAxisThatOnlyLooksLikeSamplesIsRecordedToo() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w", new float[] {2}, 1)
                .node("ReduceMax", "", "x", "m", "axes=[0]", "keepdims=0")
                .node("Mul", "", "m w", "s")
                .node("Mul", "", "x w", "y")
                .output("y", -1, 2)
                .output("s")
                .open(folder);
        Dataset data = MemoryDataset.of(Shape.of(2), 1, 2, 3, 4, 7, -6, 0, 8, 1, 1);
        ActivationStatistics statistics = collect(document, data, edges("s", "y"), 5);
        assertThat(statistics.missing()).isEmpty();
        assertThat(edge(statistics, "s").count()).isEqualTo(2);
        assertThat(edge(statistics, "s").range()).isEqualTo(new Range(14, 16));
        assertThat(edge(statistics, "y").count()).isEqualTo(10);
        assertThat(edge(statistics, "y").range()).isEqualTo(new Range(-12, 16));
    }

    @Test
    void shapesMayChangeFromRunToRun() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", 1, 4)
                .node("NonZero", "", "x", "n")
                .node("Cast", "", "n", "f", "to=1")
                .node("Relu", "", "f", "r")
                .node("Relu", "", "x", "y")
                .output("y", 1, 4)
                .output("r", 2, -1)
                .open(folder);
        Dataset data = MemoryDataset.of(Shape.of(4), 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 5, 0);
        ActivationStatistics statistics = collect(document, data, edges("r", "y"), 3);
        // Places 0, 1, 3 and then 2, each with the row 0.
        assertThat(edge(statistics, "r").count()).isEqualTo(8);
        assertThat(edge(statistics, "r").range()).isEqualTo(new Range(0, 3));
        assertThat(edge(statistics, "y").count()).isEqualTo(12);
    }

    /** A batch of 4 with one sample in the second: what mixes samples counts in the first only. */
    @Test
    void paddingCountsNowhere() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", 4, 1)
                .weight("one", new float[] {1}, 1)
                .longs("flat", 1, -1)
                .node("Add", "", "x one", "a")
                .node("Reshape", "", "a flat", "mixed")
                .node("Relu", "", "mixed", "r")
                .node("Relu", "", "a", "y")
                .output("y", 4, 1)
                .output("r", 1, 4)
                .open(folder);
        Dataset data = MemoryDataset.of(Shape.of(1), 10, 20, 30, 40, 50);
        ActivationStatistics statistics = collect(document, data, edges("a", "r"), 5);
        assertThat(edge(statistics, "a").count()).isEqualTo(5);
        assertThat(edge(statistics, "a").range()).isEqualTo(new Range(11, 51));
        assertThat(edge(statistics, "r").count()).isEqualTo(4);
        assertThat(edge(statistics, "r").range()).isEqualTo(new Range(11, 41));
    }

    @Test
    void whatCannotBeRecordedIsNamedAndTheRestIsThere() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2)
                .node("Shape", "", "x", "s")
                .node("Relu", "", "x", "a")
                .node("Relu", "", "a", "y")
                .output("y", -1, 2)
                .output("s", ElementType.INT64, 2)
                .open(folder);
        Dataset data = MemoryDataset.of(Shape.of(2), 1, 2, 3, 4);
        ActivationStatistics statistics = collect(document, data, edges("a", "s", "nowhere", "y"), 2);
        assertThat(statistics.edges().keySet()).containsExactly("a", "y");
        assertThat(statistics.missing()).containsOnlyKeys("s", "nowhere");
        assertThat(statistics.missing().get("s")).contains("INT64");
    }

    @Test
    void noSamplesGiveEmptyStatistics() throws Exception {
        ActivationStatistics statistics = collect(chain(-1), numbers(10), edges("h"), 0);
        assertThat(edge(statistics, "h").count()).isZero();
    }

    @Test
    void aCancelledTokenEndsIt() throws Exception {
        CancelToken cancel = new CancelToken();
        Progress progress = new Progress();
        OnnxDocument document = convolution();
        Dataset data = new CancellingDataset(images(2000), 700, cancel);
        assertThatThrownBy(() -> ActivationStatistics.collect(
                        document,
                        data,
                        Preprocessing.scaled(1),
                        Map.of(),
                        edges("c", "r"),
                        2000,
                        ActivationStatistics.DEFAULT_BUDGET,
                        progress,
                        cancel))
                .isInstanceOf(CancellationException.class);
        assertThat(progress.fraction()).isLessThan(1);
    }

    /** Cancels when a sample is asked for. */
    private record CancellingDataset(Dataset data, int at, CancelToken cancel) implements Dataset {
        @Override
        public String name() {
            return data.name();
        }

        @Override
        public int size() {
            return data.size();
        }

        @Override
        public Shape sampleShape() {
            return data.sampleShape();
        }

        @Override
        public void read(int first, int count, float[] into, int place) {
            if (first >= at) {
                cancel.cancel();
            }
            data.read(first, count, into, place);
        }

        @Override
        public java.util.Optional<int[]> labels() {
            return data.labels();
        }

        @Override
        public String digest() {
            return data.digest();
        }
    }

    private static void assertSame(EdgeStatistics found, EdgeStatistics expected) {
        assertThat(found.range()).isEqualTo(expected.range());
        assertThat(found.averaged()).isEqualTo(expected.averaged());
        assertThat(found.zeros()).isEqualTo(expected.zeros());
        assertThat(found.channels()).hasSameSizeAs(expected.channels());
        for (int c = 0; c < expected.channels().size(); c++) {
            assertThat(found.channels().get(c).mean())
                    .isEqualTo(expected.channels().get(c).mean());
            assertThat(found.channels().get(c).meanSquare())
                    .isEqualTo(expected.channels().get(c).meanSquare());
        }
        assertThat(found.histogram().bins()).isEqualTo(expected.histogram().bins());
        for (int bin = 0; bin < expected.histogram().bins(); bin++) {
            assertThat(found.histogram().count(bin))
                    .isEqualTo(expected.histogram().count(bin));
        }
        org.bitwright.quant.Grid grid = new org.bitwright.quant.UniformGrid(0.01f, 0, -128, 127);
        assertThat(found.estimate(grid)).isEqualTo(expected.estimate(grid));
    }

    private OnnxDocument chain(long batch) throws Exception {
        return OnnxModels.opset(13)
                .input("x", batch, 1)
                .weight("w", new float[] {2}, 1, 1)
                .weight("m", new float[] {-1}, 1, 1)
                .node("MatMul", "", "x w", "h")
                .node("Relu", "", "h", "a")
                .node("MatMul", "", "a m", "y")
                .output("y", batch, 1)
                .open(folder);
    }

    /** Three channels of 8 × 8, rectified, and flattened. */
    private OnnxDocument convolution() throws Exception {
        float[] kernel = new float[27];
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] = (i % 7 - 3) / 5f;
        }
        return OnnxModels.opset(13)
                .input("x", -1, 1, 8, 8)
                .weight("w", kernel, 3, 1, 3, 3)
                .node("Conv", "", "x w", "c", "pads=[1,1,1,1]")
                .node("Relu", "", "c", "r")
                .node("Flatten", "", "r", "f")
                .output("f", -1, 192)
                .open(folder);
    }

    private static Dataset images(int count) {
        Random random = new Random(3);
        float[] values = new float[count * 64];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return MemoryDataset.of(Shape.of(1, 8, 8), values);
    }

    private static Dataset numbers(int count) {
        float[] samples = new float[count];
        for (int i = 0; i < count; i++) {
            samples[i] = i - 500;
        }
        return MemoryDataset.of(Shape.of(1), samples);
    }

    private static EdgeStatistics edge(ActivationStatistics statistics, String name) {
        return statistics.edge(name).orElseThrow();
    }

    private static Map<String, OptionalInt> edges(String... names) {
        Map<String, OptionalInt> edges = new LinkedHashMap<>();
        for (String name : names) {
            edges.put(name, NONE);
        }
        return edges;
    }

    private static ActivationStatistics collect(
            OnnxDocument document, Dataset data, Map<String, OptionalInt> edges, int samples) throws Exception {
        return collect(document, data, edges, samples, ActivationStatistics.DEFAULT_BUDGET, new Progress());
    }

    private static ActivationStatistics collect(
            OnnxDocument document,
            Dataset data,
            Map<String, OptionalInt> edges,
            int samples,
            long budget,
            Progress progress)
            throws Exception {
        return ActivationStatistics.collect(
                document,
                data,
                Preprocessing.scaled(1),
                Map.of(),
                edges,
                samples,
                budget,
                progress,
                CancelToken.none());
    }
}
