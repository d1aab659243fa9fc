package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.bitwright.model.Phrase;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.onnx.OptimizedGraph;
import org.bitwright.onnx.OptimizedGraph.Kernel;
import org.bitwright.onnx.OptimizedGraph.Numbers;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of speed; times themselves are never compared. */
class LatencyTest {
    @TempDir
    private Path folder;

    @Test
    void quantilesLieBetweenTheTwoNearestRuns() {
        // ranks 0 … 10: the median is rank 5, the tenth percentile rank 1, the ninetieth rank 9
        Latency odd = Latency.of(new double[] {10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0});
        assertThat(odd).isEqualTo(new Latency(5, 1, 9, 11));
        // two runs: 1 + 0.1 · 2, 1 + 0.5 · 2, 1 + 0.9 · 2
        assertThat(Latency.of(new double[] {3, 1})).isEqualTo(new Latency(2, 1.2, 2.8, 2));
    }

    @Test
    void twiceTheSamplesASecondIsTwiceAsFast() {
        BatchLatency batch = new BatchLatency(32, new Latency(0.8, 0, 0, 1), new Latency(0.4, 0, 0, 1));
        assertThat(batch.speedup()).isEqualTo(2);
        assertThat(batch.floatThroughput()).isEqualTo(40);
        assertThat(batch.throughput()).isEqualTo(80);
    }

    @Test
    void theProcessorsFlagsTellOfVnni() {
        assertThat(Processor.vnni(List.of("processor : 0", "flags\t\t: fpu avx2 avx512_vnni sse")))
                .contains(true);
        assertThat(Processor.vnni(List.of("flags : fpu avx2 avx_vnni"))).contains(true);
        assertThat(Processor.vnni(List.of("flags : fpu avx2 vnni"))).contains(false);
        assertThat(Processor.vnni(List.of("Features : asimd"))).isEmpty();
    }

    @Test
    void whatCostsTimeIsNamed() {
        Kernel floating =
                new Kernel("fc", "Gemm", "Gemm", Numbers.FLOAT, Phrase.of("its %s is float", Phrase.of("input")));
        Kernel integer = new Kernel("conv", "Conv", "QLinearConv", Numbers.INTEGER, Phrase.NONE);
        TreeMap<String, Integer> operators = new TreeMap<>();
        operators.put("Gemm", 1);
        operators.put("QLinearConv", 1);
        operators.put("QuantizeLinear", 2);
        operators.put("DequantizeLinear", 3);
        OptimizedGraph graph = new OptimizedGraph(List.of(floating, integer), operators, 1, OptionalInt.empty());
        BatchLatency slower = new BatchLatency(1, new Latency(1, 1, 1, 1), new Latency(2, 2, 2, 1));
        assertThat(Slowing.of(graph, Optional.of(false), List.of(slower)))
                .extracting(Phrase::toString)
                .containsExactly(
                        "'fc' is computed in float: its input is float.",
                        "4 operators turn activations into integers or back in every run.",
                        "1 constant is turned into floats in every run; a session with the option"
                                + " session.disable_quant_qdq = 1 does that once.",
                        "1 convolution runs as QLinearConv, which unrolls the patches of its input and multiplies"
                                + " matrices; float convolutions need neither, and with few channels that outweighs what"
                                + " narrower numbers save.",
                        "The processor has no instruction that multiplies 8-bit integers and adds up (VNNI).");
    }

    private OnnxDocument network(int batch) throws Exception {
        return OnnxModels.opset(13)
                .input("x", batch, 2)
                .weight("w", 2, 3)
                .node("MatMul", "m", "x w", "y")
                .output("y", batch, 3)
                .open(folder);
    }

    private static LatencyComparison compare(OnnxDocument document, CancelToken cancel) throws Exception {
        return LatencyRun.compare(
                document,
                document,
                MemoryDataset.of(Shape.of(2), 1, 2, 3, 4, 5, 6),
                Preprocessing.scaled(1),
                1,
                LatencyRun.BATCHES,
                0.01,
                new Progress(),
                cancel);
    }

    @Test
    void batchesAreThoseThatTheDataAndTheNetworkHave() throws Exception {
        LatencyComparison free = compare(network(-1), CancelToken.none());
        // three samples are all there are
        assertThat(free.batches()).extracting(BatchLatency::batch).containsExactly(1, 3);
        assertThat(free.batches()).allSatisfy(batch -> {
            assertThat(batch.floating().runs()).isEqualTo(batch.written().runs());
            assertThat(batch.floating().low())
                    .isLessThanOrEqualTo(batch.floating().median());
            assertThat(batch.floating().median())
                    .isLessThanOrEqualTo(batch.floating().high());
        });
        assertThat(free.runtime()).startsWith("ONNX Runtime 1.");
        assertThat(free.graph().kernels()).extracting(Kernel::numbers).containsExactly(Numbers.FLOAT);
        assertThat(compare(network(2), CancelToken.none()).batches())
                .extracting(BatchLatency::batch)
                .containsExactly(2);
    }

    @Test
    void aCancelledRunEnds() throws Exception {
        CancelToken cancel = new CancelToken();
        cancel.cancel();
        assertThatThrownBy(() -> compare(network(-1), cancel)).isInstanceOf(CancellationException.class);
    }
}
