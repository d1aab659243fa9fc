package org.bitwright.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.nio.file.Path;
import java.util.List;
import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;
import org.bitwright.model.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphDefinitionTest {
    @TempDir
    Path folder;

    @Test
    void operatorsAreSeenInPlainValues() throws Exception {
        GraphDefinition graph = GraphDefinition.of(OnnxModels.opset(13)
                .domain("com.example", 1)
                .input("x", -1, 1, 4, 4)
                .weight("w", 2, 1, 3, 3)
                .node("Conv", "conv", "x w _", "c", "strides=[2,1]", "group=1", "auto_pad=SAME_UPPER")
                .node("com.example.Odd", "odd", "c", "y", "alpha=0.5")
                .result("y")
                .open(folder));

        assertThat(graph.opset()).isEqualTo(13);
        assertThat(graph.inputs()).extracting("name").containsExactly("x");
        GraphOperator conv = graph.operators().get(0);
        assertThat(conv.integers("strides")).containsExactly(2, 1);
        assertThat(conv.integers("pads")).isEmpty();
        assertThat(conv.integer("group", 7)).isEqualTo(1);
        assertThat(conv.integer("absent", 7)).isEqualTo(7);
        assertThat(conv.text("auto_pad", "NOTSET")).isEqualTo("SAME_UPPER");
        assertThat(conv.has(1)).isTrue();
        assertThat(conv.has(2)).isFalse();
        GraphOperator odd = graph.operators().get(1);
        assertThat(odd.shownType()).isEqualTo("com.example.Odd");
        assertThat(odd.number("alpha", 1)).isEqualTo(0.5f);
    }

    @Test
    void whatConstantOperatorsGiveAreConstants() throws Exception {
        GraphDefinition graph = GraphDefinition.of(OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w", 2)
                .constant("c", new float[] {1, 2}, 2)
                .node(literal("longs", attribute("value_ints").addAllInts(List.of(3L, -4L))))
                .node(literal("number", attribute("value_float").setF(0.25f)))
                .node("Add", "one", "x w", "a")
                .node("Add", "two", "a c", "y")
                .result("y")
                .open(folder));

        assertThat(graph.operators()).extracting(GraphOperator::name).containsExactly("one", "two");
        assertThat(graph.literals()).containsExactlyInAnyOrder("c", "longs", "number");
        assertThat(graph.constants()).containsOnlyKeys("w", "c", "longs", "number");
        assertThat(graph.constants().get("c").readFloats()).containsExactly(1, 2);
        Tensor longs = graph.constants().get("longs");
        assertThat(longs.type()).isEqualTo(ElementType.INT64);
        assertThat(longs.shape()).isEqualTo(Shape.of(2));
        Tensor number = graph.constants().get("number");
        assertThat(number.shape()).isEqualTo(Shape.of());
        assertThat(number.readFloats()).containsExactly(0.25f);
    }

    private static AttributeProto.Builder attribute(String name) {
        AttributeProto.AttributeType type =
                name.equals("value_float") ? AttributeProto.AttributeType.FLOAT : AttributeProto.AttributeType.INTS;
        return AttributeProto.newBuilder().setName(name).setType(type);
    }

    private static NodeProto literal(String output, AttributeProto.Builder attribute) {
        return NodeProto.newBuilder()
                .setOpType("Constant")
                .addOutput(output)
                .addAttribute(attribute)
                .build();
    }
}
