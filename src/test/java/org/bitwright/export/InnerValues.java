package org.bitwright.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** What ONNX Runtime computes inside a written network: values are made outputs and read. */
final class InnerValues {
    private InnerValues() {}

    /** The float32 values of these names, row-major, when the network runs on one blank image. */
    static Map<String, float[]> of(Path file, Collection<String> names) throws IOException, OrtException {
        ModelProto.Builder model = ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
        TypeProto floats = TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(1))
                .build();
        names.forEach(name -> model.getGraphBuilder()
                .addOutput(ValueInfoProto.newBuilder().setName(name).setType(floats)));
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session =
                        environment.createSession(model.build().toByteArray(), new OrtSession.SessionOptions());
                OnnxTensor image = OnnxTensor.createTensor(
                        environment, FloatBuffer.wrap(new float[784]), new long[] {1, 1, 28, 28});
                OrtSession.Result result =
                        session.run(Map.of(session.getInputNames().iterator().next(), image))) {
            Map<String, float[]> values = new LinkedHashMap<>();
            for (String name : names) {
                FloatBuffer buffer = ((OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
                float[] read = new float[buffer.remaining()];
                buffer.get(read);
                values.put(name, read);
            }
            return values;
        }
    }
}
