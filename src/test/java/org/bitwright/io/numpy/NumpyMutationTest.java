package org.bitwright.io.numpy;

import java.nio.file.Path;
import java.util.List;
import org.bitwright.fuzz.ByteMutation;
import org.bitwright.fuzz.FuzzTarget;
import org.bitwright.fuzz.MutationTest;
import org.bitwright.fuzz.Wrapped;

class NumpyMutationTest extends MutationTest {
    @Override
    protected List<FuzzTarget> targets(Path folder) {
        byte[] big = NumpyTensorsTest.npy(">f4", true, "(2, 3)", new byte[24]);
        byte[] half = NumpyTensorsTest.npy("<f2", false, "(4,)", new byte[8]);
        ByteMutation words = ByteMutation.with("'shape'", "True", ">f8", "L", "(", ")", "|O", "9999999999");
        return List.of(
                new FuzzTarget(
                        "NPY as weights",
                        "w.npy",
                        List.of(big, half),
                        words,
                        file -> NumpyTensorsTest.all(NumpyTensors.readNpy(file))),
                new FuzzTarget(
                        "NPZ as weights",
                        "w.npz",
                        List.of(NumpyTensorsTest.npz(false), NumpyTensorsTest.npz(true)),
                        Wrapped.zip(name -> true, words),
                        file -> NumpyTensorsTest.all(NumpyTensors.readNpz(file))),
                new FuzzTarget(
                        "NPZ archive as weights",
                        "w.npz",
                        List.of(NumpyTensorsTest.npz(false), NumpyTensorsTest.npz(true)),
                        words,
                        file -> NumpyTensorsTest.all(NumpyTensors.readNpz(file))));
    }
}
