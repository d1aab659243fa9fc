package org.bitwright.project;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bitwright.export.ChangeFit;
import org.bitwright.model.Edge;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.GranuleLayout;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;

/** Whether a configuration is one of this model. */
final class ConfigFit {
    private ConfigFit() {}

    /** Why not, in a user's words; empty where it fits. */
    static Optional<Phrase> misfit(OnnxDocument document, QuantConfig config) {
        return layerMisfit(document, config).or(() -> edgeMisfit(document.model(), config));
    }

    private static Optional<Phrase> edgeMisfit(Model model, QuantConfig config) {
        Set<String> edges = model.edges().stream().map(Edge::name).collect(Collectors.toSet());
        return config.activations().keySet().stream()
                .filter(edge -> !edges.contains(edge))
                .findFirst()
                .map(edge -> Phrase.of("the model has no activation '%s' that could be quantized", edge));
    }

    private static Optional<Phrase> layerMisfit(OnnxDocument document, QuantConfig config) {
        for (Map.Entry<String, TensorConfig> choice : config.layers().entrySet()) {
            Optional<Layer> layer = document.model().layer(choice.getKey());
            if (layer.isEmpty()) {
                return Optional.of(Phrase.of("the model has no layer '%s'", choice.getKey()));
            }
            Granularity granularity = choice.getValue().granularity();
            int granules = GranuleLayout.of(layer.get(), granularity).granules();
            if (choice.getValue().manual().keySet().stream().anyMatch(granule -> granule < 0 || granule >= granules)) {
                return Optional.of(beyond(granularity, granules, choice.getKey()));
            }
            Optional<Phrase> change = ChangeFit.misfit(document, layer.get(), choice.getValue());
            if (change.isPresent()) {
                return change.map(reason -> Phrase.of("layer '%s': %s", choice.getKey(), reason));
            }
        }
        return Optional.empty();
    }

    private static Phrase beyond(Granularity granularity, int granules, String layer) {
        if (granularity.isTensor()) {
            return Phrase.of("a range is set by hand beyond the %s range of layer '%s'", granules, layer);
        }
        return granularity.isChannel()
                ? Phrase.of("a range is set by hand beyond the %s channels of layer '%s'", granules, layer)
                : Phrase.of("a range is set by hand beyond the %s groups of layer '%s'", granules, layer);
    }
}
