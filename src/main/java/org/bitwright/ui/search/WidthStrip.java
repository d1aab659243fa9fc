package org.bitwright.ui.search;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Tooltip;
import javafx.scene.text.TextAlignment;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.ui.common.DrawnRegion;
import org.bitwright.ui.common.Palette.Role;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.WidthTexts;

/** A bar for each layer, as high as its weights have bits. */
final class WidthStrip extends DrawnRegion {
    private static final int LEAST_TOP = 8;
    private static final int MOST_NAMES = 6;

    private final ObjectProperty<Optional<QuantConfig>> config = new SimpleObjectProperty<>(Optional.empty());
    private final Tooltip tooltip = new Tooltip();

    WidthStrip() {
        setId("search-widths");
        getStyleClass().add("width-strip");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        tooltip.getStyleClass().add("long");
        Tooltip.install(this, tooltip);
        config.addListener((property, before, now) -> describe());
        Texts.follow(this, this::describe);
    }

    ObjectProperty<Optional<QuantConfig>> configProperty() {
        return config;
    }

    private void describe() {
        String words = config.get()
                .map(found -> String.join("\n", WidthTexts.lines(found, layers(found), MOST_NAMES)))
                .orElse("");
        tooltip.setText(words);
        setAccessibleText(words);
        redraw();
    }

    private static List<String> layers(QuantConfig config) {
        return List.copyOf(config.layers().keySet());
    }

    @Override
    protected void draw(GraphicsContext g, double width, double height) {
        config.get().ifPresent(found -> draw(g, found, width, height));
    }

    private void draw(GraphicsContext g, QuantConfig found, double width, double height) {
        List<NumberFormat> formats =
                layers(found).stream().map(layer -> found.of(layer).format()).toList();
        if (formats.isEmpty()) {
            return;
        }
        double em = font().getSize();
        double step = Math.min(2.6 * em, width / formats.size());
        double gap = step > 8 ? 2 : step > 4 ? 1 : 0;
        boolean numbered = step > 1.3 * em;
        double room = height - (numbered ? 1.2 * em : 0) - 1;
        int top = Math.max(
                LEAST_TOP,
                formats.stream()
                        .filter(NumberFormat::isQuantized)
                        .mapToInt(NumberFormat::bits)
                        .max()
                        .orElse(LEAST_TOP));
        g.setFont(font());
        g.setTextAlign(TextAlignment.CENTER);
        g.setTextBaseline(VPos.BOTTOM);
        for (int i = 0; i < formats.size(); i++) {
            NumberFormat format = formats.get(i);
            double bar = room * Math.min(top, format.bits()) / top;
            g.setFill(format.isQuantized() ? palette().series(0) : palette().colour(Role.MUTED));
            g.fillRect(i * step, height - bar, step - gap, bar);
            if (numbered) {
                g.setFill(palette().colour(Role.TEXT));
                g.fillText(String.valueOf(format.bits()), i * step + (step - gap) / 2, height - bar - 1);
            }
        }
    }
}
