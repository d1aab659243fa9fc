package org.bitwright.ui.common;

import javafx.util.StringConverter;
import org.bitwright.quant.TargetProfile;

/** Targets in the user's words. */
public final class TargetTexts {
    private TargetTexts() {}

    public static String name(TargetProfile target) {
        return Texts.get("target." + target.name());
    }

    /** What its rules are. */
    public static String explanation(TargetProfile target) {
        return Texts.get("targetNote." + target.name());
    }

    /** For boxes that offer all of them. */
    public static StringConverter<TargetProfile> converter() {
        return new StringConverter<>() {
            @Override
            public String toString(TargetProfile target) {
                return target == null ? "" : name(target);
            }

            @Override
            public TargetProfile fromString(String text) {
                throw new UnsupportedOperationException("targets are chosen, not typed");
            }
        };
    }
}
