package org.bitwright.ui.errors;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.SortedList;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import org.bitwright.quant.ErrorShare;
import org.bitwright.quant.WeightFlags;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.LayerEditor;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.NumbersTable;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The channels, the greatest share of the error first; the row that is chosen is the channel shown alone. */
final class ChannelErrorTable extends NumbersTable<ErrorShare> {
    private final ErrorViewModel model;
    private final ObservableList<ErrorShare> shares = FXCollections.observableArrayList();
    private double greatest;
    private Set<Integer> dead = Set.of();
    private Set<Integer> outliers = Set.of();

    ChannelErrorTable(ErrorViewModel model) {
        super("error-channels", "error-channels", "errors.channels");
        this.model = model;
        channelColumn();
        barColumn();
        add("errors.column.share", ErrorShare::share, Numbers::percent, 5.8);
        add("errors.column.sqnr", share -> share.error().sqnrDb(), Numbers::decibels, 5);
        add("errors.column.steps", share -> share.rmseSteps().orElse(Double.NaN), Numbers::shortText, 7.8);
        add("errors.column.clipped", share -> share.error().clippedShare(), Numbers::percent, 5.8);
        add("errors.column.max", share -> share.error().maxError(), Numbers::shortText, 6.4);
        SortedList<ErrorShare> sorted = new SortedList<>(shares);
        sorted.comparatorProperty().bind(comparatorProperty());
        setItems(sorted);
        setRowFactory(table -> row());
        Label none = new Label();
        none.textProperty().bind(Texts.bind("errors.noChannels"));
        none.getStyleClass().add("muted");
        setPlaceholder(none);
        tellChosen(share -> model.select(share.channel()));
        setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE && model.channelProperty().get() >= 0) {
                model.select(LayerEditor.ALL_CHANNELS);
                event.consume();
            }
        });
        model.pictureProperty().addListener((value, before, now) -> show(now));
        model.channelProperty().addListener(observable -> follow());
    }

    private void show(Optional<ErrorPicture> picture) {
        List<ErrorShare> next = picture.map(ErrorPicture::shares).orElse(List.of());
        if (next.equals(shares)) {
            return;
        }
        WeightFlags flags = picture.map(shown -> shown.errors().weights().flags())
                .orElse(new WeightFlags(0, 0, List.of(), List.of()));
        dead = new HashSet<>(flags.deadChannels());
        outliers = new HashSet<>(flags.outlierChannels());
        greatest = next.stream().mapToDouble(ErrorShare::share).max().orElse(0);
        change(() -> shares.setAll(next));
        follow();
        if (getSelectionModel().isEmpty() && !shares.isEmpty()) {
            scrollTo(0);
        }
    }

    private void follow() {
        int channel = model.channelProperty().get();
        follow(share -> share.channel() == channel);
    }

    private TableRow<ErrorShare> row() {
        TableRow<ErrorShare> row = new TableRow<>() {
            private final Tooltip tooltip = new Tooltip();

            @Override
            protected void updateItem(ErrorShare share, boolean empty) {
                super.updateItem(share, empty);
                boolean none = empty || share == null;
                tooltip.setText(none ? "" : tip(share));
                setTooltip(none ? null : tooltip);
                setAccessibleText(none ? null : tip(share));
            }
        };
        // Before the row takes the click: one on the chosen row shows all channels again.
        row.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> {
            if (!row.isEmpty()
                    && row.getItem().channel() == model.channelProperty().get()) {
                model.select(LayerEditor.ALL_CHANNELS);
                event.consume();
            }
        });
        return row;
    }

    private String tip(ErrorShare share) {
        String text = ErrorTexts.channel(share);
        if (dead.contains(share.channel())) {
            return text + "\n" + Texts.get("errors.channel.dead");
        }
        return outliers.contains(share.channel()) ? text + "\n" + Texts.get("errors.channel.outlier") : text;
    }

    private void channelColumn() {
        TableColumn<ErrorShare, Integer> column = column("errors.column.channel", ErrorShare::channel, 3.4);
        column.getStyleClass().add("number");
        column.setCellFactory(ignored -> new TableCell<>() {
            @Override
            protected void updateItem(Integer channel, boolean empty) {
                super.updateItem(channel, empty);
                boolean none = empty || channel == null;
                setText(none ? null : String.valueOf(channel));
                boolean marked = !none && (dead.contains(channel) || outliers.contains(channel));
                setGraphic(
                        marked
                                ? Icons.of(dead.contains(channel) ? Feather.SLASH : Feather.ALERT_TRIANGLE, "warning")
                                : null);
            }
        });
    }

    private void barColumn() {
        TableColumn<ErrorShare, ErrorShare> column = column("errors.column.bar", share -> share, 5.8);
        column.setSortable(false);
        column.setCellFactory(ignored -> new TableCell<>() {
            private final ShareBar bar = new ShareBar();

            {
                setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
                bar.prefWidthProperty().bind(widthProperty().subtract(14));
            }

            @Override
            protected void updateItem(ErrorShare share, boolean empty) {
                super.updateItem(share, empty);
                setGraphic(empty || share == null ? null : bar);
                if (!empty && share != null) {
                    bar.show(share, greatest);
                }
            }
        });
    }

    private void add(String key, Function<ErrorShare, Double> value, Function<Double, String> shown, double em) {
        number(key, key, value, shown, em);
    }

    private <T> TableColumn<ErrorShare, T> column(String key, Function<ErrorShare, T> value, double em) {
        return column(key, key, value, em);
    }
}
