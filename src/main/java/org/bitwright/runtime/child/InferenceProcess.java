package org.bitwright.runtime.child;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bitwright.task.Daemon;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The child process: runs what the program asks for, and ends with it. Not started by hand.
 */
public final class InferenceProcess {
    private static final Logger LOG = LoggerFactory.getLogger(InferenceProcess.class);
    private static final String PREFERENCE = "500";

    /** A program whose line has broken may take a moment to be gone. */
    private static final int ENDING_LOOKS = 40;

    private static final long LOOK_MILLISECONDS = 25;

    private final String address;
    private final long secret;
    private final ByteBuffer pulse;
    private final Office office;
    private final List<Path> folders = new ArrayList<>();

    private InferenceProcess(DataInputStream settings) throws IOException {
        address = settings.readUTF();
        secret = settings.readLong();
        Place place = new Place(settings.readInt(), settings.readInt());
        int count = settings.readInt();
        for (int i = 0; i < count; i++) {
            folders.add(Path.of(settings.readUTF()));
        }
        office = new Office(new MappedSegments(folders));
        pulse = office.segments().at(place, Pulse.BYTES);
    }

    public static void main(String[] arguments) {
        ignoreTerminal();
        int status = 0;
        try {
            InferenceProcess process = new InferenceProcess(new DataInputStream(System.in));
            try {
                process.serve();
            } finally {
                process.tidy();
            }
        } catch (IOException e) {
            LOG.debug("the program is not there", e);
            status = 1;
        } finally {
            // The program has gone: nobody waits for what is still being computed.
            Runtime.getRuntime().halt(status);
        }
    }

    /** Ctrl-C goes to every process of a terminal, but only the program knows what is to be ended how. */
    private static void ignoreTerminal() {
        for (String name : List.of("INT", "HUP", "TSTP")) {
            try {
                Signal.handle(new Signal(name), SignalHandler.SIG_IGN);
            } catch (IllegalArgumentException e) {
                LOG.debug("no signal {} here", name, e);
            }
        }
    }

    private void serve() throws IOException {
        try (SocketChannel commands = Meeting.connect(address, secret)) {
            Daemon.start("warm", this::warm);
            Incoming in = new Incoming();
            while (true) {
                obey(in.receive(commands), in.getLong());
            }
        }
    }

    /** A program that was killed could not remove its files; one that lives has a use for them. */
    private void tidy() {
        CountDownLatch nobody = new CountDownLatch(1);
        try {
            for (int i = 0; i < ENDING_LOOKS && !Workplace.removeAfter(folders); i++) {
                nobody.await(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            LOG.debug("nobody interrupts this", e);
        }
    }

    /** What the first request needs anyway. */
    private void warm() {
        sacrifice();
        LOG.debug("ready with {}", office.engine().runtime());
    }

    /** Has Linux end this process before the program, and before others, when memory runs out. */
    private static void sacrifice() {
        Path preference = Path.of("/proc/self/oom_score_adj");
        if (Files.isWritable(preference)) {
            try {
                Files.write(preference, PREFERENCE.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                LOG.debug("not preferred when memory runs out", e);
            }
        }
    }

    private void obey(Word word, long number) throws IOException {
        switch (word) {
            case PING -> pulse.putLong(0, number);
            case CONNECT -> Daemon.start("line", desk());
            case CANCEL -> office.calls().cancel(number);
            case CLOSE -> office.closeSession(number);
            case DROP -> office.closeOrder(number);
            case FORGET -> office.segments().forget((int) number);
            case UNMAP -> office.segments().unmap();
            default -> throw new ProtocolException(word + " is no command");
        }
    }

    private Desk desk() throws IOException {
        return new Desk(office, Meeting.connect(address, secret));
    }
}
