package org.bitwright.export;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.export.ConfigFile.EdgeEntry;
import org.bitwright.model.Model;
import org.bitwright.model.Phrase;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.Quantizer;

/**
 * The activations of a configuration file put on a model.
 *
 * @param choices by edge of the model
 * @param entries what the file says of them
 */
record EdgeImport(Map<String, ActivationConfig> choices, List<EdgeEntry> entries) {

    /** Matches activations by name. */
    static EdgeImport onto(Model model, ConfigFile file, List<Phrase> differences) {
        Map<String, ActivationConfig> choices = new LinkedHashMap<>();
        for (EdgeEntry entry : file.activations()) {
            if (model.edge(entry.name()).isPresent()) {
                choices.put(entry.name(), entry.config());
            } else {
                differences.add(Phrase.of("activation '%s' is not in this model", entry.name()));
            }
        }
        return new EdgeImport(choices, file.activations());
    }

    /**
     * Gives each activation the very grid of the file: where the calibrator finds another one today, or there are no
     * calibration data, its range becomes hand-made.
     */
    QuantConfig withGridsOfFile(QuantConfig config, ConfigImport.Planner planner, List<Phrase> differences)
            throws IOException {
        ActivationPlan today = planner.plan(config);
        QuantConfig exact = config;
        for (EdgeEntry entry : entries) {
            Optional<Quantizer> wanted = entry.grid().map(Quantizer::of);
            if (choices.containsKey(entry.name())
                    && wanted.isPresent()
                    && !wanted.get().equals(today.quantizers().get(entry.name()))) {
                Optional<ManualGrid> byHand = ActivationJson.byHand(
                        entry.config().format(), entry.grid().get());
                if (byHand.isPresent()) {
                    exact = exact.withActivation(entry.name(), entry.config().withManual(byHand));
                } else {
                    differences.add(Phrase.of("activation '%s' comes out otherwise than in the file", entry.name()));
                }
            }
        }
        return exact;
    }
}
