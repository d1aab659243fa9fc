package org.bitwright.runtime.child;

import java.io.IOException;
import java.util.OptionalLong;
import org.bitwright.runtime.session.InferenceException;

/**
 * Has a thread of a child process join a round of an order. It answers how many nanoseconds its runs took, with their
 * outputs where they were to go, or that one failed.
 */
final class OrderExchange implements Exchange<OptionalLong> {
    private final ChildOrder order;
    private final long session;
    private final long round;
    private final boolean isKnown;

    /** @param isKnown whether the process was told what the order is */
    OrderExchange(ChildOrder order, long session, long round, boolean isKnown) {
        this.order = order;
        this.session = session;
        this.round = round;
        this.isKnown = isKnown;
    }

    @Override
    public void send(Line line, Call call) throws IOException {
        Outgoing out = line.out().begin(Word.JOIN).put(call.number()).put(session);
        out.put(order.number()).put(round).put((byte) (isKnown ? 0 : 1));
        if (!isKnown) {
            line.scratch().begin();
            order.put(out, line.scratch());
        }
        line.send();
    }

    @Override
    public OptionalLong answer(Line line) throws IOException, InferenceException {
        Word answer = line.receive();
        if (answer == Word.FAILED) {
            return OptionalLong.empty();
        }
        Answers.expect(Word.DONE, answer, line.in());
        return OptionalLong.of(line.in().getLong());
    }
}
