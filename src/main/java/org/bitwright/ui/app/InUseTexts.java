package org.bitwright.ui.app;

import java.time.Instant;
import org.bitwright.project.ProjectHolder;
import org.bitwright.ui.common.Moments;
import org.bitwright.ui.common.Texts;

/** Who has a project open, in words of the user's language. */
final class InUseTexts {
    private InUseTexts() {}

    /** @param project its file's name */
    static String sentence(String project, ProjectHolder holder) {
        boolean known = !holder.since().equals(Instant.EPOCH);
        return known
                ? Texts.get("inUse.since", project, who(holder), Moments.dateAndClock(holder.since()))
                : Texts.get("inUse.question", project, who(holder));
    }

    private static String who(ProjectHolder holder) {
        if (holder.isThisProcess()) {
            return Texts.get("inUse.here");
        }
        if (holder.processId() == 0) {
            return holder.host().isEmpty() ? Texts.get("inUse.unknown") : Texts.get("inUse.host", holder.host());
        }
        String process = String.valueOf(holder.processId());
        return holder.host().isEmpty()
                ? Texts.get("inUse.process", process)
                : Texts.get("inUse.processOn", process, holder.host());
    }
}
