package org.bitwright.ui.training;

import java.util.Optional;
import org.bitwright.project.Training;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Numbers;
import org.bitwright.ui.common.Texts;

/** What runs may be called. */
public final class RunNames {
    private final Dialogs dialogs;

    RunNames(Dialogs dialogs) {
        this.dialogs = dialogs;
    }

    /** Asks for another name until it can be had, or the user thinks better of it. */
    Optional<String> other(Training training, String before) {
        String question = Texts.get("training.name.question");
        String value = before;
        while (true) {
            Optional<String> answer =
                    dialogs.text(Texts.get("training.rename"), question, value).map(String::strip);
            if (answer.isEmpty() || answer.get().equals(before)) {
                return Optional.empty();
            }
            Optional<String> fault = fault(training, answer.get());
            if (fault.isEmpty()) {
                return answer;
            }
            question = fault.get();
            value = answer.get();
        }
    }

    /** Why a run cannot be called so. */
    public static Optional<String> fault(Training training, String name) {
        if (name.isBlank()) {
            return Optional.of(Texts.get("training.name.blank"));
        }
        if (name.strip().length() > Training.LONGEST_NAME) {
            return Optional.of(Texts.get("training.name.long", Numbers.count(Training.LONGEST_NAME)));
        }
        return training.find(name.strip()).isPresent()
                ? Optional.of(Texts.get("training.name.taken", name.strip()))
                : Optional.empty();
    }
}
