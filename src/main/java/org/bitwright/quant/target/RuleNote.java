package org.bitwright.quant.target;

import java.util.List;

/**
 * What a rule of a runtime did to a layer or an activation, or how a choice breaks it.
 *
 * @param rule the rule
 * @param subject name of the edge or layer that it speaks of
 * @param details what the sentence about it names, such as other edges: names and numbers as they are, and phrases
 */
public record RuleNote(TargetRule rule, String subject, List<Object> details) {
    public RuleNote {
        details = List.copyOf(details);
    }

    /** In English, a whole sentence. */
    public String text() {
        return rule.text(subject, details);
    }
}
