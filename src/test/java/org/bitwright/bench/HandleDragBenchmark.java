package org.bitwright.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Grid;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.bitwright.task.CancelToken;

/** The engine's part of a handle that moves on a layer of 25 M values: a changed grid, its errors, the channel strip. */
final class HandleDragBenchmark implements Benchmark {
    private static final NumberFormat.Uniform FORMAT = new NumberFormat.Uniform(8, Scheme.SYMMETRIC);
    private static final int MOVES = 300;
    private static final int WARMUP = 100;

    @Override
    public String name() {
        return "handle-drag";
    }

    @Override
    public void run() throws Exception {
        float[] values = RandomLayer.values(4096 * 6144);
        measure("4096 × 6144, channels first", values, OptionalInt.of(0), 4096, 6144);
        measure("4096 × 6144, channels last", values, OptionalInt.of(1), 4096, 6144);
        measure("512 × 5461 × 3 × 3", values, OptionalInt.of(0), 512, 5461, 3, 3);
        measure("24576 × 1024", values, OptionalInt.of(0), 24576, 1024);
        measure("no channel axis", values, OptionalInt.empty(), 4096, 6144);
    }

    private static void measure(String what, float[] all, OptionalInt axis, long... extents) throws Exception {
        var layer = RandomLayer.layer(axis, extents);
        float[] values = Arrays.copyOf(all, (int) layer.parameters());
        long start = System.nanoTime();
        LayerWeights weights = LayerWeights.of(layer, values, CancelToken.none());
        double build = (System.nanoTime() - start) * 1e-6;
        Timing exact = exact(weights);
        Timing tensor = drag(weights, Granularity.TENSOR);
        Timing channel = drag(weights, Granularity.CHANNEL);
        System.out.printf(
                "%-28s build %4.0f ms; exact %5.1f ms; estimate per tensor %5.2f ms (p95 %5.2f), one channel %5.2f ms"
                        + " (p95 %5.2f)%n",
                what,
                build,
                exact.median() * 1e3,
                tensor.median() * 1e3,
                tensor.percentile(95) * 1e3,
                channel.median() * 1e3,
                channel.percentile(95) * 1e3);
    }

    private static Timing exact(LayerWeights weights) throws Exception {
        TensorConfig config = TensorConfig.of(FORMAT, Granularity.TENSOR, Calibrator.percentile(99.9));
        List<Grid> grids =
                LayerQuantizer.grids(weights, config, CancelToken.none()).list();
        return Timing.alternate(5, 20, () -> LayerQuantizer.quantize(weights, config, grids, CancelToken.none()))[0];
    }

    private static Timing drag(LayerWeights weights, Granularity granularity) throws Exception {
        TensorConfig config = TensorConfig.of(FORMAT, granularity, Calibrator.minMax());
        List<Grid> grids = new ArrayList<>(
                LayerQuantizer.grids(weights, config, CancelToken.none()).list());
        QuantizedLayer[] shown = {LayerQuantizer.estimate(weights, config, grids)};
        int[] move = {0};
        return Timing.alternate(WARMUP, MOVES, () -> {
            float end = 0.05f + 1e-4f * move[0]++;
            grids.set(grids.size() / 2, UniformGrid.of(FORMAT, new Range(-end, end)));
            shown[0] = LayerQuantizer.estimate(weights, config, List.copyOf(grids), shown[0]);
        })[0];
    }
}
