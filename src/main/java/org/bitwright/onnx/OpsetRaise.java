package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Declares a newer version of the standard operators where every operator of the model keeps its meaning in it. */
public final class OpsetRaise {
    private OpsetRaise() {}

    /** Version of the standard operators that a document uses; 0 where it uses none of them. */
    public static int opset(OnnxDocument document) {
        return ModelCheck.opset(document.proto());
    }

    /**
     * The operators that stand in the way of a version, each type once with the name of its first operator: their
     * meaning changed after the model's version. Empty where it can be raised, or need not be. Functions of the model's
     * own have operator sets of their own, which must agree: they stand in the way too.
     *
     * @param version up to 21
     */
    public static List<String> obstacles(OnnxDocument document, int version) {
        int from = opset(document);
        if (version <= from) {
            return List.of();
        }
        Map<String, String> first = new LinkedHashMap<>();
        document.graph().operators().stream()
                .filter(node -> !OpsetChanges.keepsMeaning(node, from, version))
                .forEach(node -> first.putIfAbsent(node.type(), node.type() + " '" + node.name() + "'"));
        return Stream.concat(
                        first.values().stream(),
                        document.proto().getFunctionsList().stream()
                                .map(FunctionProto::getName)
                                .map(name -> "function " + Quoted.name(name)))
                .toList();
    }

    /**
     * The document with this version declared, or as it is where it has that or a newer one.
     *
     * @throws IllegalArgumentException if there are {@link #obstacles}
     */
    public static OnnxDocument raise(OnnxDocument document, int version) throws IOException {
        List<String> obstacles = obstacles(document, version);
        if (!obstacles.isEmpty()) {
            throw new IllegalArgumentException(
                    "operator set " + version + " gives another meaning to " + String.join(", ", obstacles));
        }
        if (version <= opset(document)) {
            return document;
        }
        ModelProto proto = document.proto();
        ModelProto.Builder raised = proto.toBuilder().clearOpsetImport();
        raised.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(version));
        proto.getOpsetImportList().stream()
                .filter(set -> !PlacedNode.isStandard(set.getDomain()))
                .forEach(raised::addOpsetImport);
        raised.setIrVersion(Math.max(proto.getIrVersion(), irVersion(version)));
        if (proto.getIrVersion() < GraphAddition.INPUTS_WITHOUT_INITIALIZERS) {
            unlistInitializers(raised);
        }
        return document.with(raised.build());
    }

    /** The IR version that came with a version of the operators (ONNX, docs/Versioning.md). */
    private static long irVersion(int opset) {
        return opset >= 21 ? 10 : opset >= 19 ? 9 : opset >= 15 ? 8 : opset >= 13 ? 7 : 3;
    }

    /** An initializer that is also an input is a constant until IR version 3, a default that callers may replace later. */
    private static void unlistInitializers(ModelProto.Builder model) {
        Set<String> constants = model.getGraph().getInitializerList().stream()
                .map(tensor -> tensor.getName())
                .collect(Collectors.toSet());
        var inputs = model.getGraph().getInputList().stream()
                .filter(input -> !constants.contains(input.getName()))
                .toList();
        model.getGraphBuilder().clearInput().addAllInput(inputs);
    }
}
