package org.bitwright.export;

import java.util.List;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.target.RuleNote;

/**
 * What a configuration's runtime will not do as chosen.
 *
 * @param target whose rules they are
 * @param notes the broken ones
 */
public record BrokenRules(TargetProfile target, List<RuleNote> notes) {
    /** None are broken. */
    public static final BrokenRules NONE = new BrokenRules(TargetProfile.NONE, List.of());

    public BrokenRules {
        notes = List.copyOf(notes);
    }

    /** Those of a source; files that only tell of choices lose nothing by them. */
    static BrokenRules of(ExportTarget target, ExportSource source) {
        boolean isForRuntimes =
                switch (target) {
                    case SIMULATED, CONFIG, CSV, HUFFMAN, SAFETENSORS, PTH, REPORT -> false;
                    default -> true;
                };
        return isForRuntimes
                ? new BrokenRules(source.config().target(), source.plan().violations())
                : NONE;
    }

    /** In English. */
    List<String> sentences() {
        return notes.stream()
                .map(note -> "Against the rules of " + target.id() + ": " + note.text() + ".")
                .toList();
    }
}
