package org.bitwright.ui.app;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelWriter;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.TilePane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import org.bitwright.model.DataSource;
import org.bitwright.model.Dataset;
import org.bitwright.project.DataHint;
import org.bitwright.project.DataPreview;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.problems.ProblemsViewModel;
import org.kordamp.ikonli.feather.Feather;

/** What the network will see: samples as pictures or numbers with their labels, ranges, and what does not fit. */
final class DataLookView extends VBox {
    private static final double PICTURE = 92;
    private static final int VALUES = 6;

    private final Consumer<DataSource> remedy;

    /** @param remedy reads the data as a hint says */
    DataLookView(Consumer<DataSource> remedy) {
        this.remedy = remedy;
        setId("data-look");
        getStyleClass().add("data-look");
        waiting();
    }

    void waiting() {
        if (getChildren().isEmpty()) {
            getChildren().setAll(muted(Texts.get("dataLook.waiting")));
        }
    }

    void incomplete() {
        getChildren().setAll(muted(Texts.get("dataLook.incomplete")));
    }

    void failed(String sentence) {
        getChildren().setAll(sentence(Icons.of(Feather.ALERT_OCTAGON, "danger"), "data-misfit", sentence));
    }

    void show(DataLook look) {
        getChildren().clear();
        look.fit().misfit().ifPresent(reason -> getChildren()
                .add(sentence(Icons.of(Feather.ALERT_OCTAGON, "danger"), "data-misfit", Texts.of(reason))));
        look.data().ifPresent(data -> getChildren().add(summary(data)));
        if (!look.samples().isEmpty()) {
            getChildren().add(ranges(look.samples()));
            getChildren().add(samples(look.samples()));
        }
        look.hints().forEach(hint -> getChildren().add(hint(hint)));
        look.fit().transposed().forEach(input -> getChildren()
                .add(sentence(
                        Icons.of(Feather.INFO, "info"),
                        "data-transposed",
                        Texts.get("problem.DATA_TRANSPOSED", input))));
        look.data().map(Dataset::notes).filter(notes -> !notes.isEmpty()).ifPresent(notes -> getChildren()
                .add(sentence(
                        Icons.of(Feather.ALERT_TRIANGLE, "warning"),
                        "data-skipped",
                        Texts.get("problem.DATA_SKIPPED", Numbers.count(notes.size()), Texts.of(notes.get(0))))));
    }

    private static Label summary(Dataset data) {
        String labels = data.labels().isEmpty()
                ? Texts.get("dataLook.unlabelled")
                : data.classes().isEmpty()
                        ? Texts.get("dataLook.labelled")
                        : Texts.get(
                                "dataLook.classes", Numbers.count(data.classes().size()));
        Label summary = new Label(Texts.get("dataLook.samples", Numbers.count(data.size()), labels));
        summary.setId("data-summary");
        summary.getStyleClass().add("figure");
        return summary;
    }

