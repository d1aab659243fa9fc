package org.bitwright.project;

import java.util.Map;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;

/**
 * How the window looked at a project when it was saved: which tab was open, what was selected. The window gives the words
 * their meaning; a word that it does not know is carried along.
 *
 * @param values texts by name
 */
public record SavedLayout(Map<String, String> values) {
    static final int MOST = 200;
    static final int LONGEST_NAME = 100;
    static final int LONGEST_VALUE = 20_000;

    /** @throws RefusedException if there are more than a project file takes */
    public SavedLayout {
        values = Map.copyOf(values);
        if (values.size() > MOST) {
            throw new RefusedException(Phrase.of("a layout has at most %s values", MOST));
        }
        values.forEach((name, value) -> {
            if (name.length() > LONGEST_NAME || value.length() > LONGEST_VALUE) {
                throw new RefusedException(Phrase.of("the value '%s' of a layout is too long", name));
            }
        });
    }

    public static SavedLayout none() {
        return new SavedLayout(Map.of());
    }
}
