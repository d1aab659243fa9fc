package org.bitwright.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CancellationException;
import org.bitwright.export.ToolVersion;
import org.bitwright.project.IncidentProblems;
import org.bitwright.runtime.Engines;
import org.bitwright.runtime.session.InferenceException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** {@code bitwright COMMAND}: parses and calls, and turns what happened into an exit status. */
@Command(
        name = "bitwright",
        description = "Quantizes neural networks and measures what it costs. Without a command it opens the window.",
        mixinStandardHelpOptions = true,
        versionProvider = BitwrightCommand.Version.class,
        subcommands = {
            DemoCommand.class,
            InspectCommand.class,
            QuantizeCommand.class,
            SweepCommand.class,
            SensitivityCommand.class,
            SearchCommand.class,
            TrainCommand.class,
            VariantsCommand.class,
            RecoverCommand.class,
            JoinCommand.class,
            ConvertCommand.class,
            ReportCommand.class,
            DecodeCommand.class,
            BenchCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit status: 0 done, 1 the work failed, 2 wrong usage, 130 cancelled.",
            "",
            "Example:",
            "  bitwright quantize model.onnx --bits 4 --data t10k-images-idx3-ubyte.gz --export qdq=small.onnx"
        })
public final class BitwrightCommand implements Runnable {
    static final int FAILED = 1;
    static final int CANCELLED = 130;
    private static final int HELP_WIDTH = 100;

    @picocli.CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    private final boolean embedded;

    private BitwrightCommand(boolean embedded) {
        this.embedded = embedded;
    }

    /** Names and version from the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {ToolVersion.text()};
        }
    }

    /** Runs a command line of the process and returns its exit status. */
    public static int run(String... arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Engines.onIncident(incident -> err.println("Note: " + IncidentProblems.of(incident)));
        return commandLine(out, err, !Terminal.standardErrorIsTerminal()).execute(arguments);
    }

    /** Says why there is no window, and does the next best: the demo, unless there are files to open. */
    public static int runWithoutWindow(String reason, String... files) {
        if (files.length == 0) {
            System.err.println(reason + ": running the demo instead.");
            return run("demo");
        }
        System.err.println(reason + "; there are commands to do without: bitwright inspect " + files[0]);
        return FAILED;
    }

    /** Runs a command line with other outputs: no terminal. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return commandLine(out, err, true).execute(arguments);
    }

    /** Whether the first argument is for the command line: a command, or an option. */
    public static boolean isCommand(String argument) {
        return argument.startsWith("-")
                || new CommandLine(new BitwrightCommand(true)).getSubcommands().containsKey(argument);
    }

    private static CommandLine commandLine(PrintWriter out, PrintWriter err, boolean embedded) {
        return new CommandLine(new BitwrightCommand(embedded))
                .setOut(out)
                .setErr(err)
                .setUsageHelpWidth(HELP_WIDTH)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(BitwrightCommand::wrongUsage)
                .setExecutionExceptionHandler(BitwrightCommand::failed);
    }

    /** Whether nobody watches standard error. */
    static boolean isEmbedded(CommandLine commandLine) {
        CommandLine root = commandLine;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        return root.getCommand() instanceof BitwrightCommand command && command.embedded;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing.");
    }

    private static int wrongUsage(ParameterException e, String[] arguments) {
        CommandLine commandLine = e.getCommandLine();
        PrintWriter err = commandLine.getErr();
        err.println("bitwright: " + e.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + commandLine.getCommandSpec().qualifiedName() + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) {
        if (e instanceof ParameterException wrong) {
            return wrongUsage(wrong, new String[0]);
        }
        PrintWriter err = commandLine.getErr();
        if (e instanceof CancellationException) {
            return CANCELLED;
        }
        err.println("bitwright: " + sentence(e));
        if (commandLine.getCommand() instanceof WorkCommand command && command.verbose) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            err.print(trace);
            err.flush();
        }
        return FAILED;
    }

    private static String sentence(Exception e) {
        if (e instanceof NoSuchFileException missing) {
            return missing.getFile() + ": there is no such file";
        }
        if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + ": access is denied";
        }
        if (e instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + ": a file of this name is in the way";
        }
        if (e instanceof UncheckedIOException && e.getCause() instanceof IOException inside) {
            return sentence(inside);
        }
        if (e instanceof IOException || e instanceof InferenceException || e instanceof WorkException) {
            return String.valueOf(e.getMessage());
        }
        return "this should not have happened: " + e + " (--verbose shows where)";
    }
}
