package org.bitwright.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bitwright.model.Layer;
import org.bitwright.project.Project;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.target.NetworkPreset;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A preset by its name: of weights alone, or of a whole network. */
record PresetOption(Optional<Preset> weights, Optional<NetworkPreset> network) {
    static final String NAMES = "float, int8-channel, int8-tensor, int8-narrow, int4-channel-mse, int4-group32,"
            + " int16-tensor, fp8-e4m3, mxfp4, nvfp4, nf4, codebook-16, ternary, binary, article";
    static final String NETWORKS = "w8a8, w8a8-dynamic, w4a16-group32, w4a8, w8a8-tflite, int16x8, w8a8-tensorrt, fp8";

    QuantConfig appliedTo(Project project) {
        List<String> all = project.model().layers().stream().map(Layer::name).toList();
        return network.isPresent()
                ? project.choices().withPreset(network.get(), true)
                : project.choices().withPreset(weights.orElseThrow(), all, true);
    }

    /** For picocli. */
    static final class Converter implements ITypeConverter<PresetOption> {
        @Override
        public PresetOption convert(String text) {
            Optional<Preset> weights = Arrays.stream(Preset.values())
                    .filter(preset -> preset.id().equals(text))
                    .findFirst();
            PresetOption option = new PresetOption(weights, NetworkPreset.byId(text));
            if (option.weights().isEmpty() && option.network().isEmpty()) {
                throw new TypeConversionException("there is no preset '" + text + "'; there are: "
                        + Stream.concat(
                                        Arrays.stream(Preset.values()).map(Preset::id),
                                        Arrays.stream(NetworkPreset.values()).map(NetworkPreset::id))
                                .collect(Collectors.joining(", ")));
            }
            return option;
        }
    }
}
