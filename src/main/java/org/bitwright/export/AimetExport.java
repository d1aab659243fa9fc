package org.bitwright.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.GroupLayout;
import org.bitwright.task.CancelToken;

/**
 * Encodings for AIMET and Qualcomm's tools in one of their versions (exports.md, 3). A scale is written as the double of
 * the same value: (q + offset) · scale, rounded to float32 once, is the workbench's own value bit for bit, since both
 * factors are exact. A tool that divides weights by scales in double precision may round ties otherwise.
 */
final class AimetExport implements Exporter {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final AimetVersion version;
    private final List<Phrase> losses = new ArrayList<>();

    AimetExport(AimetVersion version) {
        this.version = version;
    }

    @Override
    public List<Phrase> write(ExportSource source, Path file, CancelToken cancel) throws IOException {
        ParameterSet set = ParameterSet.of(source, cancel);
        losses.addAll(set.losses());
        List<String> halves = new ArrayList<>();
        Map<String, AimetEncoding> parameters = new LinkedHashMap<>();
        for (GridTensor weight : set.weights()) {
            if (isHalf(weight)) {
                halves.add(weight.name());
            } else {
                encoding(weight).ifPresent(encoding -> parameters.put(encoding.name(), encoding));
            }
        }
        source.plan().biases().values().stream()
                .map(AimetEncoding::of)
                .forEach(bias -> parameters.putIfAbsent(bias.name(), bias));
        List<AimetEncoding> activations = set.activations().stream()
                .map(this::encoding)
                .flatMap(Optional::stream)
                .toList();
        set.dynamic()
                .forEach(edge -> losses.add(Phrase.of(
                        "the activation '%s' has a range of every run's own, which encodings cannot say: it is left out.",
                        edge)));
        byte[] json = MAPPER.writerWithDefaultPrettyPrinter()
                .writeValueAsBytes(AimetJson.document(
                        version, activations, List.copyOf(parameters.values()), halves, set.floats()));
        AtomicFile.write(file, out -> {
            out.write(json);
            out.write('\n');
        });
        return losses;
    }

    /** Version 2.0.0 leaves floating-point tensors out, and so cannot tell FP16 from float. */
    private boolean isHalf(GridTensor tensor) {
        return version != AimetVersion.V2_0_0
                && tensor.grids().get(0) instanceof FloatGrid floats
                && floats.type() == FloatType.FLOAT16;
    }

    private Optional<AimetEncoding> encoding(GridTensor tensor) {
        Optional<Phrase> obstacle = obstacle(tensor);
        if (obstacle.isPresent()) {
            losses.add(Phrase.of(
                    "%s, which encodings %s cannot say%s: it is left out.",
                    tensor.label(), version.number(), obstacle.get()));
            return Optional.empty();
        }
        if (tensor.isNarrow()) {
            losses.add(Phrase.of(
                    "%s with limits that encodings cannot say: codes beyond them may be used there.", tensor.label()));
        }
        return Optional.of(AimetEncoding.of(tensor));
    }

    private Optional<Phrase> obstacle(GridTensor tensor) {
        if (!tensor.isUniform()) {
            return Optional.of(Phrase.NONE);
        }
        if (!tensor.granularity().isGroup()) {
            return Optional.empty();
        }
        if (version == AimetVersion.V0_6_1) {
            return Optional.of(Phrase.of(", having no blocks"));
        }
        Layer layer = tensor.layer().orElseThrow();
        int axis = AimetEncoding.of(tensor).axis().orElseThrow();
        GroupLayout layout = GroupLayout.of(
                layer.weight().shape(), axis, tensor.granularity().size());
        if (layout.extent() % layout.group() != 0) {
            return Optional.of(Phrase.of(" since its last blocks are short"));
        }
        boolean isMatrix = (long) layout.outer() * layout.inner() == layer.channels();
        return version == AimetVersion.V1_0_0 && !isMatrix
                ? Optional.of(Phrase.of(" since its kernel positions have blocks of their own"))
                : Optional.empty();
    }

    @Override
    public boolean isRunnable() {
        return false;
    }
}
