package org.bitwright.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bitwright.project.OvertakenProjectException;
import org.bitwright.project.Project;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Job;
import org.bitwright.task.JobExecutor;
import org.bitwright.task.Progress;
import org.bitwright.task.SignalCancel;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A command that works for a while: in the background, with a progress bar, until Ctrl-C. Collects what {@code --json}
 * prints while the same work tells people.
 */
@SuppressWarnings("NullAway.Init")
abstract class WorkCommand implements Callable<Integer> {
    private static final int POLL_MILLIS = 100;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Spec
    CommandSpec spec;

    @Option(
            names = "--json",
            description = "Print one JSON object on standard output and nothing else.",
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    boolean json;

    @Option(
            names = "--verbose",
            description = "Show the stack trace when the work fails.",
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    boolean verbose;

    @Option(names = "--threads", paramLabel = "N", description = "Use at most N threads (default: one a core).")
    Optional<Integer> threads = Optional.empty();

    /** What {@code --json} prints. */
    final ObjectNode result = JsonNodeFactory.instance.objectNode();

    private Terminal terminal;
    private volatile int exitCode = CommandLine.ExitCode.OK;

    /** The work itself. */
    abstract void work(Progress progress, CancelToken cancel) throws Exception;

    /** Saves the work where that was asked for, and tells so. */
    final void save(Project project, Optional<Path> file) throws IOException {
        if (file.isPresent()) {
            say("saved " + keep(project, file.get()));
        }
    }

    /**
     * Saves the work; where somebody else changed that file meanwhile, beside it: long work must not be lost, and theirs
     * neither. The command has failed then, but goes on. What cannot be saved at all can be recovered.
     *
     * @return where it is
     */
    final Path keep(Project project, Path file) throws IOException {
        try {
            return saved(project, file);
        } catch (IOException e) {
            if (project.saving().leave()) {
                warn("bitwright: what was done is kept; 'bitwright recover' saves it elsewhere");
            }
            throw e;
        }
    }

    private Path saved(Project project, Path file) throws IOException {
        try {
            project.save(file);
            return file;
        } catch (OvertakenProjectException e) {
            project.save(e.beside());
            warn("bitwright: " + e.getMessage() + ". What was done here is in " + e.beside());
            exitCode = CommandLine.ExitCode.SOFTWARE;
            return e.beside();
        }
    }

    /** Tells people; silent where a program listens. */
    final void say(String text) {
        if (!json) {
            terminal.print(text);
        }
    }

    /** Tells programs what has happened, on a line of its own; silent where people read. */
    final void tell(ObjectNode event) throws JsonProcessingException {
        if (json) {
            terminal.print(MAPPER.writeValueAsString(event));
        }
    }

    /** Whether programs are told one object a line as things happen, the result last. */
    boolean printsLines() {
        return false;
    }

    /** Says something that must be known even where a program listens: on standard error. */
    final void warn(String text) {
        terminal.note(text);
    }

    final ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    @Override
    public final Integer call() throws Exception {
        CommandLine commandLine = spec.commandLine();
        terminal = new Terminal(commandLine.getOut(), commandLine.getErr(), !BitwrightCommand.isEmbedded(commandLine));
        threads.ifPresent(this::limitThreads);
        try (JobExecutor executor = new JobExecutor()) {
            Job<Boolean> job = executor.submit(spec.name(), (progress, cancel) -> {
                work(progress, cancel);
                return true;
            });
            try (SignalCancel signals = new SignalCancel(job::cancel)) {
                await(job);
            }
        }
        if (json) {
            terminal.print(jsonText());
        }
        return exitCode;
    }

    private void limitThreads(int count) {
        if (count < 1) {
            throw usage("--threads must be at least 1, not " + count);
        }
        System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", String.valueOf(count - 1));
    }

    private void await(Job<Boolean> job) throws Exception {
        try {
            while (true) {
                try {
                    job.result().get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                    return;
                } catch (TimeoutException stillRunning) {
                    terminal.show(job.progress());
                }
            }
        } catch (CancellationException e) {
            terminal.note("bitwright: cancelled");
            throw e;
        } catch (ExecutionException | CompletionException e) {
            throw cause(e);
        } finally {
            terminal.clear();
        }
    }

    private static Exception cause(Exception e) {
        if (e.getCause() instanceof OutOfMemoryError) {
            long heap = Runtime.getRuntime().maxMemory() >> 20;
            return new IOException("the memory of " + heap + " MB is not enough; start Java with more, as -Xmx4g", e);
        }
        return e.getCause() instanceof Exception cause ? cause : e;
    }

    private String jsonText() throws JsonProcessingException {
        return printsLines()
                ? MAPPER.writeValueAsString(result)
                : MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(result);
    }
}
