package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.jspecify.annotations.Nullable;

/** Checks what stands around the graph: operator sets and functions. */
final class ModelCheck {
    private static final int OLDEST = 7;
    private static final int UNBELIEVABLE = 1000;

    private ModelCheck() {}

    static void check(ModelProto model, Path file) throws InvalidFileException {
        if (!model.hasGraph()) {
            throw new InvalidFileException(file, Phrase.of("it holds no graph; it is no ONNX model, or was cut short"));
        }
        checkOperatorSets(model, file);
        checkFunctions(model, file);
    }

    /** Version of the standard operators; 0 where the model uses none of them. */
    static int opset(ModelProto model) {
        for (OperatorSetIdProto set : model.getOpsetImportList()) {
            if (PlacedNode.isStandard(set.getDomain())) {
                return (int) set.getVersion();
            }
        }
        return 0;
    }

    private static void checkOperatorSets(ModelProto model, Path file) throws InvalidFileException {
        if (model.getOpsetImportCount() == 0) {
            throw new InvalidFileException(
                    file,
                    Phrase.of(
                            "it does not say which operator set it uses (opset_import is missing), so its operators have no meaning; export the model again"));
        }
        Set<String> domains = new HashSet<>();
        for (OperatorSetIdProto set : model.getOpsetImportList()) {
            boolean standard = PlacedNode.isStandard(set.getDomain());
            if (!domains.add(standard ? "" : set.getDomain())) {
                throw new InvalidFileException(
                        file,
                        Phrase.of("operator set %s", Quoted.name(set.getDomain())),
                        Phrase.of("its version is given twice"));
            }
            if (standard && (set.getVersion() < OLDEST || set.getVersion() > UNBELIEVABLE)) {
                throw new InvalidFileException(
                        file,
                        Phrase.of(
                                "it uses operator set %s; Bitwright reads version %s and newer: convert it with onnx.version_converter",
                                set.getVersion(), OLDEST));
            }
        }
    }

    private static String key(String domain, String name) {
        return (PlacedNode.isStandard(domain) ? "" : domain) + "\n" + name;
    }

    private static void checkFunctions(ModelProto model, Path file) throws InvalidFileException {
        Map<String, FunctionProto> functions = new HashMap<>();
        for (FunctionProto function : model.getFunctionsList()) {
            String key = key(function.getDomain(), function.getName()) + "\n" + function.getOverload();
            if (functions.put(key, function) != null) {
                throw new InvalidFileException(
                        file,
                        Phrase.of("function %s", Quoted.name(function.getName())),
                        Phrase.of("the name is given twice"));
            }
        }
        Map<String, Set<String>> calls = new HashMap<>();
        functions.forEach((key, function) -> calls.put(key, calls(function, functions)));
        String circle = circle(calls);
        if (circle != null) {
            FunctionProto function = functions.get(circle);
            String name = function == null ? "" : function.getName();
            throw new InvalidFileException(
                    file,
                    Phrase.of("function %s", Quoted.name(name)),
                    Phrase.of("it calls itself, directly or through another function"));
        }
    }

    /**
     * A key from which calls lead back to it, or to one that it leads to; null where there is none. Takes away whoever
     * calls nobody that is left, each with a look at its callers alone.
     */
    private static @Nullable String circle(Map<String, Set<String>> calls) {
        Map<String, List<String>> callers = new HashMap<>();
        Map<String, Integer> open = new HashMap<>();
        Deque<String> ready = new ArrayDeque<>();
        calls.forEach((caller, called) -> {
            called.forEach(
                    key -> callers.computeIfAbsent(key, k -> new ArrayList<>()).add(caller));
            open.put(caller, called.size());
            if (called.isEmpty()) {
                ready.add(caller);
            }
        });
        while (!ready.isEmpty()) {
            String done = ready.remove();
            open.remove(done);
            for (String caller : callers.getOrDefault(done, List.of())) {
                if (open.merge(caller, -1, Integer::sum) == 0) {
                    ready.add(caller);
                }
            }
        }
        return open.isEmpty() ? null : open.keySet().iterator().next();
    }

    private static Set<String> calls(FunctionProto function, Map<String, FunctionProto> functions) {
        Set<String> called = new HashSet<>();
        Deque<Iterable<NodeProto>> bodies = new ArrayDeque<>();
        bodies.push(function.getNodeList());
        while (!bodies.isEmpty()) {
            for (NodeProto node : bodies.pop()) {
                String key = key(node.getDomain(), node.getOpType()) + "\n" + node.getOverload();
                if (functions.containsKey(key)) {
                    called.add(key);
                }
                for (AttributeProto attribute : node.getAttributeList()) {
                    if (attribute.hasG()) {
                        bodies.push(attribute.getG().getNodeList());
                    }
                    for (GraphProto graph : attribute.getGraphsList()) {
                        bodies.push(graph.getNodeList());
                    }
                }
            }
        }
        return called;
    }
}
