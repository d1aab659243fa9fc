package org.bitwright.ui.inspector;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Scheme;
import org.bitwright.ui.common.CalibratorTexts;
import org.bitwright.ui.common.GranularityTexts;
import org.bitwright.ui.common.Icons;
import org.bitwright.ui.common.LayerEditor;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The form in which the selected layers' quantization is set. */
public final class InspectorView extends VBox {
    private static final List<Calibrator> CALIBRATORS = List.of(
            Calibrator.minMax(),
            Calibrator.percentile(Calibrator.Percentile.DEFAULT_PERCENT),
            Calibrator.mse(),
            Calibrator.entropy(),
            Calibrator.articleRule());

    private final InspectorViewModel model;
    private final Label title = new Label();
    private final Label subtitle = new Label();
    private final Label handMade = new Label();
    private final ComboBox<FormatFamily> kind =
            ChoiceBoxes.of("format", List.of(FormatFamily.values()), value -> Texts.get("format." + value.name()));
    private final BitsField bits;
    private final ComboBox<Scheme> scheme =
            ChoiceBoxes.of("scheme", List.of(Scheme.values()), value -> Texts.get("scheme." + value.name()));
    private final ComboBox<Granularity> granularity =
            ChoiceBoxes.of("granularity", GranularityTexts.CHOICES, GranularityTexts::afterPer);
    private final ComboBox<Integer> channel = ChoiceBoxes.of("channel", List.of(), this::channelText);
    private final Label channelNote = new Label();
    private final RangeBar range;
    private final NumberField min;
    private final NumberField max;
    private final NumberField scale;
    private final NumberField zeroPoint;
    private final Label reach = new Label();
    private final ComboBox<Calibrator> calibrator =
            ChoiceBoxes.of("calibrator", CALIBRATORS, value -> Texts.get(CalibratorTexts.key(value)));
    private final NumberField percent;
    private final Button fit = new Button();
    private final Button reset = new Button();
    private final ErrorSection errors = new ErrorSection();

    public InspectorView(InspectorViewModel model) {
        this.model = model;
        bits = new BitsField(model);
        range = new RangeBar(model);
        min = field("min", model::typeMin);
        max = field("max", model::typeMax);
        scale = field("scale", model::typeScale);
        zeroPoint = field("zero-point", model::typeZeroPoint);
        percent = field("percent", model::typePercent);
        getStyleClass().addAll("panel", "inspector");
        setId("inspector");
        getChildren().addAll(header(), scrolling());
        listen();
        render();
    }

    private static NumberField field(String id, java.util.function.Function<String, Optional<String>> commit) {
        NumberField field = new NumberField(commit);
        field.setId(id);
        field.setPrefColumnCount(5);
        return field;
    }

    private VBox header() {
        title.getStyleClass().add("panel-title");
        title.setId("inspector-title");
        subtitle.getStyleClass().add("muted");
        handMade.setGraphic(Icons.of(Feather.EDIT_3));
        handMade.textProperty().bind(Texts.bind("inspector.handMade"));
        handMade.getStyleClass().add("hand-made");
        handMade.setId("hand-made");
        handMade.managedProperty().bind(handMade.visibleProperty());
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        handMade.setMinWidth(USE_PREF_SIZE);
        VBox header = new VBox(new HBox(title, handMade), subtitle);
        header.getStyleClass().add("panel-header");
        return header;
    }

    private ScrollPane scrolling() {
        VBox content = new VBox(form(), errors);
        content.getStyleClass().add("inspector-content");
        ScrollPane pane = new ScrollPane(content);
        pane.setFitToWidth(true);
        pane.setFocusTraversable(false);
        VBox.setVgrow(pane, Priority.ALWAYS);
        return pane;
    }

    private GridPane form() {
        GridPane form = new GridPane();
        form.getStyleClass().add("form");
        ColumnConstraints labels = new ColumnConstraints();
        ColumnConstraints controls = new ColumnConstraints();
        controls.setHgrow(Priority.ALWAYS);
        controls.setFillWidth(true);
        form.getColumnConstraints().addAll(labels, controls);
        bits.field().accessibleTextProperty().bind(Texts.bind("inspector.bits"));
        FormRow.pair(form, "inspector.format", kind, "inspector.bits", bits);
        FormRow.addReason(form, bits.field());
        FormRow.add(form, "inspector.scheme", scheme);
        FormRow.pair(form, "inspector.granularity", granularity, "inspector.channel", channel);
        channelNote.setWrapText(true);
        channelNote.getStyleClass().add("muted");
        channelNote.managedProperty().bind(channelNote.visibleProperty());
        int last = form.getChildren().size() - 1;
        Node channelLine = form.getChildren().remove(last);
        form.add(new VBox(channelLine, channelNote), 1, GridPane.getRowIndex(channelLine));
        FormRow.add(form, "inspector.range", range);
        FormRow.pair(form, "inspector.min", min, "inspector.max", max);
        FormRow.addReason(form, min);
        FormRow.addReason(form, max);
        reach.getStyleClass().add("muted");
        reach.setId("reach");
        FormRow.add(form, "inspector.reach", reach).getStyleClass().add("muted");
        FormRow.add(form, "inspector.scale", scale);
        FormRow.addReason(form, scale);
        FormRow.add(form, "inspector.zeroPoint", zeroPoint);
        FormRow.addReason(form, zeroPoint);
        Label percentName = FormRow.pair(form, "inspector.calibrator", calibrator, "inspector.percent", percent);
        percentName.visibleProperty().bind(percent.disabledProperty().not());
        percentName.managedProperty().bind(percentName.visibleProperty());
        percent.visibleProperty().bind(percentName.visibleProperty());
        percent.managedProperty().bind(percentName.visibleProperty());
        FormRow.addReason(form, percent);
        form.add(buttons(), 1, form.getRowCount());
        return form;
    }

