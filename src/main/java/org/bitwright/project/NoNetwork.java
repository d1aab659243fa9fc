package org.bitwright.project;

import java.nio.file.Path;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.runtime.session.InferenceException;

/** Says that weights alone cannot be run, and what can be done about it. */
final class NoNetwork {
    private static final Phrase REASON =
            Phrase.of("it holds weights without a network, so that nothing can be run: join them to"
                    + " an ONNX file of the network, or make a stack of dense layers of them (on the command line: --graph FILE"
                    + " or --stack LAYERS)");

    private NoNetwork() {}

    /** @throws InferenceException if there is none */
    static void refuse(OnnxDocument document) throws InferenceException {
        if (!document.hasNetwork()) {
            throw new InferenceException(sentence(document));
        }
    }

    /** @throws InvalidFileException if there is none */
    static void refuseFile(OnnxDocument document) throws InvalidFileException {
        if (!document.hasNetwork()) {
            throw new InvalidFileException(document.file(), REASON);
        }
    }

    static Phrase sentence(OnnxDocument document) {
        Path name = document.file().getFileName();
        return Phrase.of("'%s': %s.", name, REASON);
    }
}