    /** Of every input over the samples shown. */
    private static Label ranges(List<DataPreview> samples) {
        List<DataPreview.Input> inputs = samples.get(0).inputs();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < inputs.size(); i++) {
            int place = i;
            double min = samples.stream()
                    .mapToDouble(sample -> sample.inputs().get(place).min())
                    .min()
                    .orElse(Double.NaN);
            double max = samples.stream()
                    .mapToDouble(sample -> sample.inputs().get(place).max())
                    .max()
                    .orElse(Double.NaN);
            text.append(i == 0 ? "" : "\n")
                    .append(Texts.get(
                            "dataLook.range",
                            inputs.get(i).name(),
                            inputs.get(i).shape().toString(),
                            Numbers.shortText(min),
                            Numbers.shortText(max)));
        }
        Label ranges = wrapped("data-ranges", text.toString());
        return ranges;
    }

    private static Node samples(List<DataPreview> samples) {
        boolean pictures = samples.stream().allMatch(sample -> picture(sample).isPresent());
        if (!pictures) {
            VBox lines = new VBox();
            lines.getStyleClass().add("data-lines");
            samples.forEach(sample -> lines.getChildren().add(line(sample)));
            return lines;
        }
        TilePane tiles = new TilePane();
        tiles.setId("data-pictures");
        tiles.getStyleClass().add("data-pictures");
        samples.forEach(sample -> tiles.getChildren().add(tile(sample)));
        return tiles;
    }

    private static Optional<DataPreview.Image> picture(DataPreview sample) {
        return sample.inputs().stream().flatMap(input -> input.image().stream()).findFirst();
    }

    private static Node tile(DataPreview sample) {
        ImageView view = new ImageView(drawn(picture(sample).orElseThrow()));
        view.setFitWidth(PICTURE);
        view.setFitHeight(PICTURE);
        view.setPreserveRatio(true);
        view.setSmooth(false);
        Label name = new Label(label(sample));
        name.setMaxWidth(PICTURE);
        VBox tile = new VBox(view, name);
        tile.getStyleClass().add("data-tile");
        return tile;
    }

    /** Enlarged in whole pixels, so that small pictures stay sharp. */
    private static WritableImage drawn(DataPreview.Image image) {
        int times = Math.max(1, (int) Math.round(PICTURE * 2 / Math.max(image.width(), image.height())));
        WritableImage drawn = new WritableImage(image.width() * times, image.height() * times);
        PixelWriter writer = drawn.getPixelWriter();
        int plane = image.height() * image.width();
        for (int y = 0; y < image.height() * times; y++) {
            for (int x = 0; x < image.width() * times; x++) {
                int at = y / times * image.width() + x / times;
                boolean gray = image.channels() == 1;
                float red = image.values()[at];
                float green = gray ? red : image.values()[plane + at];
                float blue = gray ? red : image.values()[2 * plane + at];
                writer.setColor(x, y, Color.color(inside(red), inside(green), inside(blue)));
            }
        }
        return drawn;
    }

    private static double inside(float share) {
        return Float.isNaN(share) ? 0 : Math.max(0, Math.min(1, share));
    }

    private static Label line(DataPreview sample) {
        String values = sample.inputs().stream().map(DataLookView::start).collect(Collectors.joining("   ·   "));
        Label line = new Label(label(sample) + ":  " + values);
        line.getStyleClass().add("data-line");
        return line;
    }

    private static String start(DataPreview.Input input) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(VALUES, input.values().length); i++) {
            text.append(i == 0 ? "" : "  ").append(Numbers.shortText(input.values()[i]));
        }
        return text + (input.values().length > VALUES ? "  …" : "");
    }

    private static String label(DataPreview sample) {
        return sample.className()
                .orElseGet(() -> sample.label().isPresent()
                        ? String.valueOf(sample.label().getAsInt())
                        : sample.name());
    }

    private Node hint(DataHint hint) {
        Node text = sentence(
                Icons.of(Feather.ALERT_TRIANGLE, "warning"), "data-hint", ProblemsViewModel.text(hint.problem()));
        if (hint.remedy().isEmpty()) {
            return text;
        }
        Button use = new Button(Texts.get("dataLook.remedy"));
        use.setId("data-remedy");
        use.setMinWidth(Region.USE_PREF_SIZE);
        use.setOnAction(event -> remedy.accept(hint.remedy().get()));
        HBox line = new HBox(text, use);
        line.getStyleClass().add("form-line");
        return line;
    }

    private static Node sentence(Node icon, String id, String text) {
        Label label = wrapped(id, text);
        label.setGraphic(icon);
        HBox.setHgrow(label, Priority.ALWAYS);
        return label;
    }

    private static Label muted(String text) {
        Label label = wrapped("data-note", text);
        label.getStyleClass().add("muted");
        return label;
    }

    private static Label wrapped(String id, String text) {
        Label label = new Label(text);
        label.setId(id);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}
