package org.bitwright.ui.calibrators;

import javafx.scene.canvas.GraphicsContext;
import org.bitwright.quant.CalibratorResult;
import org.bitwright.ui.common.DrawnRegion;
import org.bitwright.ui.common.Palette.Role;

/** The weights as a small histogram with the range that a calibrator picked; what it clips is shaded. */
final class RangePicture extends DrawnRegion {
    private static final double MARGIN = 0.04;
    private static final double LEAST_BAR = 1;

    private WeightBars bars = new WeightBars(0, 0, new long[0]);
    private double[] window = {0, 1};
    private CalibratorResult.Ends ends = new CalibratorResult.Ends(0, 0);

    RangePicture() {
        getStyleClass().add("range-picture");
        setMouseTransparent(true);
    }

    /** @param shownWindow the lowest and the highest number of the picture */
    void show(WeightBars shown, CalibratorResult.Ends range, double[] shownWindow) {
        bars = shown;
        ends = range;
        window = shownWindow;
        redraw();
    }

    @Override
    protected void draw(GraphicsContext g, double width, double height) {
        double span = window[1] - window[0];
        double low = window[0] - MARGIN * span;
        double scale = width / (span * (1 + 2 * MARGIN));
        weights(g, low, scale, height);
        g.setFill(palette().colour(Role.AXIS));
        g.fillRect(0, height - 1, width, 1);
        if (!Float.isInfinite(ends.low()) && !Float.isInfinite(ends.high())) {
            range(g, (ends.low() - low) * scale, (ends.high() - low) * scale, width, height);
        }
    }

    /** Heights by the square root, so that the tails that calibrators differ about can be seen. */
    private void weights(GraphicsContext g, double low, double scale, double height) {
        double most = Math.sqrt(Math.max(1, bars.most()));
        double bar = bars.counts().length == 0 ? 0 : (bars.high() - bars.low()) / bars.counts().length;
        g.setFill(palette().colour(Role.WEIGHTS));
        for (int i = 0; i < bars.counts().length; i++) {
            if (bars.counts()[i] > 0) {
                double tall = Math.max(LEAST_BAR, (height - 4) * Math.sqrt(bars.counts()[i]) / most);
                double left = Math.floor((bars.low() + i * bar - low) * scale);
                double right = Math.ceil((bars.low() + (i + 1) * bar - low) * scale);
                g.fillRect(left, height - 1 - tall, Math.max(LEAST_BAR, right - left), tall);
            }
        }
    }

    private void range(GraphicsContext g, double from, double to, double width, double height) {
        g.setFill(palette().colour(Role.CLIPPED).deriveColor(0, 1, 1, 0.2));
        g.fillRect(0, 0, Math.max(0, Math.min(width, from)), height);
        g.fillRect(Math.min(width, to), 0, Math.max(0, width - to), height);
        g.setFill(palette().colour(Role.HANDLE));
        for (double end : new double[] {from, to}) {
            if (end >= 0 && end <= width) {
                g.fillRect(Math.max(0, Math.min(width - 2, Math.floor(end) - 1)), 0, 2, height);
            }
        }
    }
}
