package org.bitwright.ui.common;

import javafx.scene.Node;
import org.bitwright.quant.target.TargetRule.Effect;
import org.kordamp.ikonli.feather.Feather;

/** What a rule comes to, at a glance. */
public final class RuleIcons {
    private RuleIcons() {}

    public static Node of(Effect effect) {
        return switch (effect) {
            case VIOLATION -> Icons.of(Feather.ALERT_TRIANGLE, "warning");
            case REMARK -> Icons.of(Feather.INFO, "info");
            case DONE -> Icons.of(Feather.LINK_2, "rule-mark");
        };
    }
}
