package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A project is open elsewhere: two that save would take each other's work. */
public final class ProjectInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final transient ProjectHolder holder;

    ProjectInUseException(Path file, ProjectHolder holder) {
        super("the project '" + file + "' is open " + where(holder) + since(holder)
                + "; close it there first, or work on a copy");
        this.file = file;
        this.holder = holder;
    }

    private static String where(ProjectHolder holder) {
        if (holder.isThisProcess()) {
            return "already";
        }
        String process = holder.processId() > 0 ? " (process " + holder.processId() : "";
        String host = holder.host().isEmpty() || holder.host().equals(HostName.own()) ? "" : " on " + holder.host();
        return "in another window" + process + (process.isEmpty() ? host : host + ")");
    }

    private static String since(ProjectHolder holder) {
        return holder.since().toEpochMilli() == 0
                ? ""
                : " since "
                        + DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
                                .withZone(ZoneId.systemDefault())
                                .format(holder.since());
    }

    public Path file() {
        return file;
    }

    public ProjectHolder holder() {
        return holder;
    }
}