    private HBox buttons() {
        fit.setId("fit");
        fit.textProperty().bind(Texts.bind("inspector.fit"));
        fit.setTooltip(tooltip("inspector.fit.hint"));
        fit.setOnAction(event -> model.fit());
        reset.setId("reset");
        reset.textProperty().bind(Texts.bind("inspector.reset"));
        reset.setTooltip(tooltip("inspector.reset.hint"));
        reset.setOnAction(event -> model.reset());
        HBox buttons = new HBox(fit, reset);
        buttons.getStyleClass().add("buttons");
        return buttons;
    }

    private static Tooltip tooltip(String key) {
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty().bind(Texts.bind(key));
        return tooltip;
    }

    private void listen() {
        ChoiceBoxes.onChoice(kind, model::chooseFamily);
        ChoiceBoxes.onChoice(scheme, model::chooseScheme);
        ChoiceBoxes.onChoice(granularity, model::chooseGranularity);
        ChoiceBoxes.onChoice(calibrator, model::chooseCalibrator);
        ChoiceBoxes.onChoice(channel, model.channelProperty()::set);
        model.choicesProperty().addListener(property -> render());
        model.figuresProperty().addListener(property -> render());
        model.channelProperty().addListener(property -> render());
        model.editor().weightsProperty().addListener(property -> render());
        Texts.languageProperty().addListener(property -> render());
    }

    private void render() {
        Choices choices = model.choicesProperty().get();
        Figures figures = model.figuresProperty().get();
        List<LayerRow> rows = model.rows();
        setDisable(rows.isEmpty());
        title.setText(titleText(rows));
        subtitle.setText(
                rows.size() == 1
                        ? rows.get(0).layer().op() + " · "
                                + rows.get(0).layer().weight().shape()
                        : "");
        handMade.setVisible(choices.handMade());
        ChoiceBoxes.show(kind, choices.kind());
        bits.show(choices.bits());
        bits.setDisable(!choices.uniform());
        ChoiceBoxes.show(scheme, choices.scheme());
        scheme.setDisable(!choices.uniform());
        ChoiceBoxes.show(granularity, choices.granularity());
        granularity.setDisable(
                choices.noChannels().isPresent() || choices.kind().value().equals(Optional.of(FormatFamily.FLOAT)));
        channelNote.setVisible(choices.noChannels().isPresent());
        channelNote.setText(choices.noChannels().orElse(""));
        renderChannel();
        renderCalibrator(choices);
        renderNumbers(choices, figures);
        errors.show(figures);
    }

    private void renderNumbers(Choices choices, Figures figures) {
        range.show(
                choices.uniform() && model.rows().size() == 1 ? figures : Figures.NONE,
                model.editor().weightsProperty().get());
        show(min, figures.min(), choices.uniform());
        show(max, figures.max(), choices.uniform());
        show(scale, figures.scale(), choices.uniform());
        String point = figures.zeroPoint().value().map(String::valueOf).orElse("");
        zeroPoint.setPromptText(figures.zeroPoint().mixed() ? Texts.get("inspector.mixed") : "");
        zeroPoint.show(point, point);
        zeroPoint.setDisable(!model.hasZeroPoint());
        reach.setText(
                figures.reachMin().mixed() || figures.reachMax().mixed()
                        ? Texts.get("inspector.mixed")
                        : figures.reachMin().value().map(Numbers::shortText).orElse("–") + " … "
                                + figures.reachMax()
                                        .value()
                                        .map(Numbers::shortText)
                                        .orElse("–"));
        reset.setDisable(!figures.manual());
        fit.setDisable(!choices.uniform());
    }

    private void renderCalibrator(Choices choices) {
        Shared<Calibrator> shared = choices.calibrator();
        boolean percentile =
                shared.value().filter(Calibrator.Percentile.class::isInstance).isPresent();
        Shared<Calibrator> listed = percentile ? new Shared<>(Optional.of(CALIBRATORS.get(1)), false) : shared;
        ChoiceBoxes.show(calibrator, listed);
        calibrator.setDisable(!choices.uniform());
        String value = shared.value()
                .filter(Calibrator.Percentile.class::isInstance)
                .map(one -> Numbers.exact(((Calibrator.Percentile) one).percent()))
                .orElse("");
        percent.show(value, value);
        percent.setDisable(!percentile);
    }

    private void renderChannel() {
        int channels = model.channels();
        channel.setDisable(channels < 2);
        if (channel.getItems().size() != channels + 1) {
            channel.setUserData(Boolean.TRUE);
            channel.getItems()
                    .setAll(IntStream.range(LayerEditor.ALL_CHANNELS, channels)
                            .boxed()
                            .toList());
            channel.setUserData(null);
        }
        ChoiceBoxes.show(
                channel, new Shared<>(Optional.of(model.channelProperty().get()), false));
    }

    private static void show(NumberField field, Shared<Float> shared, boolean enabled) {
        field.setDisable(!enabled);
        field.setPromptText(shared.mixed() ? Texts.get("inspector.mixed") : "");
        field.show(
                shared.value().map(Numbers::field).orElse(""),
                shared.value().map(Numbers::editable).orElse(""));
    }

    private String channelText(int index) {
        return index < 0 ? Texts.get("inspector.channel.all") : String.valueOf(index);
    }

    private static String titleText(List<LayerRow> rows) {
        return switch (rows.size()) {
            case 0 -> Texts.get("inspector.nothing");
            case 1 -> rows.get(0).name();
            default -> Texts.get("inspector.selected", String.valueOf(rows.size()));
        };
    }
}
