package org.bitwright.ui.variants;

import java.util.List;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.bitwright.project.DataSets;
import org.bitwright.project.Project;
import org.bitwright.project.Variant;
import org.bitwright.project.Variants;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;
import org.bitwright.ui.common.AverageBits;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.FormatTexts;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;
import org.bitwright.ui.common.Workbench;

/** The variants of the open project, and what can be done to them. */
public final class VariantsViewModel {
    private static final String REMOVE = "remove";

    private final Workbench workbench;
    private final Dialogs dialogs;
    private final ObservableList<VariantRow> rows = FXCollections.observableArrayList();
    private final ObservableList<VariantRow> chosen = FXCollections.observableArrayList();

    public VariantsViewModel(Workbench workbench, Dialogs dialogs) {
        this.workbench = workbench;
        this.dialogs = dialogs;
        InvalidationListener changed = observable -> refresh();
        workbench.projectProperty().addListener(changed);
        workbench.configProperty().addListener(changed);
        workbench.measurements().presentProperty().addListener(changed);
        workbench.measurements().floatingProperty().addListener(changed);
        workbench.measurements().dataProperty().addListener(changed);
        refresh();
    }

    /** In the order in which they were named. */
    public ObservableList<VariantRow> rows() {
        return rows;
    }

    /** Those that are chosen in the table. */
    public ObservableList<VariantRow> chosen() {
        return chosen;
    }

    /** Takes over what the project knows. */
    public void refresh() {
        List<VariantRow> next = workbench
                .project()
                .map(open -> open.variants().all().stream()
                        .map(variant -> row(open, variant))
                        .toList())
                .orElse(List.of());
        if (!next.equals(rows)) {
            List<String> names = chosen.stream().map(VariantRow::name).toList();
            rows.setAll(next);
            choose(rows.stream().filter(row -> names.contains(row.name())).toList());
        }
    }

    private static VariantRow row(Project open, Variant variant) {
        QuantConfig config = variant.config();
        return new VariantRow(
                variant,
                AverageBits.of(open.model(), config),
                open.measuring().bytes(config),
                open.measuring().measured(config),
                open.exploration().compare(QuantConfig.empty(), config),
                config.equals(open.config()));
    }

    public void choose(List<VariantRow> some) {
        if (!chosen.equals(some)) {
            chosen.setAll(some);
        }
    }

    /** Asks for a name for the present configuration, and keeps it. */
    public void snapshot() {
        workbench.project().ifPresent(open -> name("variants.snapshot", suggested(open))
                .ifPresent(name -> {
                    open.variants().add(name, open.config());
                    workbench.refresh();
                    refresh();
                    choose(named(name));
                }));
    }

    public void rename() {
        single().ifPresent(row -> workbench.project().ifPresent(open -> name("variants.rename", row.name())
                .filter(name -> !name.equals(row.name()))
                .ifPresent(name -> {
                    open.variants().rename(row.name(), name);
                    workbench.refresh();
                    refresh();
                    choose(named(name));
                })));
    }

    /** Asks first: undo does not bring variants back. */
    public void remove() {
        List<VariantRow> some = List.copyOf(chosen);
        workbench.project().filter(open -> !some.isEmpty()).ifPresent(open -> {
            String names = String.join(", ", some.stream().map(VariantRow::name).toList());
            boolean agreed = dialogs.ask(
                            Texts.get("variants.remove"),
                            Texts.get("variants.remove.question", names),
                            List.of(new Dialogs.Choice(REMOVE, Texts.get("variants.remove"))))
                    .isPresent();
            if (agreed) {
                some.forEach(row -> open.variants().remove(row.name()));
                workbench.refresh();
                refresh();
            }
        });
    }

    /** Makes the chosen variant the configuration: one step that can be undone. */
    public void load() {
        single().ifPresent(row -> workbench
                .editing()
                .replace(
                        Texts.supply("variants.edit", row.name()), row.variant().config()));
    }

    /** Variants whose accuracy is not known. */
    public List<Variant> unmeasured() {
        return rows.stream()
                .filter(row -> row.measurement().isEmpty())
                .map(VariantRow::variant)
                .toList();
    }

    /** Whether there are data to measure those on. */
    boolean canMeasure() {
        return workbench
                        .project()
                        .map(Project::dataSets)
                        .flatMap(DataSets::evaluation)
                        .isPresent()
                && !unmeasured().isEmpty();
    }

    /** The chosen variant, if it is one alone. */
    Optional<VariantRow> single() {
        return chosen.size() == 1 ? Optional.of(chosen.get(0)) : Optional.empty();
    }

    /** The two that are chosen, or the one that is chosen beside the present configuration. */
    public Optional<List<Variant>> pair() {
        List<Variant> some = chosen.stream().map(VariantRow::variant).toList();
        if (some.size() == 2) {
            return Optional.of(some);
        }
        return single().filter(row -> !row.isPresent())
                .map(row -> List.of(
                        row.variant(),
                        new Variant(
                                Texts.get("variants.present"),
                                workbench.configProperty().get())));
    }

    private List<VariantRow> named(String name) {
        return rows.stream().filter(row -> row.name().equals(name)).toList();
    }

    /** Asks until the name can be had or the user thinks better of it. */
    private Optional<String> name(String key, String suggested) {
        Variants variants = workbench.project().orElseThrow().variants();
        String before = key.equals("variants.rename") ? suggested : "";
        String question = Texts.get("variants.name");
        String value = suggested;
        while (true) {
            Optional<String> answer =
                    dialogs.text(Texts.get(key), question, value).map(String::strip);
            if (answer.isEmpty()) {
                return answer;
            }
            String name = answer.get();
            Optional<String> fault = fault(variants, name, before);
            if (fault.isEmpty()) {
                return answer;
            }
            question = fault.get();
            value = name;
        }
    }

    private static Optional<String> fault(Variants variants, String name, String before) {
        if (name.isEmpty()) {
            return Optional.of(Texts.get("variants.name.blank"));
        }
        if (name.length() > Variants.LONGEST_NAME) {
            return Optional.of(Texts.get("variants.name.long", Numbers.count(Variants.LONGEST_NAME)));
        }
        return !name.equals(before) && variants.find(name).isPresent()
                ? Optional.of(Texts.get("variants.name.taken", name))
                : Optional.empty();
    }

    /** What the present configuration may be called: its format where it has one, else its bits on average. */
    private static String suggested(Project open) {
        List<TensorConfig> configs = open.model().layers().stream()
                .map(layer -> open.config().of(layer.name()))
                .distinct()
                .toList();
        String name = configs.size() == 1
                ? FormatTexts.full(configs.get(0))
                : Texts.get(
                        "variants.mixed",
                        Numbers.shortText(Math.round(100 * AverageBits.of(open.model(), open.config())) / 100.0));
        return free(open.variants(), name);
    }

    private static String free(Variants variants, String name) {
        String free = name;
        for (int number = 2; variants.find(free).isPresent(); number++) {
            free = name + " (" + number + ")";
        }
        return free;
    }
}
