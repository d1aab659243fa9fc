package org.bitwright.bench;

import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import org.bitwright.ui.common.PanelStage;
import org.bitwright.ui.common.Theme;
import org.bitwright.ui.graph.GraphMoves;

/**
 * The graph of made-up networks: seconds of the layout, which runs in the background, against the number of nodes; and
 * the time until the next picture is ready while it is panned, from near and as a whole. Rendered in software and read
 * back, outside a window so that nothing is rendered twice; the target is 3 s for 2,000 nodes, and 16 ms a picture.
 */
final class GraphBenchmark implements Benchmark {
    private static final int[] SIZES = {200, 2_000, 20_000};
    /** Where nothing passes through one node alone, long networks take minutes. */
    private static final int GREATEST_TANGLE = 2_000;

    private static final int ROUNDS = 3;
    private static final int WARMUP = 20;
    private static final int MOVES = 60;
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 600;

    @Override
    public String name() {
        return "graph";
    }

    @Override
    public void run() throws Exception {
        WindowThread.start();
        for (String kind : GraphMoves.KINDS) {
            for (int size : SIZES) {
                if (size <= GREATEST_TANGLE || !kind.equals("dense")) {
                    measure(kind, size);
                }
            }
        }
    }

    private static void measure(String kind, int size) throws Exception {
        GraphMoves moves = new GraphMoves(kind, size);
        long start = System.nanoTime();
        moves.layOut();
        double first = (System.nanoTime() - start) * 1e-9;
        Timing layout = Timing.alternate(0, ROUNDS, moves::layOut)[0];
        Timing near = pan(moves, false);
        Timing whole = pan(moves, true);
        System.out.printf(
                "%-10s %-28s layout first %5.2f s, then %5.2f s | panned near p50 %5.1f p95 %5.1f ms | whole p50 %5.1f p95 %5.1f ms%n",
                kind,
                moves.size(),
                first,
                layout.median(),
                near.percentile(50) * 1e3,
                near.percentile(95) * 1e3,
                whole.percentile(50) * 1e3,
                whole.percentile(95) * 1e3);
    }

    private static Timing pan(GraphMoves moves, boolean whole) throws Exception {
        WritableImage image = new WritableImage(WIDTH, HEIGHT);
        WindowThread.run(() -> {
            Scene scene = PanelStage.scene(moves.view(), WIDTH, HEIGHT, Theme.LIGHT);
            moves.begin(scene, image, whole);
            return scene;
        });
        double[] seconds = new double[MOVES];
        for (int move = -WARMUP; move < MOVES; move++) {
            int at = move;
            WindowThread.run(() -> {
                long start = System.nanoTime();
                moves.pan(3 * Math.sin(at), at % 2 == 0 ? -40 : -17);
                moves.render(image);
                if (at >= 0) {
                    seconds[at] = (System.nanoTime() - start) * 1e-9;
                }
                return moves;
            });
        }
        return new Timing(seconds);
    }
}
