package org.bitwright.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bitwright.model.InvalidFileException;

/**
 * What every reader promises of every file: an answer within 10 s of processor time, since a busy machine may keep it
 * waiting, memory at most four times the file and 256 MB, and where the file is refused a sentence that names it and
 * hides nothing.
 *
 * @param refusal the sentence with which the file was refused; empty where it was read
 * @param fault how the promise was broken; empty where it was kept
 */
record Promise(Optional<String> refusal, Optional<String> fault) {
    static final long MOST_NANOSECONDS = 10_000_000_000L;
    private static final long SPARE_BYTES = 256L << 20;
    private static final int LONGEST_MESSAGE = 2000;
    private static final Pattern CODE = Pattern.compile("javax?\\.|[A-Z]\\w+Exception");
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /**
     * Reads a file on the calling thread. The bytes that it allocates stand for the memory: they are more than it ever
     * holds at once.
     *
     * @param named what the message must name
     */
    static Promise of(FuzzTarget.Reading reading, Path file, String named) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        long started = THREADS.getCurrentThreadCpuTime();
        Promise answer = answer(reading, file, named);
        long nanoseconds = THREADS.getCurrentThreadCpuTime() - started;
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (answer.fault.isPresent()) {
            return answer;
        }
        if (nanoseconds > MOST_NANOSECONDS) {
            return new Promise(answer.refusal, Optional.of("it took " + nanoseconds / 1_000_000 + " ms"));
        }
        long size = size(file);
        return allocated > 4 * size + SPARE_BYTES
                ? new Promise(
                        answer.refusal,
                        Optional.of("it took " + (allocated >> 20) + " MB for a file of " + size + " bytes"))
                : answer;
    }

    /** Processor time that a thread has had; 0 when it has ended. */
    static long nanoseconds(Thread thread) {
        return Math.max(0, THREADS.getThreadCpuTime(thread.getId()));
    }

    private static long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Promise answer(FuzzTarget.Reading reading, Path file, String named) {
        try {
            reading.read(file);
            return new Promise(Optional.empty(), Optional.empty());
        } catch (InvalidFileException e) {
            return refused(e, named);
        } catch (UncheckedIOException e) {
            return e.getCause() instanceof InvalidFileException known
                    ? refused(known, named)
                    : new Promise(Optional.empty(), Optional.of(stack(e)));
        } catch (Throwable e) { // an error of the virtual machine is what must not be
            return new Promise(Optional.empty(), Optional.of(stack(e)));
        }
    }

    private static Promise refused(InvalidFileException e, String named) {
        String message = String.valueOf(e.getMessage());
        return new Promise(Optional.of(message), wrongWords(message, named));
    }

    private static Optional<String> wrongWords(String message, String named) {
        boolean hidden = message.codePoints()
                .anyMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE
                        || Character.getType(c) == Character.LINE_SEPARATOR
                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
        if (hidden || !message.contains(named) || message.length() > LONGEST_MESSAGE) {
            return Optional.of("its message hides something, does not name the file or is too long: "
                    + message.substring(0, Math.min(400, message.length())));
        }
        return CODE.matcher(message).find()
                ? Optional.of("its message is none in a user's words: " + message)
                : Optional.empty();
    }

    static String stack(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return thrown + (root == thrown ? "" : ", from " + root) + lines(root.getStackTrace());
    }

    static String lines(StackTraceElement[] stack) {
        return Arrays.stream(stack).limit(12).map(at -> "\n      at " + at).collect(Collectors.joining());
    }
}
