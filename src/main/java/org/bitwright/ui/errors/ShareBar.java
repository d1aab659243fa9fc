package org.bitwright.ui.errors;

import javafx.scene.layout.Region;
import org.bitwright.quant.ErrorShare;

/** A channel's share of the error as a bar: clipping first, rounding behind it. */
final class ShareBar extends Region {
    private static final double LEAST_PIXELS = 1;

    private final Region clip = new Region();
    private final Region round = new Region();
    private double clipLength;
    private double roundLength;

    ShareBar() {
        getStyleClass().add("share-bar");
        clip.getStyleClass().add("clip");
        round.getStyleClass().add("round");
        getChildren().addAll(clip, round);
    }

    /** @param greatest the share whose bar takes all the room */
    void show(ErrorShare share, double greatest) {
        clipLength = greatest == 0 ? 0 : share.clip() / greatest;
        roundLength = greatest == 0 ? 0 : share.round() / greatest;
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double room = getWidth();
        double left = snapSizeX(clipLength * room);
        double right = snapSizeX(roundLength * room);
        clip.resizeRelocate(0, 0, clipLength > 0 ? Math.max(LEAST_PIXELS, left) : 0, getHeight());
        round.resizeRelocate(clip.getWidth(), 0, roundLength > 0 ? Math.max(LEAST_PIXELS, right) : 0, getHeight());
    }
}
