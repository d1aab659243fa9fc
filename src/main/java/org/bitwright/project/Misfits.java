package org.bitwright.project;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.QuantConfig;

/** Refuses a project file that speaks of what its model does not have. */
final class Misfits {
    private final Path file;
    private final OnnxDocument document;

    private Misfits(Path file, OnnxDocument document) {
        this.file = file;
        this.document = document;
    }

    /**
     * @param file which messages name
     * @throws InvalidFileException naming the first configuration, or layer that was measured, that does not fit
     */
    static void refuse(Path file, SavedWork work, OnnxDocument document) throws InvalidFileException {
        Misfits misfits = new Misfits(file, document);
        misfits.refuse(Phrase.of("configuration"), work.config());
        for (Variant variant : work.variants()) {
            misfits.refuse(Phrase.of("variant '%s'", variant.name()), variant.config());
        }
        misfits.refuse(work.results().explored());
        misfits.refuse(work.training().configs());
        for (String layer : work.results().layers()) {
            if (document.model().layer(layer).isEmpty()) {
                throw new InvalidFileException(file, Phrase.of("the model has no layer '%s'", layer));
            }
        }
    }

    private void refuse(Map<QuantConfig, Phrase> places) throws InvalidFileException {
        for (Map.Entry<QuantConfig, Phrase> place : places.entrySet()) {
            refuse(place.getValue(), place.getKey());
        }
    }

    private void refuse(Phrase place, QuantConfig config) throws InvalidFileException {
        Optional<Phrase> misfit = ConfigFit.misfit(document, config);
        if (misfit.isPresent()) {
            throw new InvalidFileException(file, place, misfit.get());
        }
    }
}
