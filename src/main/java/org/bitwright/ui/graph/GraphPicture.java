package org.bitwright.ui.graph;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.SnapshotParameters;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.Font;
import javax.imageio.ImageIO;
import org.bitwright.ui.common.Palette;
import org.bitwright.ui.common.Palette.Role;

/** The whole network as a PNG picture, as large as can be drawn in a moment; a canvas has a greatest size, so in tiles. */
final class GraphPicture {
    private static final double GREATEST_SCALE = 2;
    private static final double GREATEST_SIDE = 20_000;
    private static final double GREATEST_AREA = 12e6;
    private static final int TILE = 2048;

    private GraphPicture() {}

    static Callable<byte[]> of(GraphViewModel model, DrawnGraph graph, Font font, Palette palette) {
        GraphLayout layout = graph.layout();
        double scale = Math.min(
                Math.min(GREATEST_SCALE, GREATEST_SIDE / Math.max(layout.width(), layout.height())),
                Math.sqrt(GREATEST_AREA / layout.width() / layout.height()));
        int width = (int) Math.ceil(layout.width() * scale);
        int height = (int) Math.ceil(layout.height() * scale);
        BufferedImage whole = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D pen = whole.createGraphics();
        for (int y = 0; y < height; y += TILE) {
            for (int x = 0; x < width; x += TILE) {
                Canvas canvas = new Canvas(Math.min(TILE, width - x), Math.min(TILE, height - y));
                Viewport view = new Viewport(scale, x / scale, y / scale);
                draw(canvas, model, graph, font, palette, view);
                SnapshotParameters parameters = new SnapshotParameters();
                parameters.setFill(palette.colour(Role.SURFACE));
                pen.drawImage(SwingFXUtils.fromFXImage(canvas.snapshot(parameters, null), null), x, y, null);
            }
        }
        pen.dispose();
        return () -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(whole, "png", bytes);
            return bytes.toByteArray();
        };
    }

    private static void draw(
            Canvas canvas, GraphViewModel model, DrawnGraph graph, Font font, Palette palette, Viewport view) {
        GraphicsContext g = canvas.getGraphicsContext2D();
        new GraphPainter(g, font, palette, model, graph, view, view.scale(), canvas.getWidth(), canvas.getHeight())
                .paint(OptionalInt.empty());
    }
}
