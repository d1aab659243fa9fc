package org.bitwright.ui.common;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bitwright.project.Project;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.TensorConfig;

/** Keeps the errors that rows show in line with their choices: what is not known is computed in the background. */
final class LayerErrors {
    private final List<LayerRow> rows;
    private final LayerEditor editor;
    private final Tasks tasks;

    /** @param rows that are there at the time */
    LayerErrors(List<LayerRow> rows, LayerEditor editor, Tasks tasks) {
        this.rows = rows;
        this.editor = editor;
        this.tasks = tasks;
    }

    private record Exact(LayerRow row, QuantizedLayer result) {}

    /** Shows the project's choices, with what is known of them. */
    void follow(Project open) {
        rows.forEach(row -> update(row, open));
    }

    private static void update(LayerRow row, Project open) {
        TensorConfig next = open.config().of(row.name());
        if (row.config().equals(next) && row.isExact()) {
            return;
        }
        Optional<QuantizedLayer> known = open.layers().cached(row.name(), next);
        Optional<QuantizedLayer> shown =
                known.or(() -> row.quantized().filter(value -> value.config().equals(next)));
        row.set(next, shown);
    }

    /** Shows the numbers of the project again, in the place of a preview. */
    void recompute(LayerRow row, Project open) {
        row.set(open.config().of(row.name()), open.layers().cached(row.name(), row.config()));
        computeMissing(open);
    }

    void computeMissing(Project open) {
        List<LayerRow> missing = rows.stream().filter(row -> !row.isExact()).toList();
        if (missing.isEmpty()) {
            return;
        }
        List<LayerRow> ordered = leadFirst(missing);
        List<TensorConfig> configs = ordered.stream().map(LayerRow::config).toList();
        Consumer<Exact> feed = tasks.feed(LayerErrors::arrived);
        tasks.task(Texts.supply("task.errors"), (progress, cancel) -> {
                    for (int i = 0; i < ordered.size(); i++) {
                        LayerRow row = ordered.get(i);
                        progress.message(row.name());
                        feed.accept(new Exact(row, open.layers().quantized(row.name(), configs.get(i), cancel)));
                        progress.update(i + 1, ordered.size());
                    }
                    return ordered.size();
                })
                .latest("errors")
                .whenSlow()
                .start();
    }

    private List<LayerRow> leadFirst(Collection<LayerRow> missing) {
        Optional<LayerRow> lead = editor.row().filter(missing::contains);
        return Stream.concat(lead.stream(), missing.stream().filter(row -> lead.filter(row::equals)
                        .isEmpty()))
                .toList();
    }

    private static void arrived(Exact exact) {
        if (exact.result().config().equals(exact.row().config())) {
            exact.row().show(exact.result());
        }
    }
}
