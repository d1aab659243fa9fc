package org.bitwright.ui.histogram;

import org.bitwright.ui.common.Texts;

/** What the values of a histogram are called. */
public enum ValueKind {
    WEIGHTS("histogram.weights.", ""),
    ACTIVATIONS("histogram.activations.", "activation-");

    private final String group;
    private final String prefix;

    ValueKind(String group, String prefix) {
        this.group = group;
        this.prefix = prefix;
    }

    /** A sentence that names them. */
    String text(String sentence, Object... arguments) {
        return Texts.get(key(sentence), arguments);
    }

    String key(String sentence) {
        return group + sentence;
    }

    /** The id of a control, by which two histograms of one window are told apart. */
    String id(String name) {
        return prefix + name;
    }
}
