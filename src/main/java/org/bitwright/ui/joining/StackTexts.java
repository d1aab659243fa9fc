package org.bitwright.ui.joining;

import java.util.ArrayList;
import java.util.List;
import org.bitwright.model.ActivationFunction;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** A stack of dense layers in words. */
final class StackTexts {
    private static final String ARROW = " → ";

    private StackTexts() {}

    static String name(ActivationFunction activation) {
        return Texts.get("stackAfter." + activation.name());
    }

    static String widths(StackRow row) {
        return Numbers.count(row.inputs()) + ARROW + Numbers.count(row.outputs());
    }

    /** From the inputs to the answers: widths, with what the sums go through between them. */
    static String network(StackViewModel model) {
        List<StackRow> used = model.used();
        if (used.isEmpty()) {
            return Texts.get("stackForm.nothing");
        }
        StringBuilder line = new StringBuilder(
                Texts.get("stackForm.inputs", Numbers.count(used.get(0).inputs())));
        for (StackRow row : used) {
            line.append(ARROW).append(row.weight()).append(ARROW).append(Numbers.count(row.outputs()));
            ActivationFunction after = row.afterProperty().get();
            if (after != ActivationFunction.NONE) {
                line.append(ARROW).append(name(after));
            }
        }
        return line.toString();
    }

    /** What anyone sees to be wrong; the rest is said by those who make the network. */
    static List<String> faults(StackViewModel model) {
        List<StackRow> used = model.used();
        if (used.isEmpty()) {
            return List.of(Texts.get("stackForm.choose"));
        }
        List<String> faults = new ArrayList<>();
        for (int i = 1; i < used.size(); i++) {
            StackRow before = used.get(i - 1);
            StackRow row = used.get(i);
            if (before.outputs() != row.inputs()) {
                faults.add(Texts.get(
                        "stackForm.misfit",
                        row.weight(),
                        Numbers.count(row.inputs()),
                        before.weight(),
                        Numbers.count(before.outputs())));
            }
        }
        for (StackRow row : used) {
            row.unfittingBias()
                    .ifPresent(bias -> faults.add(
                            Texts.get("stackForm.biasMisfit", bias, row.weight(), Numbers.count(row.outputs()))));
        }
        return faults;
    }
}
