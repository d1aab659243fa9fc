package org.bitwright.ui.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.bitwright.model.Glob;
import org.bitwright.ui.common.Texts;

/** Shares of zeros in some layers as they are typed, {@code fc*=90; conv1=50}: later ones win. */
final class LayerShares {
    private static final String BETWEEN = ";";

    /** What a name may have in it, as those of TFLite have, though it would end there. */
    private static final String PARTING = "[;\\r\\n]";

    private final StringProperty text = new SimpleStringProperty("");
    private final List<String> layers;

    /** @param layers names of all that there are */
    LayerShares(List<String> layers, Map<String, Double> shares) {
        this.layers = List.copyOf(layers);
        text.set(shares.entrySet().stream()
                .map(entry -> entry.getKey().replaceAll(PARTING, "?") + "=" + shown(entry.getValue()))
                .collect(Collectors.joining(BETWEEN + " ")));
    }

    private static String shown(double share) {
        NumberInput number = number("");
        number.setShare(share);
        return number.textProperty().get();
    }

    /** Per cent of weights. */
    private static NumberInput number(String typed) {
        NumberInput number = NumberInput.below(0, 100);
        number.textProperty().set(typed);
        return number;
    }

    StringProperty textProperty() {
        return text;
    }

    /** A pattern for names, and what was typed behind it. */
    private record Part(Glob names, String share) {
        static Part of(String typed) {
            int at = typed.lastIndexOf('=');
            return at < 0
                    ? new Part(new Glob(typed.strip()), "")
                    : new Part(
                            new Glob(typed.substring(0, at).strip()),
                            typed.substring(at + 1).strip());
        }
    }

    private List<Part> parts() {
        return text.get()
                .lines()
                .flatMap(line -> List.of(line.split(BETWEEN)).stream())
                .filter(typed -> !typed.isBlank())
                .map(Part::of)
                .toList();
    }

    /** Why they cannot be what they are. */
    Optional<String> fault() {
        return parts().stream().flatMap(part -> fault(part).stream()).findFirst();
    }

    private Optional<String> fault(Part part) {
        if (layers.stream().noneMatch(part.names::matches)) {
            return Optional.of(Texts.get("planFault.noLayer", part.names.text()));
        }
        return number(part.share).fault().map(reason -> Texts.get("planFault.layerShare", part.names.text(), reason));
    }

    /** By layer, of shares that can be what they are. */
    Map<String, Double> shares() {
        Map<String, Double> shares = new LinkedHashMap<>();
        for (Part part : parts()) {
            double share = number(part.share).share();
            layers.stream().filter(part.names::matches).forEach(layer -> shares.put(layer, share));
        }
        return shares;
    }
}
