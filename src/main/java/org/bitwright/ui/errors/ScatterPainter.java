package org.bitwright.ui.errors;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import org.bitwright.quant.ErrorDensity;
import org.bitwright.quant.ErrorScatter;
import org.bitwright.ui.common.Palette;
import org.bitwright.ui.common.Palette.Role;
import org.bitwright.ui.common.PlotFrame;
import org.bitwright.ui.common.Texts;

/** Draws quantized values, or errors, over float values: points, with a density behind them where they are a sample. */
final class ScatterPainter {
    private static final double MARGIN = 0.04;
    private static final double FAINTEST = 0.12;
    private static final int MANY_POINTS = 1500;

    private final GraphicsContext g;
    private final Palette palette;
    private final ErrorPicture picture;
    private final ErrorScatter scatter;
    private final boolean ofErrors;
    private final PlotFrame frame;

    ScatterPainter(
            GraphicsContext g,
            Palette palette,
            ErrorPicture picture,
            ErrorScatter scatter,
            double width,
            double height) {
        this.g = g;
        this.palette = palette;
        this.picture = picture;
        this.scatter = scatter;
        this.ofErrors = picture.request().plot() == ErrorPlotKind.ERRORS;
        double em = g.getFont().getSize();
        Ends x = new Ends();
        Ends y = new Ends();
        for (int i = 0; i < scatter.points(); i++) {
            x.add(scatter.x()[i]);
            y.add(height(i));
        }
        if (ofErrors) {
            y.add(-picture.histogram().greatest());
            y.add(picture.histogram().greatest());
        }
        frame = PlotFrame.of(width, height, em, x.low(), x.high(), y.low(), y.high());
    }

    PlotFrame frame() {
        return frame;
    }

    /** What point number {@code i} stands above. */
    double height(int i) {
        return ofErrors ? scatter.error()[i] : scatter.quantized()[i];
    }

    void paint() {
        if (ofErrors) {
            picture.step().ifPresent(this::band);
        }
        frame.labelY(g, palette, ofErrors ? ErrorTexts.errorAxis(scatter.unit()) : Texts.get("errors.axis.quantized"));
        guide();
        picture.density().ifPresent(this::density);
        points();
        frame.labelX(g, palette, Texts.get("errors.axis.float"));
    }

    private void band(double step) {
        double top = frame.insideY(step / 2);
        double bottom = frame.insideY(-step / 2);
        g.setFill(palette.colour(Role.WEIGHTS).deriveColor(0, 1, 1, 0.22));
        g.fillRect(frame.x(), top, frame.width(), bottom - top);
    }

    /** Where no error would be: the diagonal, or the zero line. */
    private void guide() {
        g.setStroke(palette.colour(Role.FLOAT_LINE));
        g.setLineWidth(1);
        g.setLineDashes(4, 3);
        double from = ofErrors ? frame.low() : Math.max(frame.low(), frame.bottom());
        double to = ofErrors ? frame.high() : Math.min(frame.high(), frame.top());
        g.strokeLine(frame.atX(from), frame.atY(ofErrors ? 0 : from), frame.atX(to), frame.atY(ofErrors ? 0 : to));
        g.setLineDashes();
    }

    private void density(ErrorDensity density) {
        double most = Math.log1p(density.most());
        Color colour = palette.colour(Role.QUANTIZED);
        for (int row = 0; row < density.rows(); row++) {
            double y0 = Math.round(frame.atY(edge(density.yMin(), density.yMax(), row + 1, density.rows())));
            double y1 = Math.round(frame.atY(edge(density.yMin(), density.yMax(), row, density.rows())));
            for (int column = 0; column < density.columns(); column++) {
                int count = density.count(column, row);
                if (count > 0) {
                    double x0 = Math.round(frame.atX(edge(density.xMin(), density.xMax(), column, density.columns())));
                    double x1 =
                            Math.round(frame.atX(edge(density.xMin(), density.xMax(), column + 1, density.columns())));
                    double share = FAINTEST + (1 - FAINTEST) * Math.log1p(count) / most;
                    g.setFill(colour.deriveColor(0, 1, 1, share));
                    g.fillRect(x0, y0, Math.max(1, x1 - x0), Math.max(1, y1 - y0));
                }
            }
        }
    }

    private static double edge(double low, double high, int place, int places) {
        return low + (high - low) * place / places;
    }

    private void points() {
        boolean behind = picture.density().isPresent();
        double size = scatter.points() > MANY_POINTS ? 3 : 5;
        Color rounded = palette.colour(Role.QUANTIZED).deriveColor(0, 1, 1, 0.6);
        Color clipped = palette.colour(Role.CLIPPED);
        for (int i = 0; i < scatter.points(); i++) {
            // With a density behind them only the clipped ones say more than it does.
            if (Double.isInfinite(height(i)) || (behind && !scatter.clipped()[i])) {
                continue;
            }
            g.setFill(scatter.clipped()[i] ? clipped : rounded);
            g.fillOval(frame.atX(scatter.x()[i]) - size / 2, frame.atY(height(i)) - size / 2, size, size);
        }
    }

    /** Two ends with some room beyond them. */
    private static final class Ends {
        private double low = Double.POSITIVE_INFINITY;
        private double high = Double.NEGATIVE_INFINITY;

        void add(double value) {
            if (!Double.isInfinite(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }

        double low() {
            return low < high ? low - MARGIN * (high - low) : Math.min(low, 0) - 1;
        }

        double high() {
            return low < high ? high + MARGIN * (high - low) : Math.max(high, 0) + 1;
        }
    }
}
