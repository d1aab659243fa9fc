package org.bitwright.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.bitwright.model.InvalidFileException;

/** Cases of one reader, run one after the other on a thread of their own while the caller watches the clock. */
final class FuzzRun {
    private static final long MOST_NANOSECONDS = 10_000_000_000L;
    private static final long SPARE_BYTES = 256L << 20;
    private static final int LONGEST_MESSAGE = 2000;
    private static final int MOST_FAILURES = 8;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final FuzzTarget target;
    private final Path folder;
    private final List<String> failures = new ArrayList<>();
    private volatile byte[] present = {};
    private volatile int number;
    private volatile long started;
    private volatile int tried;
    private volatile int refused;

    FuzzRun(FuzzTarget target, Path folder) {
        this.target = target;
        this.folder = folder;
    }

    int tried() {
        return tried;
    }

    int refused() {
        return refused;
    }

    /** Runs the cases of these numbers; returns what broke the promise, in words. */
    List<String> cases(int from, int to) throws IOException {
        Thread worker = new Thread(() -> run(from, to), "fuzz " + target.reader());
        worker.setDaemon(true);
        worker.setUncaughtExceptionHandler((thread, e) -> failures.add(told("the trial itself failed: " + stack(e))));
        started = System.nanoTime();
        worker.start();
        try {
            while (worker.isAlive()) {
                worker.join(20);
                if (worker.isAlive() && System.nanoTime() - started > MOST_NANOSECONDS) {
                    return List.of(told("it takes more than 10 s, in " + trace(worker)));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return failures;
    }

    private void run(int from, int to) {
        Path file = folder.resolve(target.file());
        for (int i = from; i < to && failures.size() < MOST_FAILURES; i++) {
            number = i;
            present = damaged(i);
            try {
                Files.write(file, present);
                fault(file).ifPresent(fault -> failures.add(told(fault)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            tried++;
        }
    }

    private byte[] damaged(int i) {
        SplittableRandom random = new SplittableRandom(31L * target.reader().hashCode() + 1_000_003L * i);
        byte[] seed = target.seeds().get(random.nextInt(target.seeds().size()));
        byte[] other = target.seeds().get(random.nextInt(target.seeds().size()));
        return target.mutation().of(seed, other, random);
    }

    /** What breaks the promise. The bytes that a thread allocates are more than it ever holds at once. */
    private Optional<String> fault(Path file) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        started = System.nanoTime();
        Optional<String> fault = answer(file);
        long nanoseconds = System.nanoTime() - started;
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (fault.isEmpty() && nanoseconds > MOST_NANOSECONDS) {
            return Optional.of("it took " + nanoseconds / 1_000_000 + " ms");
        }
        return fault.isEmpty() && allocated > 4L * present.length + SPARE_BYTES
                ? Optional.of("it took " + (allocated >> 20) + " MB for a file of " + present.length + " bytes")
                : fault;
    }

    private Optional<String> answer(Path file) {
        try {
            target.reading().read(file);
            return Optional.empty();
        } catch (InvalidFileException e) {
            refused++;
            return wrongWords(String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof InvalidFileException known) {
                refused++;
                return wrongWords(String.valueOf(known.getMessage()));
            }
            return Optional.of(stack(e));
        } catch (Throwable e) { // an error of the virtual machine is what must not be
            return Optional.of(stack(e));
        }
    }

    private Optional<String> wrongWords(String message) {
        boolean hidden = message.codePoints()
                .anyMatch(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.SURROGATE
                        || Character.getType(c) == Character.LINE_SEPARATOR
                        || Character.getType(c) == Character.PARAGRAPH_SEPARATOR);
        if (hidden || !message.contains(target.file()) || message.length() > LONGEST_MESSAGE) {
            return Optional.of("its message hides something, does not name the file or is too long: "
                    + message.substring(0, Math.min(400, message.length())));
        }
        return message.contains("java.") || message.contains("Exception")
                ? Optional.of("its message is none in a user's words: " + message)
                : Optional.empty();
    }

    /** A failure with where its file is kept. */
    private String told(String fault) {
        Path kept = Path.of("target", "fuzz", target.reader() + "-" + number + "-" + target.file());
        try {
            Files.createDirectories(kept.getParent());
            Files.write(kept, present);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target.reader() + ", case " + number + " (" + kept + "): " + fault;
    }

    private static String stack(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return thrown + (root == thrown ? "" : ", from " + root) + lines(root.getStackTrace());
    }

    private static String trace(Thread thread) {
        return lines(thread.getStackTrace());
    }

    private static String lines(StackTraceElement[] stack) {
        return Arrays.stream(stack).limit(12).map(at -> "\n      at " + at).collect(Collectors.joining());
    }
}
