package org.bitwright.ui.errors;

import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ChangeListener;
import org.bitwright.project.Project;
import org.bitwright.quant.ErrorShare;
import org.bitwright.quant.LayerErrors;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.ui.common.LayerEditor;
import org.bitwright.ui.common.LayerRow;
import org.bitwright.ui.common.Tasks;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;
import org.bitwright.ui.common.ZeroZoom;
import org.jspecify.annotations.Nullable;

/**
 * The error of the layer under the hand, computed in the background from exact numbers while the view is open; the
 * newest request wins.
 */
public final class ErrorViewModel {
    private final Workbench workbench;
    private final Tasks tasks;
    private final LayerEditor editor;
    private final BooleanProperty active = new SimpleBooleanProperty();
    private final ObjectProperty<ErrorPlotKind> plot = new SimpleObjectProperty<>(ErrorPlotKind.DISTRIBUTION);
    private final ZeroZoom zoom = new ZeroZoom(1e-4);
    private final BooleanProperty inSteps = new SimpleBooleanProperty(true);
    private final BooleanProperty logScale = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<Optional<ErrorPicture>> picture = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<LayerRow>> row = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ChangeListener<Object> changed = (property, before, now) -> refresh();

    /** The values behind the newest picture, kept for the next one of the same layer. */
    private @Nullable LayerErrors held;

    private Optional<ErrorRequest> wanted = Optional.empty();

    public ErrorViewModel(Workbench workbench, Tasks tasks) {
        this.workbench = workbench;
        this.tasks = tasks;
        this.editor = workbench.editor();
        editor.rowProperty().addListener((property, before, now) -> show(before, now));
        active.addListener(changed);
        plot.addListener(changed);
        zoom.partProperty().addListener(changed);
        inSteps.addListener(changed);
        editor.channelProperty().addListener((property, before, now) -> {
            zoom.showWhole();
            refresh();
        });
        show(Optional.empty(), editor.row());
    }

    /** Whether the view can be seen; nothing is computed while it cannot. */
    public BooleanProperty activeProperty() {
        return active;
    }

    /** The layer that is shown. */
    ReadOnlyObjectProperty<Optional<LayerRow>> rowProperty() {
        return row.getReadOnlyProperty();
    }

    /** The newest picture; of the present layer, perhaps of numbers that are about to be replaced. */
    ReadOnlyObjectProperty<Optional<ErrorPicture>> pictureProperty() {
        return picture.getReadOnlyProperty();
    }

    Optional<ErrorPicture> picture() {
        return picture.get();
    }

    IntegerProperty channelProperty() {
        return editor.channelProperty();
    }

    ObjectProperty<ErrorPlotKind> plotProperty() {
        return plot;
    }

    BooleanProperty inStepsProperty() {
        return inSteps;
    }

    BooleanProperty logScaleProperty() {
        return logScale;
    }

    /** Part of ±max|e| that the distribution covers. */
    ZeroZoom zoom() {
        return zoom;
    }

    /** Shows one step to either side of 0, where rounding happens. */
    void zoomToStep() {
        picture().ifPresent(shown -> shown.step()
                .filter(step -> shown.histogram().greatest() > step)
                .ifPresent(step -> zoom.to(step / shown.histogram().greatest())));
    }

    /** Whether the distribution reaches farther than one step. */
    boolean reachesBeyondStep() {
        return picture()
                .filter(shown -> shown.step()
                        .filter(step -> shown.histogram().greatest() > step)
                        .isPresent())
                .isPresent();
    }

    /** Shows a channel alone, or all where it is shown alone already. */
    void toggle(int channel) {
        select(channelProperty().get() == channel ? LayerEditor.ALL_CHANNELS : channel);
    }

    void select(int channel) {
        channelProperty().set(channel);
    }

    /** Whether numbers are on their way. */
    boolean isWaiting() {
        return row.get().filter(shown -> shown.config().format().isQuantized()).isPresent()
                && picture().isEmpty();
    }

    /** The channels of the newest picture, the greatest share first. */
    public List<ErrorShare> shares() {
        return picture().map(ErrorPicture::shares).orElse(List.of());
    }

    private void show(Optional<LayerRow> before, Optional<LayerRow> now) {
        before.ifPresent(layer -> layer.quantizedProperty().removeListener(changed));
        now.ifPresent(layer -> layer.quantizedProperty().addListener(changed));
        held = null;
        wanted = Optional.empty();
        row.set(now);
        picture.set(Optional.empty());
        zoom.showWhole();
        refresh();
    }

    private Optional<ErrorRequest> request() {
        return row.get().flatMap(shown -> shown.quantized()
                .filter(layer -> layer.error().exact() && layer.config().equals(shown.config()))
                .filter(layer -> layer.config().format().isQuantized())
                .map(layer -> request(shown, layer)));
    }

    private ErrorRequest request(LayerRow shown, QuantizedLayer layer) {
        int channel = channelProperty().get();
        return new ErrorRequest(
                shown.name(),
                layer,
                channel < layer.channelErrors().size() ? channel : LayerEditor.ALL_CHANNELS,
                plot.get(),
                zoom.part(),
                inSteps.get());
    }

    private void refresh() {
        if (row.get().filter(shown -> shown.config().format().isQuantized()).isEmpty()) {
            picture.set(Optional.empty());
            wanted = Optional.empty();
            return;
        }
        Optional<ErrorRequest> next = request();
        if (!active.get() || next.isEmpty() || next.equals(wanted)) {
            return;
        }
        wanted = next;
        workbench.project().ifPresent(project -> compute(project, next.get()));
    }

    private void compute(Project project, ErrorRequest request) {
        LayerErrors known = held != null && held.layer() == request.layer() ? held : null;
        tasks.<ErrorPicture>task(Texts.supply("task.errorViews", request.name()), (progress, cancel) -> {
                    LayerErrors errors = known;
                    if (errors == null) {
                        LayerWeights weights = project.layers()
                                .weights(request.name(), request.layer().config(), cancel);
                        errors = LayerErrors.of(weights, request.layer(), cancel);
                    }
                    return ErrorPicture.of(request, errors, cancel);
                })
                .latest("error-views")
                .whenSlow()
                .onSuccess(this::arrived)
                .onFinished(() -> wanted = wanted.filter(request::equals).isPresent() ? arrivedRequest() : wanted)
                .start();
    }

    /** What is shown now: a request that was cancelled or failed can be made again. */
    private Optional<ErrorRequest> arrivedRequest() {
        return picture().map(ErrorPicture::request);
    }

    private void arrived(ErrorPicture found) {
        if (wanted.filter(found.request()::equals).isPresent()) {
            held = found.errors();
            picture.set(Optional.of(found));
        }
    }
}
