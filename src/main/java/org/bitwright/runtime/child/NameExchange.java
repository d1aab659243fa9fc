package org.bitwright.runtime.child;

import java.io.IOException;
import org.bitwright.runtime.session.InferenceException;

/** Asks a child process what it runs networks with. */
final class NameExchange implements Exchange<String> {
    @Override
    public void send(Line line, Call call) throws IOException {
        line.out().begin(Word.NAME);
        line.send();
    }

    @Override
    public String answer(Line line) throws IOException, InferenceException {
        Answers.expect(Word.NAMED, line.receive(), line.in());
        return line.in().getText();
    }
}
