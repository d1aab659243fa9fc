package org.bitwright.ui.gradients;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.bitwright.training.GradientStatistics;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The gradients of training: the histogram of one, what becomes of them over a run, all of them as a table. */
public final class GradientsView extends VBox {
    private static final double PLOT_SHARE = 0.62;
    private static final double LEAST_EM_FOR_BOTH = 52;

    private final GradientsViewModel model;
    private final Label title = new Label();
    private final Label readout = new Label();
    private final ParameterTable table;
    private final GradientsEmpty empty;
    private final SplitPane content = new SplitPane();
    private final Button measure = new Button();
    private final ToggleButton log = new ToggleButton();
    private final PillGroup<CourseMeasure> measures;
    private final Button newest = new Button();

    /** @param widths what runs with gradients of several widths reach */
    public GradientsView(GradientsViewModel model, WidthsView widths) {
        this.model = model;
        setId("gradients-view");
        getStyleClass().add("gradients-view");
        getStylesheets()
                .add(Objects.requireNonNull(GradientsView.class.getResource("gradients.css"))
                        .toExternalForm());
        table = new ParameterTable(model);
        empty = new GradientsEmpty(model);
        measures = new PillGroup<>(
                "gradient-measure-", "gradients.measure.", CourseMeasure.values(), model.measureProperty());
        fillContent();
        StackPane gradients = new StackPane(content, empty);
        VBox spread = new VBox(words(), tools(), gradients);
        spread.getStyleClass().add("spread");
        VBox.setVgrow(gradients, Priority.ALWAYS);
        BooleanBinding ofWidths = model.pageProperty().isEqualTo(GradientPage.WIDTHS);
        show(widths, ofWidths);
        show(spread, ofWidths.not());
        StackPane pages = new StackPane(spread, widths);
        VBox.setVgrow(pages, Priority.ALWAYS);
        getChildren().addAll(header(widths.chooser(), ofWidths), pages);
        InvalidationListener told = observable -> tell();
        model.momentProperty().addListener(told);
        model.shownProperty().addListener(told);
        model.sourceProperty().addListener(told);
        Texts.follow(this, this::tell);
        readout.fontProperty().addListener((property, before, font) -> table.setEm(font.getSize()));
        table.setEm(readout.getFont().getSize());
        tell();
    }

    /** Called with a gradient whose row the user chose. */
    public void setOnChosen(Consumer<GradientStatistics> listener) {
        table.setOnChosen(listener);
    }

    /** Called when the user wants gradients of the present configuration. */
    public void setOnMeasure(Runnable action) {
        measure.setOnAction(event -> action.run());
        empty.setOnMeasure(action);
    }

    private Node header(Node comparison, BooleanBinding ofWidths) {
        TranslatedBox<GradientSource> source = source();
        show(source, ofWidths.not());
        show(comparison, ofWidths);
        StackPane from = new StackPane(source, comparison);
        from.setAlignment(Pos.CENTER_LEFT);
        from.setMinWidth(0);
        HBox.setHgrow(from, Priority.ALWAYS);
        HBox header = new HBox(
                from,
                new PillGroup<>("gradient-page-", "gradients.page.", GradientPage.values(), model.pageProperty()));
        header.getStyleClass().add("header");
        header.setAlignment(Pos.CENTER_LEFT);
        return header;
    }

    /** Where the gradients that are shown are from. */
    private TranslatedBox<GradientSource> source() {
        TranslatedBox<GradientSource> box = new TranslatedBox<>(
                "gradient-source", model.sources(), GradientTexts::source, model.sourceProperty()::set);
        box.getStyleClass().add("source");
        box.accessibleTextProperty().bind(Texts.bind("gradients.source"));
        box.show(model.sourceProperty().get());
        model.sourceProperty().addListener((property, before, now) -> box.show(now));
        model.sources().addListener((InvalidationListener)
                observable -> box.show(model.sourceProperty().get()));
        return box;
    }

    /** What is shown, and what is sent of all. */
    private Node words() {
        title.getStyleClass().add("panel-title");
        title.setId("gradient-title");
        readout.getStyleClass().add("readout");
        readout.setId("gradient-readout");
        Tooltip whole = new Tooltip();
        whole.getStyleClass().add("long");
        whole.setWrapText(true);
        whole.textProperty().bind(Bindings.concat(readout.textProperty(), "\n", Texts.bind("gradients.sent.hint")));
        readout.setTooltip(whole);
        HBox words = new HBox(title, readout);
        words.getStyleClass().add("words");
        words.setAlignment(Pos.BASELINE_LEFT);
        return words;
    }

