package org.bitwright.runtime.child;

import java.io.IOException;
import org.bitwright.runtime.session.InferenceException;

/** A request and what is answered to it, on one line. */
interface Exchange<T> {
    /** Puts the request together and sends it; does not wait. */
    void send(Line line, Call call) throws IOException;

    /** Waits for the answer. */
    T answer(Line line) throws IOException, InferenceException;
}
