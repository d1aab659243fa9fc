package org.bitwright.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** Reads AIMET's encodings (exports.md, 3) of any known version; nobody vouches for them. */
final class AimetFile {
    private static final int MOST_BITS = 64;
    private static final int DEPTH = 16;

    private AimetFile() {}

    /** Whether a JSON document looks like encodings. */
    static boolean is(JsonField root) {
        return root.find("activation_encodings").isPresent()
                || root.find("param_encodings").isPresent()
                || root.find("encodings").isPresent();
    }

    /** @throws InvalidFileException if the version is not known, or something is missing or of another type */
    static List<ForeignTensor> read(JsonField root) throws InvalidFileException {
        Optional<JsonField> version = root.find("version");
        if (version.isEmpty()) {
            return root.fail(Phrase.of("encodings of AIMET have a \"version\"; this reads %s", AimetVersion.all()));
        }
        String number = version.get().text();
        Optional<AimetVersion> known = AimetVersion.of(number);
        if (known.isEmpty()) {
            return version.get()
                    .fail(Phrase.of(
                            "version %s of AIMET's encodings is not known; this reads %s", number, AimetVersion.all()));
        }
        List<ForeignTensor> tensors = new ArrayList<>();
        switch (known.get()) {
            case V0_6_1 -> {
                for (JsonField part : parts(root, "activation_encodings", "param_encodings")) {
                    for (String name : part.names()) {
                        tensors.add(of061(name, part.get(name)));
                    }
                }
            }
            case V1_0_0 -> {
                for (JsonField part : parts(root, "activation_encodings", "param_encodings")) {
                    for (JsonField field : part.elements()) {
                        tensors.add(of100(field));
                    }
                }
            }
            case V2_0_0 -> {
                for (JsonField field : root.get("encodings").elements()) {
                    tensors.add(of200(field));
                }
            }
        }
        return tensors;
    }

    private static List<JsonField> parts(JsonField root, String... names) {
        List<JsonField> parts = new ArrayList<>();
        for (String name : names) {
            root.find(name).ifPresent(parts::add);
        }
        return parts;
    }

    private static ForeignTensor of061(String name, JsonField list) throws InvalidFileException {
        List<JsonField> elements = list.elements();
        if (elements.isEmpty()) {
            return list.fail(Phrase.of("an encoding is expected"));
        }
        JsonField first = elements.get(0);
        int bits = bits(first.get("bitwidth"));
        if (isFloat(first)) {
            return ForeignTensor.ofFloat(name, bits);
        }
        List<Float> scales = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        for (JsonField element : elements) {
            if (bits(element.get("bitwidth")) != bits) {
                element.fail(Phrase.of("all channels have the same width"));
            }
            scales.add(element.get("scale").real32());
            offsets.add(whole(element.get("offset")));
        }
        Optional<JsonField> symmetric = first.find("is_symmetric");
        boolean signed = symmetric.isPresent() && truth(symmetric.get());
        return new ForeignTensor(name, bits, false, signed, scales, offsets, Optional.empty(), 0, false);
    }

    private static ForeignTensor of100(JsonField field) throws InvalidFileException {
        String name = field.get("name").text();
        int bits = bits(field.get("bw"));
        if (isFloat(field)) {
            return ForeignTensor.ofFloat(name, bits);
        }
        String type = field.get("enc_type").text();
        boolean blocks = type.equals("PER_BLOCK");
        if (!blocks && !type.equals("PER_TENSOR") && !type.equals("PER_CHANNEL")) {
            return field.get("enc_type")
                    .fail(Phrase.of("'%s' is not known; this reads PER_TENSOR, PER_CHANNEL, PER_BLOCK", type));
        }
        if (field.find("zero_point_shift").isPresent()) {
            return field.get("zero_point_shift").fail(Phrase.of("levels between the integers have no place here"));
        }
        List<Float> scales = new ArrayList<>();
        for (float scale : field.get("scale").reals32()) {
            scales.add(scale);
        }
        List<Long> offsets = new ArrayList<>();
        for (JsonField offset : field.get("offset").elements()) {
            offsets.add(whole(offset));
        }
        if (scales.isEmpty() || scales.size() != offsets.size()) {
            return field.fail(Phrase.of("%s scales but %s offsets", scales.size(), offsets.size()));
        }
        int block = blocks ? (int) field.get("block_size").integer(1, Integer.MAX_VALUE) : 0;
        boolean signed = truth(field.get("is_sym"));
        return new ForeignTensor(name, bits, false, signed, scales, offsets, Optional.empty(), block, true);
    }