    private Node tools() {
        measure.setId("gradient-measure");
        measure.setGraphic(Icons.of(Feather.REFRESH_CW));
        measure.getStyleClass().addAll("button-icon", "small");
        describe(measure, "gradients.measure");
        measure.disableProperty()
                .bind(model.measuringProperty()
                        .or(Bindings.createBooleanBinding(
                                () -> model.obstacleProperty().get().isPresent(), model.obstacleProperty())));
        show(
                measure,
                Bindings.createBooleanBinding(() -> model.sourceProperty().get().isPresent(), model.sourceProperty()));
        HBox tools = new HBox(new RoundingControls(model), measure);
        tools.getStyleClass().add("tools");
        tools.setAlignment(Pos.CENTER_LEFT);
        return tools;
    }

    private void fillContent() {
        GradientPlot plot = new GradientPlot(model);
        CoursePlot course = new CoursePlot(model);
        BooleanBinding overTime = model.pageProperty().isEqualTo(GradientPage.COURSE);
        HBox pictures = new HBox(plot, course);
        HBox.setHgrow(plot, Priority.ALWAYS);
        HBox.setHgrow(course, Priority.ALWAYS);
        StackPane plots = new StackPane();
        BooleanBinding withCourse = overTime.or(isWide(plots));
        plots.getChildren().addAll(pictures, corner(overTime, withCourse));
        plots.setMinWidth(0);
        HBox.setHgrow(plots, Priority.ALWAYS);
        show(plot, overTime.not());
        show(course, withCourse);
        HBox upper = new HBox(plots, new GradientFacts(model));
        upper.getStyleClass().add("upper");
        content.setOrientation(Orientation.VERTICAL);
        content.getItems().addAll(upper, table);
        content.setDividerPositions(PLOT_SHARE);
    }

    /** Both pictures find room side by side. */
    private BooleanBinding isWide(StackPane plots) {
        return Bindings.createBooleanBinding(
                () -> plots.getWidth() >= LEAST_EM_FOR_BOTH * readout.getFont().getSize(),
                plots.widthProperty(),
                readout.fontProperty());
    }

    /** What is chosen in the plot's own corner. */
    private Node corner(BooleanBinding overTime, BooleanBinding withCourse) {
        log.setId("gradient-log");
        log.textProperty().bind(Texts.bind("histogram.log"));
        log.getStyleClass().add("small");
        log.selectedProperty().bindBidirectional(model.logScaleProperty());
        show(log, overTime.not());
        newest.setId("gradient-newest");
        newest.setGraphic(Icons.of(Feather.SKIP_FORWARD));
        newest.getStyleClass().addAll("button-icon", "small");
        newest.setOnAction(event -> model.follow());
        describe(newest, "gradients.newest");
        show(newest, Bindings.createBooleanBinding(model::isPinned, model.momentProperty(), model.courseProperty()));
        show(measures, withCourse);
        HBox corner = new HBox(newest, measures, log);
        corner.getStyleClass().add("corner");
        corner.setAlignment(Pos.TOP_RIGHT);
        corner.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        corner.setPickOnBounds(false);
        StackPane.setAlignment(corner, Pos.TOP_RIGHT);
        return corner;
    }

    private void tell() {
        Optional<GradientMoment> moment = model.moment();
        Optional<GradientStatistics> shown = model.shown();
        title.setText(shown.map(GradientStatistics::parameter).orElse(""));
        readout.setText(moment.map(any -> GradientTexts.moment(any) + " · " + GradientTexts.sent(any))
                .orElse(""));
        content.setVisible(shown.isPresent());
        title.getParent().setVisible(shown.isPresent());
        title.getParent().setManaged(shown.isPresent());
    }

    static void show(Node node, ObservableValue<? extends Boolean> when) {
        node.visibleProperty().bind(when);
        node.managedProperty().bind(node.visibleProperty());
    }

    private static void describe(Button button, String key) {
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty().bind(Texts.bind(key));
        button.setTooltip(tooltip);
        button.accessibleTextProperty().bind(Texts.bind(key));
    }
}
