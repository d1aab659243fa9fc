package org.bitwright.io.torch;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * The few functions that a state dict calls, made of inert values: none of PyTorch's code is behind them.
 *
 * <p>Each throws {@link IllegalArgumentException} where its arguments are not what PyTorch writes.
 */
enum AllowedFunction {
    /** An ordered table; items follow as instructions of their own. */
    ORDERED_DICT("collections", "OrderedDict", arguments -> {
        expect(arguments.length == 0, Phrase.of("a table with arguments"));
        return new LinkedHashMap<Object, Object>();
    }),
    /** storage, offset, extents, strides. */
    REBUILD_TENSOR("torch._utils", "_rebuild_tensor", arguments -> {
        expect(arguments.length == 4, Phrase.of("a tensor of %s arguments", arguments.length));
        return tensor(arguments);
    }),
    /** The same with whether it wants a gradient, backward hooks and, in some versions, metadata. */
    REBUILD_TENSOR_V2("torch._utils", "_rebuild_tensor_v2", arguments -> {
        expect(arguments.length == 6 || arguments.length == 7, Phrase.of("a tensor of %s arguments", arguments.length));
        // a conjugate or negative view holds other numbers than its storage
        expect(arguments.length == 6 || isEmpty(arguments[6]), Phrase.of("a conjugate or negative view"));
        return tensor(arguments);
    }),
    /** tensor, whether it wants a gradient, backward hooks. */
    REBUILD_PARAMETER("torch._utils", "_rebuild_parameter", arguments -> {
        expect(
                arguments.length == 3 && arguments[0] instanceof TensorView,
                Phrase.of("a parameter that holds no tensor"));
        return arguments[0];
    });

    private final String module;
    private final String name;
    private final Function<Object[], Object> body;

    AllowedFunction(String module, String name, Function<Object[], Object> body) {
        this.module = module;
        this.name = name;
        this.body = body;
    }

    String module() {
        return module;
    }

    String function() {
        return name;
    }

    Object call(Object[] arguments) {
        return body.apply(arguments);
    }

    static Optional<AllowedFunction> of(String module, String name) {
        return Arrays.stream(values())
                .filter(function -> function.module.equals(module) && function.name.equals(name))
                .findFirst();
    }

    private static TensorView tensor(Object[] arguments) {
        if (arguments[0] instanceof StorageReference storage) {
            return new TensorView(storage, whole(arguments[1]), wholes(arguments[2]), wholes(arguments[3]));
        }
        throw new RefusedException(Phrase.of("a tensor without a storage"));
    }

    /** @throws RefusedException if the value is no whole number */
    static long whole(@Nullable Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw new RefusedException(Phrase.of("something in the place of a whole number"));
    }

    private static long[] wholes(@Nullable Object value) {
        if (value instanceof Object[] tuple) {
            return Arrays.stream(tuple).mapToLong(AllowedFunction::whole).toArray();
        }
        throw new RefusedException(Phrase.of("something in the place of a list of extents"));
    }

    private static boolean isEmpty(@Nullable Object value) {
        return value == null
                || value instanceof Map<?, ?> map && map.isEmpty()
                || value instanceof List<?> list && list.isEmpty();
    }

    private static void expect(boolean holds, Phrase found) {
        if (!holds) {
            throw new RefusedException(found);
        }
    }
}
