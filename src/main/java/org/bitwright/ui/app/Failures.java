package org.bitwright.ui.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.bitwright.model.InvalidFileException;
import org.bitwright.runtime.InferenceException;
import org.bitwright.ui.common.Dialogs;
import org.bitwright.ui.common.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the user what went wrong, in a sentence and once; the stack goes to the log. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final Dialogs dialogs;

    Failures(Dialogs dialogs) {
        this.dialogs = dialogs;
    }

    /** @param key key of the sentence that says what could not be done */
    void show(String key, Throwable error) {
        LOG.info("{}", Texts.get(key), error);
        dialogs.error(Texts.get(key), sentence(error));
    }

    static String sentence(Throwable error) {
        if (error instanceof NoSuchFileException missing) {
            return Texts.get("error.missing", missing.getFile());
        }
        if (error instanceof AccessDeniedException denied) {
            return Texts.get("error.denied", denied.getFile());
        }
        if (error instanceof FileSystemException broken) {
            return Texts.get(
                    "error.file",
                    broken.getFile(),
                    Optional.ofNullable(broken.getReason()).orElse(""));
        }
        if (error instanceof OutOfMemoryError) {
            return Texts.get("error.memory");
        }
        if (error instanceof UncheckedIOException inside) {
            return sentence(inside.getCause());
        }
        String message =
                Optional.ofNullable(error.getMessage()).orElse(error.getClass().getSimpleName());
        boolean told = error instanceof InvalidFileException
                || error instanceof InferenceException
                || error instanceof IOException;
        return told ? message : Texts.get("error.unexpected", message);
    }
}
