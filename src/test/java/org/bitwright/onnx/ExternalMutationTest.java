package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bitwright.fuzz.ByteMutation;
import org.bitwright.fuzz.FuzzTarget;
import org.bitwright.fuzz.Mutation;
import org.bitwright.fuzz.MutationTest;
import org.bitwright.fuzz.ProtobufMutation;
import org.bitwright.fuzz.TextMutation;

/** Models whose weights lie in another file: locations, offsets and lengths above all. */
class ExternalMutationTest extends MutationTest {

    @Override
    protected List<FuzzTarget> targets(Path folder) throws IOException {
        Files.write(folder.resolve("weights.bin"), new byte[128]);
        Files.createDirectories(folder.resolve("sub"));
        Files.write(folder.resolve("sub").resolve("more.bin"), new byte[64]);
        byte[] model = OnnxModels.opset(13)
                .input("x", -1, 4)
                .initializer(external("w", "weights.bin", "0", "48"))
                .initializer(external("v", "sub/more.bin", "8", "48"))
                .node("MatMul", "one", "x w", "a")
                .node("MatMul", "two", "x v", "b")
                .node("Add", "sum", "a b", "y")
                .output("y", -1, 3)
                .proto()
                .toByteArray();
        Mutation locations = ByteMutation.with("../", "/", "\\", "C:", "\0", "//", "./", "9", "-");
        return List.of(new FuzzTarget(
                "ONNX external data",
                "damaged.onnx",
                List.of(model),
                Mutation.oneOf(new ProtobufMutation(), new ProtobufMutation(), locations, new TextMutation()),
                file -> OnnxMutationTest.read(file, folder)));
    }

    private static TensorProto external(String name, String location, String offset, String length) {
        return TensorProto.newBuilder()
                .setName(name)
                .setDataType(1)
                .addDims(4)
                .addDims(3)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(entry("location", location))
                .addExternalData(entry("offset", offset))
                .addExternalData(entry("length", length))
                .build();
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
