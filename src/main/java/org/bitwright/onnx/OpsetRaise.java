package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bitwright.model.Phrase;

/**
 * Takes a model to a newer version of the standard operators: declares it, and writes the operators whose form changed
 * in the new one, such as a reduction whose axes became an input. What a change of meaning leaves no form for stands in
 * the way.
 */
public final class OpsetRaise {
    private OpsetRaise() {}

    /** Version of the standard operators that a document uses; 0 where it uses none of them. */
    public static int opset(OnnxDocument document) {
        return ModelCheck.opset(document.proto());
    }

    /**
     * The operators that stand in the way of a version, each type once with the name of its first operator: their
     * meaning changed after the model's version, and no form of the newer one has the old meaning. Empty where the
     * model can be raised, or need not be. Functions of the model's own have operator sets of their own, which must
     * agree: they stand in the way too.
     *
     * @param version up to 21
     */
    public static List<Phrase> obstacles(OnnxDocument document, int version) {
        int from = opset(document);
        return version <= from ? List.of() : obstacles(document, new OpsetRewrite(document, from, version));
    }

    private static List<Phrase> obstacles(OnnxDocument document, OpsetRewrite rewrite) {
        return Stream.concat(
                        rewrite.obstacles().stream(),
                        document.proto().getFunctionsList().stream()
                                .map(FunctionProto::getName)
                                .map(name -> Phrase.of("function '%s'", Quoted.plain(name))))
                .toList();
    }

    /**
     * The document in the form of this version, or as it is where it has that or a newer one.
     *
     * @throws IllegalArgumentException if there are {@link #obstacles}
     */
    public static OnnxDocument raise(OnnxDocument document, int version) throws IOException {
        int from = opset(document);
        if (version <= from) {
            return document;
        }
        OpsetRewrite rewrite = new OpsetRewrite(document, from, version);
        List<Phrase> obstacles = obstacles(document, rewrite);
        if (!obstacles.isEmpty()) {
            throw new IllegalArgumentException(
                    "operator set " + version + " gives another meaning to " + Phrase.list(obstacles));
        }
        ModelProto proto = document.proto();
        ModelProto.Builder raised = proto.toBuilder().clearOpsetImport();
        raised.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(version));
        proto.getOpsetImportList().stream()
                .filter(set -> !PlacedNode.isStandard(set.getDomain()))
                .forEach(raised::addOpsetImport);
        raised.setIrVersion(Math.max(proto.getIrVersion(), irVersion(version)));
        raised.setGraph(rewrite.graph());
        if (proto.getIrVersion() < GraphAddition.INPUTS_WITHOUT_INITIALIZERS) {
            settleInitializers(raised, rewrite);
        }
        return document.with(raised.build());
    }

    /** The IR version that came with a version of the operators (ONNX, docs/Versioning.md). */
    private static long irVersion(int opset) {
        if (opset >= 13) {
            return opset >= 21 ? 10 : opset >= 19 ? 9 : opset >= 15 ? 8 : 7;
        }
        return opset >= 12 ? 7 : opset >= 9 ? opset - 5 : 3;
    }

    /** An initializer that is also an input is a constant until IR version 3, a default that callers may replace later. */
    private static void settleInitializers(ModelProto.Builder model, OpsetRewrite rewrite) {
        if (model.getIrVersion() < GraphAddition.INPUTS_WITHOUT_INITIALIZERS) {
            for (TensorProto added : rewrite.constants()) {
                model.getGraphBuilder().addInput(GraphInputs.of(added));
            }
            return;
        }
        Set<String> constants = model.getGraph().getInitializerList().stream()
                .map(TensorProto::getName)
                .collect(Collectors.toSet());
        var inputs = model.getGraph().getInputList().stream()
                .filter(input -> !constants.contains(input.getName()))
                .toList();
        model.getGraphBuilder().clearInput().addAllInput(inputs);
    }
}
