package org.bitwright.ui.errors;

import java.util.Optional;
import java.util.OptionalInt;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyCode;
import org.bitwright.quant.ErrorScatter;
import org.bitwright.ui.common.LayerEditor;
import org.bitwright.ui.common.PlotFrame;
import org.bitwright.ui.common.SpreadPlot;
import org.bitwright.ui.common.Texts;
import org.jspecify.annotations.Nullable;

/** The drawn distribution or scatter; Escape goes back to all channels. */
final class ErrorPlot extends SpreadPlot {
    private static final double REACH = 12;

    private final ErrorViewModel model;
    private @Nullable DistributionPainter distribution;
    private @Nullable ScatterPainter points;

    ErrorPlot(ErrorViewModel model) {
        super("error-plot", model.zoom());
        this.model = model;
        setId("error-plot");
        setMinSize(140, 110);
        setPrefSize(420, 300);
        model.pictureProperty().addListener((value, before, now) -> show(now));
        model.logScaleProperty().addListener((value, before, now) -> redraw());
        Texts.follow(this, () -> show(model.picture()));
        tellUnderMouse((x, y) -> model.picture().flatMap(picture -> tip(picture, x, y)));
        keys().onIf(KeyCode.ESCAPE, this::showAllChannels);
    }

    private void show(Optional<ErrorPicture> picture) {
        tip().setVisible(false);
        setAccessibleText(picture.map(ErrorTexts::summary).orElse(""));
        redraw();
    }

    @Override
    protected void draw(GraphicsContext g, double width, double height) {
        g.setFont(font());
        distribution = null;
        points = null;
        model.picture().ifPresent(picture -> {
            if (picture.scatter().isPresent()) {
                points = new ScatterPainter(
                        g, palette(), picture, picture.scatter().get(), width, height);
                points.paint();
            } else {
                distribution = new DistributionPainter(
                        g, palette(), picture, model.logScaleProperty().get(), width, height);
                distribution.paint();
            }
        });
    }

    @Override
    protected boolean isSpread() {
        return distribution != null;
    }

    private boolean showAllChannels() {
        boolean alone = model.channelProperty().get() >= 0;
        if (alone) {
            model.select(LayerEditor.ALL_CHANNELS);
        }
        return alone;
    }

    private Optional<String> tip(ErrorPicture picture, double x, double y) {
        if (distribution != null && distribution.frame().contains(x, y)) {
            return Optional.of(
                    ErrorTexts.tip(picture.histogram(), distribution.frame().valueX(x)));
        }
        if (points == null || picture.scatter().isEmpty() || !points.frame().contains(x, y)) {
            return Optional.empty();
        }
        ErrorScatter scatter = picture.scatter().get();
        PlotFrame frame = points.frame();
        if (picture.density().isPresent()) {
            return picture.density().map(density -> ErrorTexts.tip(density, frame.valueX(x), frame.valueY(y)));
        }
        OptionalInt nearest = ErrorTexts.nearest(scatter, points, x, y, REACH);
        return nearest.isPresent() ? Optional.of(ErrorTexts.tip(scatter, nearest.getAsInt())) : Optional.empty();
    }
}
