package org.bitwright.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.bitwright.task.Progress;

/** Standard output for results, standard error for the progress bar where that is a terminal. */
final class Terminal {
    private static final int BAR_WIDTH = 30;
    private static final int LINE_WIDTH = 78;

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean interactive;
    private boolean barShown;

    Terminal(PrintWriter out, PrintWriter err, boolean interactive) {
        this.out = out;
        this.err = err;
        this.interactive = interactive;
    }

    /** Whether standard error is a terminal; Java only knows whether input and output both are. */
    static boolean standardErrorIsTerminal() {
        try {
            Path target = Files.readSymbolicLink(Path.of("/proc/self/fd/2"));
            return target.startsWith("/dev/pts") || target.toString().startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return System.console() != null;
        }
    }

    synchronized void print(String text) {
        clear();
        out.println(text);
        out.flush();
    }

    synchronized void note(String text) {
        clear();
        err.println(text);
        err.flush();
    }

    synchronized void show(Progress progress) {
        if (!interactive) {
            return;
        }
        double fraction = Math.max(0, progress.fraction());
        int filled = (int) Math.round(fraction * BAR_WIDTH);
        String bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
        String line = String.format(Locale.ROOT, "%s %3.0f %%  %s", bar, fraction * 100, progress.message());
        String shown = line.length() > LINE_WIDTH ? line.substring(0, LINE_WIDTH) : line;
        err.print("\r" + shown + " ".repeat(LINE_WIDTH - shown.length()));
        err.flush();
        barShown = true;
    }

    synchronized void clear() {
        if (barShown) {
            err.print("\r" + " ".repeat(LINE_WIDTH) + "\r");
            err.flush();
            barShown = false;
        }
    }
}
