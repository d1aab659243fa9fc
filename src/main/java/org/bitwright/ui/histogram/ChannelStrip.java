package org.bitwright.ui.histogram;

import java.util.List;
import java.util.Optional;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.paint.Color;
import javafx.util.Duration;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.Range;
import org.bitwright.ui.common.DrawnRegion;
import org.bitwright.ui.common.Heat;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Palette.Role;
import org.bitwright.ui.common.Texts;

/** One cell a channel, coloured by its SQNR; a click or the arrow keys show a channel alone. */
final class ChannelStrip extends DrawnRegion {
    private static final double WIDEST_GAPLESS = 5;

    private final HistogramViewModel model;
    private final Tooltip tooltip = new Tooltip();
    private ChannelCells cells = ChannelCells.of(1, 1);

    ChannelStrip(HistogramViewModel model) {
        this.model = model;
        getStyleClass().add("channel-strip");
        setId(model.kind().id("channel-strip"));
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.LIST_VIEW);
        tooltip.setShowDelay(Duration.millis(150));
        Tooltip.install(this, tooltip);
        model.shownProperty().addListener((value, before, now) -> {
            redraw();
            tell();
        });
        setOnMousePressed(this::pressed);
        setOnMouseMoved(this::hover);
        setOnKeyPressed(this::keyPressed);
    }

    private boolean isDead(int channel) {
        return model.shown().filter(shown -> shown.values().isDead(channel)).isPresent();
    }

    private void tell() {
        int channel = model.channelProperty().get();
        setAccessibleText(
                channel >= 0 && channel < channels()
                        ? describe(channel)
                        : Texts.get("histogram.strip.text", Numbers.count(channels())));
    }

    private int channels() {
        return model.shown().map(shown -> shown.values().channels()).orElse(0);
    }

    private List<QuantError> errors() {
        return model.shown()
                .flatMap(ShownValues::state)
                .map(QuantizedValues::channelErrors)
                .orElse(List.of());
    }

    @Override
    protected void draw(GraphicsContext g, double width, double height) {
        int channels = channels();
        if (channels < 2) {
            return;
        }
        cells = ChannelCells.of(channels, width - 2);
        List<QuantError> errors = errors();
        boolean quantized = model.shown().flatMap(ShownValues::error).isPresent();
        double gap = cells.cellWidth() > WIDEST_GAPLESS ? 1 : 0;
        for (int cell = 0; cell < cells.cells(); cell++) {
            double left = 1 + cells.left(cell);
            double right = 1 + cells.left(cell + 1) - gap;
            int worst = cells.worst(cell, errors);
            Optional<Color> colour = quantized && worst < errors.size()
                    ? Optional.of(Heat.ofSqnr(errors.get(worst).sqnrDb()))
                    : Optional.empty();
            g.setFill(colour.orElse(palette().colour(Role.AXIS)));
            g.fillRect(left, 3, right - left, height - 6);
            if (isDead(worst)) {
                hatch(g, left, right - left, height);
            }
        }
        mark(g, height);
    }

    private void hatch(GraphicsContext g, double left, double width, double height) {
        g.save();
        g.beginPath();
        g.rect(left, 3, width, height - 6);
        g.clip();
        g.setStroke(palette().colour(Role.MUTED));
        g.setLineWidth(1);
        for (double x = left - height; x < left + width; x += 5) {
            g.strokeLine(x, height, x + height, 0);
        }
        g.restore();
    }

    private void mark(GraphicsContext g, double height) {
        int channel = model.channelProperty().get();
        if (channel < 0 || channel >= channels()) {
            return;
        }
        int cell = cells.cellOf(channel);
        double left = 1 + cells.left(cell);
        double width = Math.max(4, cells.left(cell + 1) - cells.left(cell));
        g.setLineWidth(2);
        g.setStroke(palette().colour(Role.SURFACE));
        g.strokeRect(left, 3, width - 1, height - 6);
        g.setStroke(palette().colour(Role.TEXT));
        g.strokeRect(left - 1, 1, width + 1, height - 2);
    }

    private void pressed(MouseEvent event) {
        requestFocus();
        int cell = cells.at(event.getX() - 1);
        if (cell >= 0 && channels() > 1) {
            int channel = cells.worst(cell, errors());
            boolean again = cells.cellOf(Math.max(0, model.channelProperty().get())) == cell
                    && model.channelProperty().get() >= 0;
            model.selectChannel(again ? HistogramViewModel.WHOLE_TENSOR : channel);
        }
        event.consume();
    }

    private void keyPressed(KeyEvent event) {
        int last = channels() - 1;
        int now = model.channelProperty().get();
        switch (event.getCode()) {
            case LEFT -> model.selectChannel(now < 0 ? last : Math.max(0, now - 1));
            case RIGHT -> model.selectChannel(Math.min(last, now + 1));
            case HOME -> model.selectChannel(0);
            case END -> model.selectChannel(last);
            case ESCAPE -> {
                if (now < 0) {
                    return;
                }
                model.selectChannel(HistogramViewModel.WHOLE_TENSOR);
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void hover(MouseEvent event) {
        int cell = cells.at(event.getX() - 1);
        if (cell < 0 || channels() < 2) {
            tooltip.setText("");
            tooltip.setOpacity(0);
            return;
        }
        tooltip.setOpacity(1);
        String text = describe(cells.worst(cell, errors()));
        tooltip.setText(
                cells.isMerged()
                        ? Texts.get(
                                        "histogram.strip.merged",
                                        Numbers.count(cells.first(cell)),
                                        Numbers.count(cells.end(cell) - 1L))
                                + "\n" + text
                        : text);
    }

    /** A channel with its SQNR and range in words. */
    private String describe(int channel) {
        StringBuilder text = new StringBuilder(Texts.get("histogram.channel", Numbers.count(channel)));
        if (isDead(channel)) {
            return text.append(" · ").append(model.kind().text("dead")).toString();
        }
        List<QuantError> errors = errors();
        if (channel < errors.size() && model.shown().flatMap(ShownValues::error).isPresent()) {
            text.append('\n').append(HistogramTexts.error(errors.get(channel)));
        }
        reach(channel).ifPresent(range -> text.append('\n')
                .append(Texts.get(
                        "histogram.strip.reach", Numbers.shortText(range.min()), Numbers.shortText(range.max()))));
        return text.toString();
    }

    /** How far the values of a channel lie apart, or how far its grids reach. */
    private Optional<Range> reach(int channel) {
        ShownValues shown = model.shown().orElseThrow();
        return shown.values().channelRange(channel).or(() -> shown.state()
                .flatMap(state -> ShownValues.reach(state.grids(channel))));
    }
}
