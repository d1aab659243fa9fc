package org.bitwright.optimize;

import org.bitwright.model.Phrase;

/**
 * What an improvement did to one layer.
 *
 * @param before how far the layer's output in the quantized network lies from the float network's, before
 * @param after the same afterwards
 * @param note why the layer was left alone, in a user's words; empty where it was not
 */
public record ImprovedLayer(String name, OutputError before, OutputError after, Phrase note) {
    public boolean isChanged() {
        return note.isEmpty();
    }
}
