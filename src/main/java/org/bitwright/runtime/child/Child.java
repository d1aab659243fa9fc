package org.bitwright.runtime.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.bitwright.model.Phrase;
import org.bitwright.model.ToldException;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Daemon;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child process as the program sees it: the calls that it is busy with, the lines to it, and how it ended. Commands
 * are sent without waiting for it, so that nobody who gives one can be held up by a process that hangs. Thread-safe.
 */
final class Child {
    private static final Logger LOG = LoggerFactory.getLogger(Child.class);

    /** How long a process takes to be gone whose lines have broken. */
    private static final long DYING_SECONDS = 2;

    private final Patience patience;
    private final Path folder;
    private final Meeting meeting;
    private final Process process;
    private final Obituary obituary;
    private final Pulse pulse;
    private final Lines lines;
    private final Map<Long, Call> calls = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicReference<@Nullable Death> cause = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Turns turns = new Turns();
    private final Watch watch;
    private volatile @Nullable Death death;
    private volatile @Nullable Commands commands;

    /** Is told of a death once, with the calls that were under way. */
    @FunctionalInterface
    interface Mourner {
        void died(Child child, Death death, List<Call> calls);
    }

    private Child(Path folder, Meeting meeting, SharedMemory memory, Patience patience) throws IOException {
        this.patience = patience;
        this.folder = folder;
        this.meeting = meeting;
        lines = new Lines(meeting, memory, patience);
        obituary = new Obituary(folder);
        pulse = new Pulse(memory);
        process = Launch.start(folder);
        watch = new Watch(this, process, pulse, patience);
    }

    /**
     * Starts a process and waits for it to answer.
     *
     * @throws IOException if it does not
     */
    static Child start(Workplace workplace, SharedMemory memory, Patience patience, Mourner mourner)
            throws IOException {
        Child child = launched(workplace, memory, patience);
        Daemon.start("inference-end", () -> child.awaitEnd(mourner));
        try {
            child.meet(workplace);
        } catch (IOException e) {
            child.kill(Death.crashed(Phrase.of("it did not answer")));
            throw child.explained(e);
        }
        Daemon.start("inference-watch", child.watch);
        return child;
    }

    private static Child launched(Workplace workplace, SharedMemory memory, Patience patience) throws IOException {
        Path folder = Files.createTempDirectory(workplace.forFiles(), "child-");
        try {
            return launched(folder, Meeting.in(folder), memory, patience);
        } catch (IOException e) {
            Workplace.remove(folder);
            throw e;
        }
    }

    private static Child launched(Path folder, Meeting meeting, SharedMemory memory, Patience patience)
            throws IOException {
        try {
            return new Child(folder, meeting, memory, patience);
        } catch (OutOfMemoryError e) {
            // Of the memory to be shared: networks can still be run elsewhere.
            meeting.close();
            throw new IOException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            meeting.close();
            throw e;
        }
    }

    private void meet(Workplace workplace) throws IOException {
        Launch.tell(process, meeting, pulse.place(), workplace.forMemory());
        commands = new Commands(meeting.accept(patience.start().toMillis()));
    }

    private IOException explained(IOException failure) {
        try {
            IOException death = new ToldException(describe(awaitDeath()));
            death.initCause(failure);
            return death;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failure;
        }
    }

    private static Phrase describe(Death death) {
        return death.detail().isEmpty() ? Phrase.verbatim(death.kind().name()) : death.detail();
    }

    private void awaitEnd(Mourner mourner) {
        int status = -1;
        try {
            status = process.waitFor();
        } catch (InterruptedException e) {
            LOG.debug("nobody waits for the process any more", e);
        }
        try {
            Death how = cause.get();
            if (how == null) {
                how = obituary.of(status);
            }
            death = how;
            letGo();
            mourner.died(this, how, List.copyOf(calls.values()));
        } finally {
            // Whatever went wrong here: others wait for this.
            turns.end();
            ended.countDown();
        }
    }

    private void letGo() {
        meeting.close();
        lines.close();
        Commands line = commands;
        if (line != null) {
            try {
                line.close();
            } catch (IOException e) {
                LOG.debug("the line for commands could not be closed", e);
            }
        }
        Workplace.remove(folder);
    }

    boolean isAlive() {
        return death == null && process.isAlive();
    }

    /** Ends the process at once, if it has not ended before. */
    void kill(Death why) {
        cause.compareAndSet(null, why);
        process.destroyForcibly();
    }

    /** Ends the process, since it is needed no more, and waits until it is gone. */
    void end() {
        kill(Death.MEANT);
        gone();
    }

    long pid() {
        return process.pid();
    }

    private Death awaitDeath() throws InterruptedException {
        if (!ended.await(DYING_SECONDS, TimeUnit.SECONDS)) {
            kill(Death.crashed(Phrase.of("it broke off")));
            ended.await();
        }
        Death how = death;
        return how == null ? Death.crashed(Phrase.NONE) : how;
    }

    /**
     * Begins a call.
     *
     * @param network what is run, for messages
     * @param isLast whether the call is not made again if the process dies; then it is made alone
     * @throws ChildGone if the process has died
     * @throws InferenceException if there is no room for what is to be sent
     */
    <T> Flight<T> begin(String network, boolean isLast, CancelToken cancel, Exchange<T> exchange)
            throws ChildGone, InferenceException {
        return Flight.begin(
                this, new Call(numbers.incrementAndGet(), network, isLast, Thread.currentThread()), cancel, exchange);
    }

    /**
     * Makes a call and waits for its end.
     *
     * @throws ChildGone if the process dies, or has died before
     */
    <T> T call(String network, boolean isLast, CancelToken cancel, Exchange<T> exchange)
            throws ChildGone, InferenceException {
        return begin(network, isLast, cancel, exchange).finish();
    }

    void begin(Call call) {
        turns.begin(call.isLast());
        calls.put(call.number(), call);
        watch.begun();
    }

    void end(Call call) {
        calls.remove(call.number());
        watch.ended();
        turns.end(call.caller());
    }

    /** How it died; waits for the end of a process whose lines have broken. */
    Death gone() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return awaitDeath();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A line that nobody else uses. */
    Line line() throws IOException {
        return lines.take(() -> command(Word.CONNECT, 0));
    }

    void giveBack(Line line, boolean inOrder) {
        if (inOrder) {
            lines.giveBack(line);
        } else {
            line.close();
        }
    }

    void cancel(Call call) {
        call.cancel();
        command(Word.CANCEL, call.number());
        watch.cancelled();
    }

    /** Calls that are under way. */
    Iterable<Call> calls() {
        return calls.values();
    }

    /** Gives a command without waiting for anything. */
    void command(Word word, long number) {
        Commands line = commands;
        if (line == null || death != null) {
            return;
        }
        try (Uninterrupted quiet = new Uninterrupted()) {
            if (!line.give(word, number)) {
                kill(Death.hung(Phrase.of("it took no commands any more")));
            }
        } catch (IOException e) {
            LOG.debug("a command was not taken", e);
        }
    }

    /** Sends the commands that were not taken before. */
    void urge() {
        Commands line = commands;
        if (line == null || death != null) {
            return;
        }
        try (Uninterrupted quiet = new Uninterrupted()) {
            line.send();
        } catch (IOException e) {
            LOG.debug("commands were not taken", e);
        }
    }
}
