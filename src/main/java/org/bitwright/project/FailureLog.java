package org.bitwright.project;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What went wrong with all its details, for whoever looks into it. Users are told in a sentence instead. Thread-safe. */
public final class FailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    private static final long LIMIT_BYTES = 1 << 20;
    private static final String NAME = "failures.log";

    private FailureLog() {}

    /** Where it lies, whether anything went wrong yet or not. */
    public static Path file() {
        return StateFolder.path().resolve(NAME);
    }

    /** Adds a failure at the end. One that cannot be written down is let go: there is worse already. */
    public static synchronized void append(Throwable error) {
        try {
            Path file = file();
            Files.createDirectories(file.getParent());
            if (Files.exists(file) && Files.size(file) > LIMIT_BYTES) {
                Files.move(file, file.resolveSibling(NAME + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(
                    file, text(error), StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.warn("{} could not be written to {}: {}", error, NAME, e.getMessage());
        } catch (OutOfMemoryError e) {
            // The one that is to be told is of the same kind, and is told.
            return;
        }
    }

    private static String text(Throwable error) {
        StringWriter text = new StringWriter();
        PrintWriter lines = new PrintWriter(text);
        lines.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " in "
                + Thread.currentThread().getName());
        error.printStackTrace(lines);
        lines.println();
        lines.flush();
        return text.toString();
    }
}
