package org.bitwright.io.torch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.razorvine.pickle.Opcodes;
import org.bitwright.model.Tensor;

/** Writes the pickle of a state dict, protocol 2, as {@code torch.save} does: an ordered table of whole storages. */
final class PickleWriter {
    private static final int PROTOCOL = 2;
    private static final int MAX_UNSIGNED16 = 0xFFFF;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private PickleWriter() {}

    /** @param tensors of types that PyTorch has storages for; tensor i lies in storage {@code i} */
    static byte[] stateDict(List<Tensor> tensors) {
        PickleWriter writer = new PickleWriter();
        writer.op(Opcodes.PROTO);
        writer.out.write(PROTOCOL);
        writer.orderedDict();
        writer.op(Opcodes.MARK);
        for (int i = 0; i < tensors.size(); i++) {
            writer.text(tensors.get(i).name());
            writer.tensor(tensors.get(i), Integer.toString(i));
        }
        writer.op(Opcodes.SETITEMS);
        writer.op(Opcodes.STOP);
        return writer.out.toByteArray();
    }

    private void orderedDict() {
        function(AllowedFunction.ORDERED_DICT);
        op(Opcodes.EMPTY_TUPLE);
        op(Opcodes.REDUCE);
    }

    private void tensor(Tensor tensor, String key) {
        function(AllowedFunction.REBUILD_TENSOR_V2);
        op(Opcodes.MARK);
        storage(StorageType.of(tensor.type()).orElseThrow(), key, tensor.shape().elements());
        whole(0);
        extents(tensor.shape().toArray());
        extents(strides(tensor.shape().toArray()));
        op(Opcodes.NEWFALSE);
        orderedDict();
        op(Opcodes.TUPLE);
        op(Opcodes.REDUCE);
    }

    private void storage(StorageType type, String key, long elements) {
        op(Opcodes.MARK);
        text("storage");
        global(StorageType.MODULE, type.className());
        text(key);
        text("cpu");
        whole(elements);
        op(Opcodes.TUPLE);
        op(Opcodes.BINPERSID);
    }

    /** PyTorch counts an empty axis as one of one element. */
    private static long[] strides(long[] extents) {
        long[] strides = new long[extents.length];
        long stride = 1;
        for (int axis = extents.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= Math.max(1, extents[axis]);
        }
        return strides;
    }

    private void extents(long[] values) {
        op(Opcodes.MARK);
        for (long value : values) {
            whole(value);
        }
        op(Opcodes.TUPLE);
    }

    private void function(AllowedFunction function) {
        global(function.module(), function.function());
    }

    private void global(String module, String name) {
        op(Opcodes.GLOBAL);
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        op(Opcodes.BINUNICODE);
        number(bytes.length, Integer.BYTES);
        out.writeBytes(bytes);
    }

    /** A whole number from 0 on, as short as the protocol has it. */
    private void whole(long value) {
        if (value <= 0xFF) {
            op(Opcodes.BININT1);
            number(value, 1);
        } else if (value <= MAX_UNSIGNED16) {
            op(Opcodes.BININT2);
            number(value, Short.BYTES);
        } else if (value <= Integer.MAX_VALUE) {
            op(Opcodes.BININT);
            number(value, Integer.BYTES);
        } else {
            op(Opcodes.LONG1);
            out.write(Long.BYTES);
            number(value, Long.BYTES);
        }
    }

    private void number(long value, int bytes) {
        byte[] all = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        out.write(all, 0, bytes);
    }

    private void op(short opcode) {
        out.write(opcode);
    }
}
