package org.bitwright.ui.common;

import java.util.ArrayList;
import java.util.List;
import org.bitwright.quant.target.RuleNote;

/** What rules of targets did, in the user's words. */
public final class RuleTexts {
    private RuleTexts() {}

    public static String sentence(RuleNote note) {
        List<Object> arguments = new ArrayList<>(List.of(note.subject()));
        note.details().stream().map(Texts::shown).forEach(arguments::add);
        return Texts.get("rule." + note.rule().name(), arguments.toArray());
    }
}
