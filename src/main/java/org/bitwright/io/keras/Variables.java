package org.bitwright.io.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.StoredWeight;
import org.bitwright.model.Tensor;

/** What the variables of a layer are called, and along which axes their channels lie, by the layer's class. */
final class Variables {
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("dense", "Dense"),
            Map.entry("einsum_dense", "EinsumDense"),
            Map.entry("conv1d", "Conv1D"),
            Map.entry("conv2d", "Conv2D"),
            Map.entry("conv3d", "Conv3D"),
            Map.entry("conv1d_transpose", "Conv1DTranspose"),
            Map.entry("conv2d_transpose", "Conv2DTranspose"),
            Map.entry("conv3d_transpose", "Conv3DTranspose"),
            Map.entry("depthwise_conv1d", "DepthwiseConv1D"),
            Map.entry("depthwise_conv2d", "DepthwiseConv2D"),
            Map.entry("separable_conv1d", "SeparableConv1D"),
            Map.entry("separable_conv2d", "SeparableConv2D"),
            Map.entry("embedding", "Embedding"),
            Map.entry("batch_normalization", "BatchNormalization"),
            Map.entry("layer_normalization", "LayerNormalization"),
            Map.entry("group_normalization", "GroupNormalization"),
            Map.entry("lstm", "LSTM"),
            Map.entry("gru", "GRU"),
            Map.entry("simple_rnn", "SimpleRNN"),
            Map.entry("p_re_lu", "PReLU"));

    private Variables() {}

    /** The class that a group's name tells; empty for one that the user named otherwise. */
    static String typeOf(String group) {
        return TYPES.getOrDefault(group.replaceFirst("_\\d+$", ""), "");
    }

    /** Names of a layer's variables in their order, which is all that Keras 3 stores of them. */
    static List<String> names(LayerConfig layer, List<Integer> ranks) {
        List<String> known = known(layer);
        boolean product = known.isEmpty()
                && !ranks.isEmpty()
                && ranks.get(0) >= 2
                && ranks.size() <= 2
                && (ranks.size() == 1 || ranks.get(1) == 1);
        List<String> names = new ArrayList<>(product ? List.of("kernel", "bias") : known);
        for (int i = names.size(); i < ranks.size(); i++) {
            names.add(Integer.toString(i));
        }
        return names.subList(0, ranks.size());
    }

    private static List<String> known(LayerConfig layer) {
        List<String> norm = new ArrayList<>();
        if (layer.scale()) {
            norm.add("gamma");
        }
        if (layer.center()) {
            norm.add("beta");
        }
        return switch (layer.type()) {
            case "Dense",
                    "EinsumDense",
                    "Conv1D",
                    "Conv2D",
                    "Conv3D",
                    "Conv1DTranspose",
                    "Conv2DTranspose",
                    "Conv3DTranspose",
                    "DepthwiseConv1D",
                    "DepthwiseConv2D" -> List.of("kernel", "bias");
            case "SeparableConv1D", "SeparableConv2D" -> List.of("depthwise_kernel", "pointwise_kernel", "bias");
            case "Embedding" -> List.of("embeddings");
            case "PReLU" -> List.of("alpha");
            case "LayerNormalization", "GroupNormalization" -> norm;
            case "BatchNormalization" -> {
                norm.addAll(List.of("moving_mean", "moving_variance"));
                yield norm;
            }
            case "LSTM", "GRU", "SimpleRNN", "LSTMCell", "GRUCell", "SimpleRNNCell" ->
                List.of("kernel", "recurrent_kernel", "bias");
            default -> List.of();
        };
    }

    /**
     * A variable with its axes.
     *
     * @param type of its layer; empty if unknown
     * @param variable its own name, the last part of the tensor's
     * @param bias name of the layer's bias
     */
    static StoredWeight weight(Tensor tensor, String type, String variable, Optional<String> bias) {
        int rank = tensor.shape().rank();
        if (rank < 2 || !tensor.type().isWeight()) {
            return StoredWeight.plain(tensor);
        }
        if (type.equals("Embedding")) {
            return weight(tensor, 0, -1, "Gather", Optional.empty());
        }
        boolean depthwise = type.startsWith("Depthwise") || variable.equals("depthwise_kernel");
        if (depthwise && rank >= 3) {
            return weight(tensor, rank - 2, -1, "Conv", bias);
        }
        if (type.endsWith("Transpose") && rank >= 3) {
            return weight(tensor, rank - 2, rank - 1, "ConvTranspose", bias);
        }
        String op = operator(type, variable, rank);
        return weight(tensor, rank - 1, op.isEmpty() ? -1 : rank - 2, op, op.isEmpty() ? Optional.empty() : bias);
    }

    private static String operator(String type, String variable, int rank) {
        if (type.contains("Conv")) {
            return "Conv";
        }
        if (type.startsWith("LSTM") || type.startsWith("GRU")) {
            return type.replace("Cell", "");
        }
        if (type.startsWith("SimpleRNN")) {
            return "RNN";
        }
        if (!variable.endsWith("kernel")) {
            return "";
        }
        return rank == 2 ? "Gemm" : type.equals("EinsumDense") ? "Einsum" : rank <= 5 ? "Conv" : "";
    }

    private static StoredWeight weight(Tensor tensor, int channels, int inputs, String op, Optional<String> bias) {
        return new StoredWeight(
                tensor,
                OptionalInt.of(channels),
                inputs < 0 ? OptionalInt.empty() : OptionalInt.of(inputs),
                op,
                Optional.empty(),
                bias);
    }
}
