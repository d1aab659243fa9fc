package org.bitwright.project;

import java.util.Map;

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

    /** @throws IllegalArgumentException if there are more than a project file takes */
    public SavedLayout {
        values = Map.copyOf(values);
        if (values.size() > MOST) {
            throw new IllegalArgumentException("a layout has at most " + MOST + " values");
        }
        values.forEach((name, value) -> {
            if (name.length() > LONGEST_NAME || value.length() > LONGEST_VALUE) {
                throw new IllegalArgumentException("the value '" + name + "' of a layout is too long");
            }
        });
    }

    public static SavedLayout none() {
        return new SavedLayout(Map.of());
    }
}
