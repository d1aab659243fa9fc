package org.bitwright.ui.common;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.bitwright.export.UnwritableException;
import org.bitwright.model.Told;
import org.bitwright.project.FailureLog;

/** What went wrong, in a sentence of the user's language that says what to do about it where anything can be done. */
public final class FailureTexts {
    private static final long GIGABYTE = 1L << 30;
    private static final int DEEPEST_CAUSE = 20;

    private FailureTexts() {}

    public static String sentence(Throwable error) {
        Optional<VirtualMachineError> exhausted = exhausted(error);
        if (exhausted.isPresent()) {
            return exhausted.get() instanceof StackOverflowError ? Texts.get("error.depth") : memory();
        }
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
        if (error instanceof UnwritableException unwritable) {
            return Texts.get("error.write." + unwritable.kind().name(), unwritable.target(), detail(unwritable));
        }
        if (error instanceof Told failure) {
            return Texts.of(failure.told());
        }
        if (error instanceof UncheckedIOException && error.getCause() instanceof IOException inside) {
            return sentence(inside);
        }
        String message =
                Optional.ofNullable(error.getMessage()).orElse(error.getClass().getSimpleName());
        return error instanceof IOException ? message : Texts.get("error.unexpected", message, FailureLog.file());
    }

    private static String detail(UnwritableException unwritable) {
        return unwritable.getCause() instanceof Told cause ? Texts.of(cause.told()) : unwritable.detail();
    }

    /** What ended a job, without what came of handing it on. */
    static Throwable cause(Throwable error) {
        return error instanceof CompletionException handed && handed.getCause() != null ? handed.getCause() : error;
    }

    /** Writes down what ended a job, unless it was cancelled. */
    static void log(Throwable error) {
        if (!(cause(error) instanceof CancellationException)) {
            FailureLog.append(cause(error));
        }
    }

    /** What ran out, memory or stack, where that is at the bottom of it. */
    public static Optional<VirtualMachineError> exhausted(Throwable error) {
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof VirtualMachineError found) {
                return Optional.of(found);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static String memory() {
        long limit = Runtime.getRuntime().maxMemory();
        long advised = advised(limit, installed());
        return advised * GIGABYTE > limit
                ? Texts.get("error.memory", Numbers.bytes(limit), String.valueOf(advised))
                : Texts.get("error.memoryAll", Numbers.bytes(limit));
    }

    /** Twice the memory of now in whole gigabytes, but no more than three quarters of what the computer has. */
    static long advised(long limit, long installed) {
        long twice = Math.max(2, (2 * limit + GIGABYTE - 1) / GIGABYTE);
        return Math.min(twice, installed / 4 * 3 / GIGABYTE);
    }

    private static long installed() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }
}
