package org.bitwright.runtime.child;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.bitwright.model.Phrase;
import org.bitwright.runtime.session.InferenceException;

/** Remembers which networks a process died of, and refuses those that it died of too often lately. Thread-safe. */
final class Deaths {
    private static final int MOST = 3;
    private static final Duration LATELY = Duration.ofMinutes(10);

    private final Map<String, Deque<Long>> ofNetwork = new HashMap<>();

    synchronized void remember(String network, long now) {
        Deque<Long> times = ofNetwork.computeIfAbsent(network, name -> new ArrayDeque<>());
        times.addLast(now);
        if (times.size() > MOST) {
            times.removeFirst();
        }
    }

    /** @throws InferenceException if the network is not to be run for now */
    synchronized void refuse(String network, long now) throws InferenceException {
        Deque<Long> times = ofNetwork.getOrDefault(network, new ArrayDeque<>());
        if (times.size() == MOST && now - times.getFirst() < LATELY.toNanos()) {
            throw new InferenceException(Phrase.of(
                    "Running %s is put off for some minutes: it has ended the process that runs networks %s times in a short while. Try another form of the network or smaller data; Problems tells what happened.",
                    named(network), 2 * MOST));
        }
    }

    /** What a user is told of a network that a process died of twice. */
    static InferenceException twice(String network, Death death) {
        Phrase reason =
                switch (death.kind()) {
                    case OUT_OF_MEMORY ->
                        Phrase.of(
                                "memory ran out. Close other programs, or use fewer samples at a time or a smaller network");
                    case HUNG -> Phrase.of("it did nothing any more. Try again, or another form of the network");
                    default ->
                        Phrase.of(
                                "it crashed, which is a fault in the runtime or a file that it cannot bear. Try another form of"
                                        + " the network, such as another operator set or format");
                };
        Phrase told = Phrase.of(
                "Running %s ended the process that runs networks twice: %s. The program and the project are unharmed.",
                named(network), reason);
        return new InferenceException(death.detail().isEmpty() ? told : Phrase.of("%s (%s)", told, death.detail()));
    }

    private static Phrase named(String network) {
        return network.isEmpty() ? Phrase.of("the network") : Phrase.of("'%s'", network);
    }
}