    private static ForeignTensor of200(JsonField field) throws InvalidFileException {
        String name = field.get("name").text();
        String type = field.get("output_dtype").text().toLowerCase(Locale.ROOT);
        int digits = type.replaceAll("[0-9]+$", "").length();
        String kind = type.substring(0, digits);
        int bits = digits == type.length() ? 0 : width(field, type.substring(digits));
        if (kind.equals("float") || kind.equals("bfloat")) {
            // bfloat16 is none of ours by this width: told as one that is not taken over
            return ForeignTensor.ofFloat(name, kind.equals("float") ? bits : 0);
        }
        if (!kind.equals("int") && !kind.equals("uint") || bits < 1) {
            return field.get("output_dtype").fail(Phrase.of("'%s' is no type of integers, such as int8", type));
        }
        if (field.find("per_block_int_scale").isPresent()) {
            return field.get("per_block_int_scale").fail(Phrase.of("scales of scales have no place here"));
        }
        boolean signed = kind.equals("int");
        List<Float> scales = new ArrayList<>();
        for (JsonField scale : flat(field.get("y_scale"), 0, new ArrayList<>())) {
            scales.add(scale.real32());
        }
        List<Long> offsets = new ArrayList<>();
        Optional<JsonField> zeroPoints = field.find("y_zero_point");
        long lowest = signed ? 1L << (bits - 1) : 0;
        if (zeroPoints.isPresent()) {
            for (JsonField zeroPoint : flat(zeroPoints.get(), 0, new ArrayList<>())) {
                offsets.add(-whole(zeroPoint) - lowest);
            }
        } else {
            scales.forEach(scale -> offsets.add(-lowest));
        }
        if (scales.isEmpty() || scales.size() != offsets.size()) {
            return field.fail(Phrase.of("%s scales but %s zero points", scales.size(), offsets.size()));
        }
        Optional<JsonField> axis = field.find("axis");
        Optional<JsonField> block = field.find("block_size");
        return new ForeignTensor(
                name,
                bits,
                false,
                signed,
                scales,
                offsets,
                axis.isPresent() ? Optional.of((int) axis.get().integer(-DEPTH, DEPTH)) : Optional.empty(),
                block.isPresent() ? (int) block.get().integer(1, Integer.MAX_VALUE) : 0,
                false);
    }

    private static int width(JsonField field, String digits) throws InvalidFileException {
        if (digits.length() <= 2 && Integer.parseInt(digits) <= MOST_BITS) {
            return Integer.parseInt(digits);
        }
        return field.get("output_dtype").fail(Phrase.of("no type is that wide"));
    }

    /** The numbers of lists in lists, in order. */
    private static List<JsonField> flat(JsonField field, int depth, List<JsonField> into) throws InvalidFileException {
        if (!field.isList()) {
            into.add(field);
        } else if (depth == DEPTH) {
            field.fail(Phrase.of("the lists are too deep"));
        } else {
            for (JsonField element : field.elements()) {
                flat(element, depth + 1, into);
            }
        }
        return into;
    }

    private static int bits(JsonField field) throws InvalidFileException {
        return (int) field.integer(1, MOST_BITS);
    }

    private static boolean isFloat(JsonField field) throws InvalidFileException {
        Optional<JsonField> type = field.find("dtype");
        return type.isPresent() && type.get().text().equalsIgnoreCase("float");
    }

    /** Version 0.6.1 writes booleans as texts, some tools not. */
    private static boolean truth(JsonField field) throws InvalidFileException {
        if (!field.isText()) {
            return field.truth();
        }
        String text = field.text();
        return text.equalsIgnoreCase("true")
                || !text.equalsIgnoreCase("false") && field.<Boolean>fail(Phrase.of("True or False is expected"));
    }

    /** A whole number, also where it was written with a decimal point. */
    private static long whole(JsonField field) throws InvalidFileException {
        double value = field.real();
        return value == Math.rint(value) && Math.abs(value) <= 1L << 33
                ? (long) value
                : field.<Long>fail(Phrase.of("a whole number is expected"));
    }
}
