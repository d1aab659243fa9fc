package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import org.bitwright.export.CodedFile;
import org.bitwright.export.CodedTensor;
import org.bitwright.export.ConfigNames;
import org.bitwright.export.ExportTarget;

/** What a file of coded weights holds. */
record CodedReport(CodedFile file) {

    void put(ObjectNode result) {
        result.put("file", file.path().toString());
        result.put("format", ExportTarget.HUFFMAN.id());
        result.put("bytes", file.bytes());
        result.put("header_bytes", file.headerBytes());
        result.put("tool", file.tool());
        result.putObject("model").put("file", file.modelFile()).put("sha256", file.modelDigest());
        ArrayNode tensors = result.putArray("tensors");
        file.tensors().forEach(tensor -> put(tensors.addObject(), tensor));
        ArrayNode constants = result.putArray("constants");
        file.constants()
                .forEach(constant ->
                        constants.addObject().put("name", constant.name()).put("values", constant.values()));
    }

    private static void put(ObjectNode node, CodedTensor tensor) {
        node.put("layer", tensor.layer());
        node.put("weight", tensor.weight());
        ArrayNode shape = node.putArray("shape");
        Arrays.stream(tensor.shape().toArray()).forEach(shape::add);
        node.put("parameters", tensor.shape().elements());
        node.put("format", ConfigNames.of(tensor.format()));
        node.put("bits", tensor.format().bits());
        node.put("granularity", ConfigNames.of(tensor.granularity()));
        node.put("bytes", tensor.bytes());
        node.put("grid_bytes", tensor.gridBytes());
        node.put("code_bytes", tensor.codeBytes());
        node.put("special_values", tensor.specials());
    }

    String text() {
        TextTable table = new TextTable(
                "lllrlrrr", "layer", "shape", "format", "bits", "per", "scales", "codes", "bits a weight");
        for (CodedTensor tensor : file.tensors()) {
            table.row(
                    tensor.layer(),
                    tensor.shape(),
                    ConfigNames.of(tensor.format()),
                    tensor.format().bits(),
                    ConfigNames.of(tensor.granularity()),
                    tensor.gridBytes(),
                    tensor.codeBytes(),
                    Figures.rounded(
                            8.0 * tensor.bytes() / Math.max(1, tensor.shape().elements())));
        }
        return file.path().getFileName() + ": coded weights of " + file.modelFile() + ", " + Figures.bytes(file.bytes())
                + ", of which " + Figures.bytes(file.headerBytes()) + " header\n" + table;
    }
}
