package org.bitwright.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.bitwright.quant.BinaryGrid;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.Grid;
import org.bitwright.quant.LevelTable;
import org.bitwright.quant.NvFp4Grid;
import org.bitwright.quant.TableGrid;
import org.bitwright.quant.TernaryGrid;
import org.bitwright.quant.UniformGrid;

/** The exact numbers of grids as configurations tell them, for readers that are not Bitwright. */
final class GridJson {
    private GridJson() {}

    /** @param grids of one layer: all of one kind */
    static void put(ObjectNode node, List<Grid> grids) {
        Grid first = grids.get(0);
        if (first instanceof UniformGrid) {
            ArrayNode scales = node.putArray("scale");
            ArrayNode zeroPoints = node.putArray("zero_point");
            for (Grid grid : grids) {
                UniformGrid uniform = (UniformGrid) grid;
                scales.add((double) uniform.scale());
                zeroPoints.add(uniform.zeroPoint());
            }
        } else if (first instanceof BinaryGrid) {
            ArrayNode alphas = node.putArray("alpha");
            grids.forEach(grid -> alphas.add((double) ((BinaryGrid) grid).alpha()));
        } else if (first instanceof TernaryGrid) {
            ArrayNode alphas = node.putArray("alpha");
            grids.forEach(grid -> alphas.add((double) ((TernaryGrid) grid).alpha()));
            ArrayNode thresholds = node.putArray("threshold");
            grids.forEach(grid -> thresholds.add((double) ((TernaryGrid) grid).threshold()));
        } else if (first instanceof FloatGrid single && single.type().bits() == 16) {
            return;
        } else if (first instanceof FloatGrid) {
            ArrayNode scales = node.putArray("scale");
            grids.forEach(grid -> scales.add((double) ((FloatGrid) grid).scale()));
        } else if (first instanceof NvFp4Grid nv) {
            node.put("tensor_scale", (double) nv.tensorScale());
            ArrayNode scales = node.putArray("block_scale");
            grids.forEach(grid -> scales.add((double) ((NvFp4Grid) grid).blockScale()));
        } else if (first instanceof TableGrid table && table.table().equals(LevelTable.NF4)) {
            ArrayNode scales = node.putArray("scale");
            grids.forEach(grid -> scales.add((double) ((TableGrid) grid).scale()));
        } else if (first instanceof TableGrid) {
            putCodebooks(node.putArray("codebook"), grids);
        }
    }

    private static void putCodebooks(ArrayNode codebooks, List<Grid> grids) {
        for (Grid grid : grids) {
            ArrayNode levels = codebooks.addArray();
            for (int i = 0; i < grid.levels(); i++) {
                levels.add((double) grid.level(i));
            }
        }
    }
}
