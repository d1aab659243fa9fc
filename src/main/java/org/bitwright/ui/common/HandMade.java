package org.bitwright.ui.common;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The question before ranges that were set by hand are given up. */
final class HandMade<R> {
    private static final String KEEP = "keep";
    private static final String OVERWRITE = "overwrite";

    private final Dialogs dialogs;
    private final Predicate<R> handMade;

    HandMade(Dialogs dialogs, Predicate<R> handMade) {
        this.dialogs = dialogs;
        this.handMade = handMade;
    }

    /** Those that may be changed; empty if the user thought better of it. */
    Optional<List<R>> allowed(List<R> rows) {
        if (rows.size() < 2 || rows.stream().noneMatch(handMade)) {
            return Optional.of(rows);
        }
        return overwrites(dialogs)
                .map(overwrite -> overwrite
                        ? rows
                        : rows.stream().filter(handMade.negate()).toList());
    }

    /** Whether they are given up; empty if the user thought better of it. */
    static Optional<Boolean> overwrites(Dialogs dialogs) {
        return dialogs.ask(
                        Texts.get("handMade.title"),
                        Texts.get("handMade.question"),
                        List.of(
                                new Dialogs.Choice(KEEP, Texts.get("handMade.keep")),
                                new Dialogs.Choice(OVERWRITE, Texts.get("handMade.overwrite"))))
                .map(answer -> answer.id().equals(OVERWRITE));
    }
}
