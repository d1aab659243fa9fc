package org.bitwright.optimize;

import java.util.Arrays;
import org.bitwright.onnx.LayerGeometry;
import org.bitwright.runtime.Activation;

/**
 * Reads what a layer's weight is multiplied with to give one output position, in the order of the weight's columns. Zeros
 * stand where a kernel reaches beyond the input.
 */
final class PatchReader {
    private final LayerGeometry geometry;
    private final Activation input;
    private final int height;
    private final int width;
    private final int columnsOfOutput;

    PatchReader(LayerGeometry geometry, Activation input) {
        this.geometry = geometry;
        this.input = input;
        long[] shape = input.shape();
        boolean convolves = geometry instanceof LayerGeometry.Convolution;
        height = convolves && shape.length == 4 ? (int) shape[2] : 1;
        width = convolves ? (int) shape[shape.length - 1] : 1;
        columnsOfOutput =
                geometry instanceof LayerGeometry.Convolution convolution ? convolution.positions(1, width) : 1;
    }

    /** Number of output positions of one sample. */
    static int positions(LayerGeometry geometry, Activation input) {
        if (geometry instanceof LayerGeometry.Convolution convolution) {
            PatchReader reader = new PatchReader(geometry, input);
            return convolution.positions(0, reader.height) * reader.columnsOfOutput;
        }
        return input.sampleSize() / geometry.columns();
    }

    /** Reads the patch of an output position, numbered row by row, into {@code into} from {@code at} on. */
    void read(int sample, int position, int group, float[] into, int at) {
        int start = sample * input.sampleSize();
        if (geometry instanceof LayerGeometry.Convolution convolution) {
            convolve(convolution, start, position, group, into, at);
        } else {
            System.arraycopy(input.values(), start + position * geometry.columns(), into, at, geometry.columns());
        }
    }

    private void convolve(
            LayerGeometry.Convolution convolution, int start, int position, int group, float[] into, int at) {
        int top = position / columnsOfOutput * convolution.strides().get(0) - convolution.padBefore(0, height);
        int left = position % columnsOfOutput * convolution.strides().get(1) - convolution.padBefore(1, width);
        int next = at;
        for (int channel = 0; channel < convolution.inputChannels(); channel++) {
            int plane = start + (group * convolution.inputChannels() + channel) * height * width;
            for (int kernelRow = 0; kernelRow < convolution.kernel().get(0); kernelRow++) {
                int row = top + kernelRow * convolution.dilations().get(0);
                int count = convolution.kernel().get(1);
                if (row < 0 || row >= height) {
                    Arrays.fill(into, next, next + count, 0f);
                } else {
                    readRow(plane + row * width, left, convolution.dilations().get(1), count, into, next);
                }
                next += count;
            }
        }
    }

    private void readRow(int line, int left, int dilation, int count, float[] into, int at) {
        for (int i = 0; i < count; i++) {
            int column = left + i * dilation;
            into[at + i] = column < 0 || column >= width ? 0f : input.values()[line + column];
        }
    }
}
