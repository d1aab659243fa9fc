package org.bitwright.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bitwright.export.ConfigFiles;
import org.bitwright.export.ConfigImport;
import org.bitwright.model.Layer;
import org.bitwright.model.Preprocessing;
import org.bitwright.project.Project;
import org.bitwright.quant.QuantConfig;
import org.bitwright.task.CancelToken;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What stands before anything is measured: a configuration file or a preset, then options for activations and some layers. */
final class PresentOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "Start from this configuration: as --export config=FILE wrote it, AIMET encodings, or a TensorRT"
                            + " calibration cache.")
    Optional<Path> config = Optional.empty();

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            converter = PresetOption.Converter.class,
            description = "Start from a preset of weights: " + PresetOption.NAMES
                    + " (default: int8-tensor); or of weights and activations: " + PresetOption.NETWORKS + ".")
    Optional<PresetOption> preset = Optional.empty();

    @Option(
            names = "--set",
            paramLabel = "GLOB:key=value,…",
            converter = SetOption.Converter.class,
            description = "Choose for the layers or activations whose names match; repeatable, later ones win. Keys of"
                    + " layers: " + SetOption.KEYS + "; of activations: " + SetOption.ACTIVATION_KEYS + ".")
    List<SetOption> sets = List.of();

    @Mixin
    private final ActivationOptions activations = new ActivationOptions();

    /** How inputs are made, as the configuration file says. */
    Optional<Preprocessing> preprocessing() throws IOException {
        return config.isPresent() ? ConfigFiles.preprocessing(config.get()) : Optional.empty();
    }

    /** Makes the configuration that the options ask for the project's. */
    void applyTo(Project project, WorkCommand command, CancelToken cancel) throws IOException {
        applyTo(project, LayerChoice.none(), command, cancel);
    }

    /** @param everywhere for all layers, before what is said of some */
    void applyTo(Project project, LayerChoice everywhere, WorkCommand command, CancelToken cancel) throws IOException {
        QuantConfig next = project.config();
        if (config.isPresent()) {
            ConfigImport read = project.choices().read(config.get(), cancel);
            read.differences().forEach(difference -> command.warn(config.get().getFileName() + ": " + difference));
            next = read.config();
        }
        List<String> all = project.model().layers().stream().map(Layer::name).toList();
        if (preset.isPresent()) {
            next = preset.get().appliedTo(project);
        }
        if (activations.areGiven() && !project.hasNetwork()) {
            throw command.usage(
                    "there are no activations to quantize: " + project.model().fileName()
                            + " holds weights without a network; join them to one with --graph FILE or --stack LAYERS");
        }
        try {
            next = edited(project, next, all, everywhere);
            next = activations.appliedTo(next, project.model());
            for (SetOption set : sets) {
                next = edited(project, next, set);
            }
        } catch (IllegalArgumentException e) {
            throw command.usage(String.valueOf(e.getMessage()));
        }
        project.edit("Options of the command line", next);
    }

    private static QuantConfig edited(Project project, QuantConfig config, SetOption set) {
        QuantConfig next = set.choice().isEmpty()
                ? config
                : edited(project, config, set.names().layersOf(project.model()), set.choice());
        return set.activation().isEmpty()
                ? next
                : next.editActivations(set.names().edgesOf(project.model()), set.activation()::appliedTo);
    }

    private static QuantConfig edited(Project project, QuantConfig config, List<String> names, LayerChoice choice) {
        QuantConfig next = config;
        for (String name : names) {
            Layer layer = project.model().layer(name).orElseThrow();
            next = next.with(name, choice.appliedTo(next.of(name), layer));
        }
        return next;
    }
}
