package org.bitwright.ui.histogram;

import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.TensorConfig;
import org.bitwright.ui.histogram.HandleRules.End;
import org.jspecify.annotations.Nullable;

/** Moves the upper handle of a histogram as a drag would, for measuring. */
public final class HistogramMoves {
    private final HistogramViewModel model;
    private @Nullable Scene scene;
    private double farthest;

    public HistogramMoves(HistogramViewModel model, LayerWeights weights, TensorConfig config) {
        this.model = model;
        HistogramScenes.show(model, weights, config);
    }

    public void begin(Scene shown) {
        scene = shown;
        model.beginMove();
        farthest = model.rangeProperty().get().orElseThrow().max();
    }

    /** @param share 0…1 of the range at the start */
    public void moveTo(double share) {
        model.moveTo(End.MAX, share * farthest, farthest * 1e-6);
    }

    /** Lays out, draws and renders the window into {@code image}. */
    public void render(WritableImage image) {
        if (scene != null) {
            scene.snapshot(image);
        }
    }
}
