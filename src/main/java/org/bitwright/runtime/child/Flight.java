package org.bitwright.runtime.child;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import org.bitwright.model.Phrase;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A call that was sent and is to be waited for, once. */
final class Flight<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Flight.class);

    private final Child child;
    private final Call call;
    private final Exchange<T> exchange;
    private final Line line;
    private final CancelToken.Registration registration;

    private Flight(Child child, Call call, Exchange<T> exchange, Line line, CancelToken.Registration registration) {
        this.child = child;
        this.call = call;
        this.exchange = exchange;
        this.line = line;
        this.registration = registration;
    }

    /**
     * @throws ChildGone if the process dies, or has died before
     * @throws InferenceException if there is no room for what is to be sent
     */
    static <T> Flight<T> begin(Child child, Call call, CancelToken cancel, Exchange<T> exchange)
            throws ChildGone, InferenceException {
        child.begin(call);
        boolean begun = false;
        try (Uninterrupted quiet = new Uninterrupted()) {
            Line line = child.line();
            try {
                exchange.send(line, call);
                CancelToken.Registration registration = cancel.onCancel(() -> child.cancel(call));
                begun = true;
                return new Flight<>(child, call, exchange, line, registration);
            } finally {
                if (!begun) {
                    line.close();
                }
            }
        } catch (SharedMemoryFull e) {
            throw e.told();
        } catch (IOException e) {
            throw gone(child, e);
        } finally {
            if (!begun) {
                child.end(call);
            }
        }
    }

    /** @throws ChildGone if the process dies before it answers */
    T finish() throws ChildGone, InferenceException {
        boolean inOrder = false;
        try (Uninterrupted quiet = new Uninterrupted()) {
            T answer = exchange.answer(line);
            inOrder = true;
            return answer;
        } catch (InferenceException | CancellationException | IllegalArgumentException e) {
            // the process said so
            inOrder = true;
            throw e;
        } catch (SharedMemoryFull e) {
            // The process waits for places of its outputs until the line is closed.
            throw e.told();
        } catch (IOException e) {
            throw gone(child, e);
        } finally {
            registration.close();
            child.giveBack(line, inOrder);
            child.end(call);
        }
    }

    private static ChildGone gone(Child child, IOException failure) {
        LOG.debug("a line to the process broke", failure);
        if (failure instanceof ClosedByInterruptException) {
            // Nobody must write to the caller's memory when it has gone on.
            child.kill(Death.MEANT);
        } else if (failure instanceof ProtocolException) {
            child.kill(
                    Death.crashed(Phrase.of("it sent something that cannot be understood: %s", failure.getMessage())));
        }
        return new ChildGone(child.gone());
    }
}
