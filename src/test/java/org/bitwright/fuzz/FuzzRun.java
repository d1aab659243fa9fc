package org.bitwright.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Cases of one reader, run one after the other on a thread of their own while the caller watches the clock. */
final class FuzzRun {
    private static final int MOST_FAILURES = 8;
    /** Of somebody who waits in vain, without using the processor. */
    private static final long MOST_WAITING_NANOSECONDS = 120_000_000_000L;

    private final FuzzTarget target;
    private final Path folder;
    private final List<String> failures = new ArrayList<>();
    private volatile byte[] present = {};
    private volatile int number;
    private volatile long started;
    private volatile long startedProcessor;
    /** Only a reader has to be quick: a busy disk may keep the trial's own writing. */
    private volatile boolean reading;

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
        worker.setUncaughtExceptionHandler(
                (thread, e) -> failures.add(told("the trial itself failed: " + Promise.stack(e))));
        worker.start();
        try {
            while (worker.isAlive()) {
                worker.join(20);
                if (reading && takesTooLong(worker)) {
                    return List.of(told("it takes more than 10 s, in " + Promise.lines(worker.getStackTrace())));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return failures;
    }

    private boolean takesTooLong(Thread worker) {
        return Promise.nanoseconds(worker) - startedProcessor > Promise.MOST_NANOSECONDS
                || System.nanoTime() - started > MOST_WAITING_NANOSECONDS;
    }

    private void run(int from, int to) {
        Path file = folder.resolve(target.file());
        for (int i = from; i < to && failures.size() < MOST_FAILURES; i++) {
            number = i;
            present = damaged(i);
            try {
                Files.write(file, present);
                started = System.nanoTime();
                startedProcessor = Promise.nanoseconds(Thread.currentThread());
                reading = true;
                Promise promise = Promise.of(target.reading(), file, target.file());
                reading = false;
                promise.fault().ifPresent(fault -> failures.add(told(fault)));
                refused += promise.refusal().isPresent() ? 1 : 0;
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
}
