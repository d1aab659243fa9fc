package org.bitwright.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import org.bitwright.model.Layer;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.task.CancelToken;
import org.bitwright.ui.common.PanelStage;
import org.bitwright.ui.common.Theme;
import org.bitwright.ui.histogram.HistogramMoves;
import org.bitwright.ui.histogram.HistogramView;
import org.bitwright.ui.histogram.HistogramViewModel;

/**
 * A handle moved on a layer of 25 million values: the time until grids, errors and the rendered picture are ready.
 * Rendered in software and read back, outside a window so that nothing is rendered twice; the target is 16 ms at the
 * 95th percentile.
 */
final class HandleMoveBenchmark implements Benchmark {
    private static final int ROWS = 4096;
    private static final int COLUMNS = 6144;
    private static final int WARMUP = 100;
    private static final int MOVES = 300;
    private static final int WIDTH = 1200;
    private static final int HEIGHT = 520;

    @Override
    public String name() {
        return "handle-move";
    }

    @Override
    public void run() throws Exception {
        WindowThread.start();
        Layer layer = RandomLayer.layer(OptionalInt.of(1), ROWS, COLUMNS);
        long start = System.nanoTime();
        LayerWeights weights = LayerWeights.of(layer, RandomLayer.values(ROWS * COLUMNS), CancelToken.none());
        System.out.printf("%d × %d values, histograms built in %.2f s%n", ROWS, COLUMNS, seconds(start));
        measure("per tensor, 8 bits", weights, Granularity.TENSOR, 8);
        measure("per tensor, 4 bits", weights, Granularity.TENSOR, 4);
        measure("one channel, 4 bits", weights, Granularity.CHANNEL, 4);
    }

    private static void measure(String what, LayerWeights weights, Granularity granularity, int bits) throws Exception {
        TensorConfig config =
                TensorConfig.of(NumberFormat.uniform(bits, Scheme.SYMMETRIC), granularity, Calibrator.minMax());
        HistogramViewModel model = new HistogramViewModel();
        HistogramMoves moves = WindowThread.run(() -> {
            HistogramMoves shown = new HistogramMoves(model, weights, config);
            Scene scene = PanelStage.scene(new HistogramView(model), WIDTH, HEIGHT, Theme.LIGHT);
            if (granularity == Granularity.CHANNEL) {
                model.selectChannel(17);
            }
            shown.begin(scene);
            return shown;
        });
        double[] state = new double[MOVES];
        double[] whole = new double[MOVES];
        WritableImage image = new WritableImage(WIDTH, HEIGHT);
        double processor = 0;
        for (int move = -WARMUP; move < MOVES; move++) {
            if (move == 0) {
                processor = processorSeconds();
            }
            double share = 0.5 + 0.45 * Math.sin(move * 0.37);
            int at = move;
            WindowThread.run(() -> {
                long start = System.nanoTime();
                moves.moveTo(share);
                double stateReady = seconds(start);
                moves.render(image);
                if (at >= 0) {
                    state[at] = stateReady;
                    whole[at] = seconds(start);
                }
                return moves;
            });
        }
        processor = (processorSeconds() - processor) / MOVES;
        double[] picture =
                IntStream.range(0, MOVES).mapToDouble(i -> whole[i] - state[i]).toArray();
        System.out.printf(
                "%-20s state and error p50 %5.1f p95 %5.1f ms | picture p50 %5.1f p95 %5.1f ms | all p50 %5.1f p95 %5.1f ms | %5.1f ms of processor time%n",
                what,
                ms(state, 50),
                ms(state, 95),
                ms(picture, 50),
                ms(picture, 95),
                ms(whole, 50),
                ms(whole, 95),
                processor * 1e3);
    }

    private static double ms(double[] seconds, double percent) {
        return new Timing(seconds).percentile(percent) * 1e3;
    }

    /** Of all threads: what a move costs however busy the machine is with other things. */
    private static double processorSeconds() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() * 1e-9;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) * 1e-9;
    }
}
