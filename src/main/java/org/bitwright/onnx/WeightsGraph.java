package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.bitwright.model.Phrase;
import org.bitwright.model.StoredWeight;
import org.bitwright.model.Tensor;
import org.bitwright.model.TensorBytes;
import org.bitwright.model.WeightFile;

/** The messages of a graph that holds constants and nothing else. */
final class WeightsGraph {
    static final Phrase NO_NETWORK =
            Phrase.of("it holds weights without a network, which cannot be run; join them to one: to an"
                    + " ONNX file of the network, or as a stack of dense layers");

    /** Of the latest file format that changes nothing for constants. */
    private static final int IR_VERSION = 8;

    private static final int OPSET = 17;

    private WeightsGraph() {}

    static ModelProto of(WeightFile weights) {
        GraphProto.Builder graph = GraphProto.newBuilder().setName("weights");
        for (StoredWeight weight : weights.weights()) {
            Tensor tensor = weight.tensor();
            graph.addInitializer(GivenConstant.of(tensor.name(), tensor.type(), tensor.shape()));
        }
        return model(graph);
    }

    static ModelProto model(GraphProto.Builder graph) {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph)
                .build();
    }

    static GivenTensors given(WeightFile weights) throws IOException {
        Map<String, TensorBytes> bytes = new HashMap<>();
        weights.weights()
                .forEach(weight ->
                        bytes.put(weight.tensor().name(), weight.tensor().bytes()));
        return GivenTensors.of(bytes, weights);
    }
}
