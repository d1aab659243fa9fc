package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.bitwright.model.Phrase;

/** Takes external data into the model itself. */
final class InlinedWeights {
    private InlinedWeights() {}

    static ModelProto of(OnnxDocument document) throws IOException {
        return document.sources().areEmpty()
                ? document.proto()
                : TensorEdit.apply(document.proto(), tensor -> inlined(tensor, document));
    }

    /** Takes in what another reader gives, and leaves external data where they are. */
    static ModelProto given(ModelProto messages, OnnxDocument document) throws IOException {
        return document.sources().given().isEmpty()
                ? messages
                : TensorEdit.apply(
                        messages, tensor -> TensorSources.isGiven(tensor) ? inlined(tensor, document) : tensor);
    }

    private static TensorProto inlined(TensorProto tensor, OnnxDocument document) throws IOException {
        if (tensor.getDataLocation() != TensorProto.DataLocation.EXTERNAL) {
            return tensor;
        }
        StoredTensor stored = StoredTensor.of(
                tensor, document.file(), document.sources(), Phrase.of("tensor %s", Quoted.name(tensor.getName())));
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(stored.bytes().size()));
        stored.bytes().read(0, bytes);
        return ConstantSites.withoutValues(tensor)
                .setRawData(UnsafeByteOperations.unsafeWrap(bytes.array()))
                .build();
    }
}
