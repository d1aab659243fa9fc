package org.bitwright.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.bitwright.fuzz.Tally;
import org.bitwright.model.ElementType;
import org.bitwright.model.ExternalFolder;
import org.bitwright.model.Phrase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Tally.class)
class StoredTensorTest {
    @TempDir
    Path folder;

    @Test
    void typesMustBeSetAndKnown() throws IOException {
        refuse(floats().clearDataType(), "'w'", "type is not set");
        refuse(floats().setDataType(99), "unknown number 99");
        refuse(floats().setDataType(-1), "unknown number -1");
    }

    @Test
    void shapesMustBePossible() throws IOException {
        refuse(floats().clearDims().addDims(-4), "impossible", "negative extent -4");
        refuse(floats().clearDims().addDims(1L << 40).addDims(1L << 40), "impossible", "too many elements");
        refuse(floats().clearDims().addDims(Long.MAX_VALUE), "more bytes than any file");
    }

    @Test
    void dataMustBeThereOnce() throws IOException {
        refuse(floats().clearRawData(), "need 4 numbers", "has 0");
        refuse(floats().addFloatData(1), "data twice", "2 fields");
        refuse(floats().clearRawData().addAllInt64Data(List.of(1L, 2L, 3L, 4L)), "does not fit its element type");
        refuse(floats().setSegment(TensorProto.Segment.newBuilder().setEnd(4)), "segments");
    }

    @Test
    void dataMustHaveTheLengthOfTheShape() throws IOException {
        refuse(floats().setRawData(ByteString.copyFrom(new byte[15])), "need 16", "has 15", "damaged");
        refuse(floats().clearRawData().addFloatData(1), "need 4", "has 1");
        refuse(floats().setDataType(8).clearRawData().addStringData(ByteString.copyFromUtf8("a")), "need 4", "has 1");
    }

    @Test
    void externalAndOwnDataExcludeEachOther() throws IOException {
        refuse(
                floats().addExternalData(StringStringEntryProto.newBuilder()
                        .setKey("location")
                        .setValue("a")),
                "names an external file");
        refuse(
                floats().setDataLocation(TensorProto.DataLocation.EXTERNAL),
                "in the model file and in an external file");
    }

    @Test
    void everyFieldIsReadByItsType() throws IOException {
        assertThat(bytes(ElementType.FLOAT32, tensor().addFloatData(1.5f))).containsExactly(0, 0, 0xC0, 0x3F);
        assertThat(bytes(ElementType.FLOAT64, tensor().addDoubleData(-2))).containsExactly(0, 0, 0, 0, 0, 0, 0, 0xC0);
        assertThat(bytes(ElementType.INT64, tensor().addInt64Data(-2)))
                .containsExactly(0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF);
        assertThat(bytes(ElementType.UINT64, tensor().addUint64Data(258))).containsExactly(2, 1, 0, 0, 0, 0, 0, 0);
        assertThat(bytes(ElementType.UINT32, tensor().addUint64Data(258))).containsExactly(2, 1, 0, 0);
        assertThat(bytes(ElementType.INT32, tensor().addInt32Data(-2))).containsExactly(0xFE, 0xFF, 0xFF, 0xFF);
        assertThat(bytes(ElementType.INT8, tensor().addInt32Data(-2))).containsExactly(0xFE);
        assertThat(bytes(ElementType.FLOAT16, tensor().addInt32Data(0x3C00))).containsExactly(0, 0x3C);
        assertThat(bytes(ElementType.BFLOAT16, tensor().addInt32Data(0x3F80))).containsExactly(0x80, 0x3F);
        assertThat(bytes(ElementType.COMPLEX64, tensor().addFloatData(0).addFloatData(1.5f)))
                .containsExactly(0, 0, 0, 0, 0, 0, 0xC0, 0x3F);
    }

    @Test
    void halfBytesArePackedInPairs() throws IOException {
        TensorProto.Builder three = tensor().clearDims().addDims(3);
        assertThat(bytes(ElementType.INT4, three.clone().addInt32Data(0x21).addInt32Data(3)))
                .containsExactly(0x21, 3);
        refuse(three.clone().setDataType(22).addInt32Data(1).addInt32Data(2).addInt32Data(3), "need 2", "has 3");
        refuse(three.clone().setDataType(22).setRawData(ByteString.copyFrom(new byte[3])), "need 2", "has 3");
    }

    @Test
    void emptyTensorsAreLegal() throws IOException {
        assertThat(bytes(ElementType.INT64, tensor().clearDims().addDims(0))).isEmpty();
        assertThat(bytes(ElementType.FLOAT32, tensor().clearDims().addDims(0).setRawData(ByteString.EMPTY)))
                .isEmpty();
    }

    @Test
    void listedNumbersAreReadFromTheMiddle() throws IOException {
        TensorProto.Builder two =
                tensor().clearDims().addDims(2).addFloatData(1.5f).addFloatData(-2);
        StoredTensor stored = stored(two.setDataType(1).build());
        ByteBuffer middle = ByteBuffer.allocate(4);
        stored.bytes().read(2, middle);
        assertThat(middle.array()).containsExactly(0xC0, 0x3F, 0, 0);
    }

    private static TensorProto.Builder tensor() {
        return TensorProto.newBuilder().setName("w").addDims(1);
    }

    /** Four float32 values. */
    private static TensorProto.Builder floats() {
        return OnnxModels.tensor("w", ElementType.FLOAT32, OnnxModels.floats(1, 2, 3, 4), 4).toBuilder();
    }

    private void refuse(TensorProto.Builder tensor, String... words) throws IOException {
        Path file = OnnxModels.opset(13)
                .input("x", 4)
                .initializer(tensor.build())
                .node("Identity", "", "x", "y")
                .output("y", 4)
                .write(folder.resolve("model.onnx"));
        Refusal.of(file, words);
    }

    private byte[] bytes(ElementType type, TensorProto.Builder tensor) throws IOException {
        StoredTensor stored = stored(tensor.setDataType(ElementTypes.code(type)).build());
        ByteBuffer bytes = ByteBuffer.allocate((int) stored.bytes().size());
        stored.bytes().read(0, bytes);
        return bytes.array();
    }

    private StoredTensor stored(TensorProto tensor) throws IOException {
        Path file = folder.resolve("model.onnx");
        return StoredTensor.of(tensor, file, TensorSources.in(new ExternalFolder(file)), Phrase.of("tensor 'w'"));
    }
}
