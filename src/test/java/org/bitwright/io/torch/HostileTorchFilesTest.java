package org.bitwright.io.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import org.bitwright.fuzz.BadFile;
import org.bitwright.fuzz.Tally;
import org.bitwright.io.torch.TorchFiles.Pickle;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every bad file is answered with a message in a user's words, none freezes, and the next good file loads. */
@Timeout(60)
@ExtendWith(Tally.class)
class HostileTorchFilesTest {
    private static final long[] TWO = {2};
    private static final long[] ONE = {1};
    private static final Map<String, byte[]> TWO_FLOATS = Map.of("0", TorchFiles.floats(ByteOrder.LITTLE_ENDIAN, 1, 2));

    @TempDir
    private Path folder;

    @AfterEach
    void theNextGoodFileLoads() throws IOException {
        assertThat(TorchReader.read(Path.of("sample-models", "model.pth")).tensors())
                .hasSize(4);
    }

    private void refused(byte[] file, String... words) throws IOException {
        Path path = Files.write(folder.resolve("bad.pth"), file);
        BadFile.refused("PyTorch", path, TorchReader::read, words);
    }

    private void refused(Pickle pickle, String... words) throws IOException {
        refused(TorchFiles.archive(pickle.stop(), TWO_FLOATS), words);
    }

    @ParameterizedTest
    @CsvSource({
        "posix, system",
        "builtins, eval",
        "__builtin__, exec",
        "builtins, getattr",
        "os, popen",
        "torch.hub, load",
        "torch, load",
        "torch, UntypedStorage.from_file",
        "collections, OrderedDict.fromkeys",
        // what the library itself would make objects of
        "datetime, datetime",
        "decimal, Decimal",
        "array, array",
        "operator, attrgetter",
        "_codecs, encode",
        "exceptions, Exception"
    })
    void whatWouldHaveToBeRunIsRefusedByName(String module, String name) throws IOException {
        String named = "'" + module + "." + name + "'";

        refused(
                TorchFiles.pickle()
                        .global(module, name)
                        .mark()
                        .text("touch x")
                        .op('t')
                        .op('R'),
                named,
                "state_dict");
        refused(TorchFiles.pickle().text(module).text(name).raw(0x93).op(')').op('R'), named);
    }

    @Test
    void aGlobalThatIsOnlyNamedIsRefusedToo() throws IOException {
        refused(TorchFiles.pickle().table().text("w").global("posix", "system").op('s'), "'posix.system'");
    }

    @Test
    void namesThatTurnTheDirectionOfTextAreEscaped() throws IOException {
        refused(TorchFiles.pickle().text("os\u202e").text("x\n").raw(0x93), "'os\\u202e.x\\u000a'");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {'i', 'o', 0x81, 0x92, 0x82, 0x83, 0x84, 'P', 'V', 'S', 'F', 'I', 'L', 0x8B, 0x97, '0', '1', '2', 255
            })
    void instructionsThatNoStateDictNeedsAreRefused(int opcode) throws IOException {
        refused(
                TorchFiles.pickle().mark().raw(opcode).text("1\n"),
                "data.pkl",
                "0x" + Integer.toHexString(opcode),
                "none that a state dict needs");
    }

    @Test
    void callingATextIsRefused() throws IOException {
        refused(TorchFiles.pickle().text("posix.system").op(')').op('R'), "called that is no function");
    }

    @Test
    void attributesOfATensorAreRefused() throws IOException {
        refused(
                TorchFiles.pickle()
                        .tensor("FloatStorage", "0", 2, 0, TWO, ONE)
                        .table()
                        .op('b'),
                "attributes",
                "no table");
    }

    @Test
    void conjugateViewsAreRefusedSinceTheirStorageHoldsOtherNumbers() throws IOException {
        Pickle pickle = TorchFiles.pickle()
                .table()
                .text("w")
                .global("torch._utils", "_rebuild_tensor_v2")
                .mark();
        pickle.storage("FloatStorage", "0", 2)
                .whole(0)
                .wholes(2)
                .wholes(1)
                .raw(0x89)
                .orderedTable();
        pickle.table().text("neg").raw(0x88).op('s').op('t').op('R').op('s');

        refused(pickle, "conjugate or negative");
    }

    @Test
    void textsLongerThanAnyNameAreRefusedBeforeTheyAreRead() throws IOException {
        refused(TorchFiles.pickle().op('X').number(0x7FFFFFFF, 4), "2147483647 bytes");
        refused(TorchFiles.pickle().op('X').number(-1, 4), "4294967295 bytes");
        refused(TorchFiles.pickle().raw(0x8D).number(-1, 8), "-1 bytes");
    }

    @Test
    void endlessInstructionsAreRefused() throws IOException {
        byte[] pickle = new byte[2_100_000];
        Arrays.fill(pickle, (byte) 'N');
        refused(TorchFiles.archive(pickle, TWO_FLOATS), "more instructions or values");

        byte[] pushed = new byte[2_100_000];
        Arrays.fill(pushed, (byte) '}');
        refused(TorchFiles.archive(pushed, TWO_FLOATS), "more instructions or values");
    }

    @Test
    void aPickleThatUnpacksToTooMuchIsRefused() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("m/data.pkl", new byte[40 << 20]);
        refused(TorchFiles.zip(entries, ZipEntry.DEFLATED), "data.pkl", "33554432 bytes");
    }

    @Test
    void tablesThatHoldThemselvesAreRefused() throws IOException {
        refused(
                TorchFiles.pickle().table().raw('q', 0).text("a").raw('h', 0).op('s'),
                "nested too deep, or in themselves");
        refused(TorchFiles.pickle().op(']').raw('q', 0).raw('h', 0).op('a'), "nested too deep, or in themselves");
    }

    @Test
    void tablesThatMultiplyAreRefused() throws IOException {
        Pickle pickle = TorchFiles.oneTensor(2, 0, TWO, ONE).raw('q', 0);
        for (int level = 1; level <= 40; level++) {
            pickle.table()
                    .mark()
                    .text("a")
                    .raw('h', level - 1)
                    .text("b")
                    .raw('h', level - 1)
                    .items()
                    .raw('q', level);
        }
        refused(pickle, "nested too deep");
    }

    @Test
    void keysThatAreTablesAreRefused() throws IOException {
        refused(TorchFiles.pickle().table().op(']').op('N').op('s'), "a key that is neither a text nor a number");
    }

    @Test
    void valuesInTheWrongPlaceAreRefused() throws IOException {
        refused(TorchFiles.pickle().text("x").text("a").text("b").op('s'), "no table");
        refused(TorchFiles.pickle().table().mark().text("a").items(), "a key without a value");
        refused(TorchFiles.pickle().text("x").op('Q'), "no storage");
        refused(TorchFiles.pickle().op('t'), "its pickle is damaged");
        refused(TorchFiles.pickle().op('s'), "its pickle is damaged");
        refused(TorchFiles.pickle().raw('h', 7), "its pickle is damaged");
        refused(TorchFiles.pickle().raw(0x80, 77), "its pickle is damaged");
        refused(TorchFiles.pickle().orderedTable(), "it holds no tensors");
    }

    @ParameterizedTest
    @CsvSource({
        "2, 0, 3, 1, beyond its storage",
        "2, 1, 2, 1, beyond its storage",
        "2, 0, 2, 2, beyond its storage",
        "2, -1, 2, 1, beyond its storage",
        "2, 0, 2, -1, impossible",
        "2, 0, -2, 1, impossible",
        "2, 0, 9223372036854775807, 9223372036854775807, impossible",
        "2, 9223372036854775807, 2, 1, impossible",
        // one number seen 2^40 times
        "2, 0, 1099511627776, 0, larger than this file can be",
        "3, 0, 2, 1, should hold 3 elements",
        "-1, 0, 2, 1, should hold -1 elements",
        "4611686018427387906, 0, 2, 1, should hold 4611686018427387906 elements"
    })
    void viewsThatLeaveTheirStorageAreRefused(long elements, long offset, long extent, long stride, String words)
            throws IOException {
        refused(TorchFiles.oneTensor(elements, offset, new long[] {extent}, new long[] {stride}), "tensor 'w'", words);
    }

    @Test
    void shapesThatOverflowAreRefused() throws IOException {
        refused(TorchFiles.oneTensor(2, 0, new long[] {1L << 32, 1L << 32}, new long[] {0, 0}), "impossible");
        refused(TorchFiles.oneTensor(2, 0, new long[] {1L << 62}, new long[] {0}), "more than any file has");
        refused(TorchFiles.oneTensor(2, 0, new long[] {2}, new long[] {1, 1}), "1 extents and 2 strides");
    }

    @Test
    void manyViewsOfOneStorageAddUp() throws IOException {
        Pickle pickle = TorchFiles.pickle().table().mark();
        for (int i = 0; i < 3; i++) {
            pickle.text("w" + i).tensor("FloatStorage", "0", 2, 0, new long[] {20_000_000}, new long[] {0});
        }
        refused(pickle.items(), "tensor 'w2'", "larger than this file can be");
    }

    @Test
    void storagesThatAreNotThereAreNamed() throws IOException {
        refused(
                TorchFiles.pickle()
                        .table()
                        .text("w")
                        .tensor("FloatStorage", "../../etc/passwd", 2, 0, TWO, ONE)
                        .op('s'),
                "tensor 'w'",
                "no entry 'archive/data/../../etc/passwd'");
    }

    @Test
    void otherFormsAreRefusedByName() throws IOException {
        refused(new byte[0], "the file is empty");
        refused("version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.US_ASCII), "git lfs pull");
        refused("some text that was renamed".getBytes(StandardCharsets.US_ASCII), "no file of PyTorch's");
        refused(TorchFiles.pickle().table().stop(), "plain pickle");
        byte[] old = {(byte) 0x80, 2, (byte) 0x8A, 10, 0x6C, (byte) 0xFC, (byte) 0x9C, 0x46, (byte) 0xF9, 0x20};
        refused(old, "before 1.6", "torch.save");
        Map<String, byte[]> script = new LinkedHashMap<>();
        script.put("m/data.pkl", TorchFiles.pickle().table().stop());
        script.put("m/constants.pkl", TorchFiles.pickle().table().stop());
        refused(TorchFiles.zip(script, ZipEntry.STORED), "TorchScript");
        refused(TorchFiles.zip(Map.of("a.npy", new byte[3]), ZipEntry.STORED), "without the 'data.pkl'");
        refused(TorchFiles.pickle().tensor("FloatStorage", "0", 2, 0, TWO, ONE), "one tensor without a name");
        refused(
                TorchFiles.pickle()
                        .table()
                        .text("w")
                        .global("torch", "QInt8Storage")
                        .op('s'),
                "'torch.QInt8Storage'");
    }

    @Test
    void foldersAreRefused() {
        assertThatThrownBy(() -> TorchReader.read(folder)).hasMessageContaining("it is a folder");
    }

    @Test
    void twoTensorsOfOneNameAreRefused() throws IOException {
        Pickle pickle = TorchFiles.pickle().table().mark();
        pickle.text("a.b").tensor("FloatStorage", "0", 2, 0, TWO, ONE);
        pickle.text("a")
                .table()
                .text("b")
                .tensor("FloatStorage", "0", 2, 0, TWO, ONE)
                .op('s');

        refused(pickle.items(), "tensor 'a.b'", "two tensors");
    }

    /** Cut off anywhere, or with any bytes changed, a file is read or refused, and fails in no other way. */
    @Test
    void cutAndChangedFilesNeverFailInAnotherWay() throws IOException {
        byte[] good = TorchFiles.archive(TorchFiles.oneTensor(2, 0, TWO, ONE).stop(), TWO_FLOATS);
        for (int length = 0; length < good.length; length += 3) {
            readOrRefuse(Arrays.copyOf(good, length));
        }
        Random random = new Random(1);
        byte[] pickle = TorchFiles.oneTensor(2, 0, TWO, ONE).stop();
        for (int trial = 0; trial < 1000; trial++) {
            byte[] changed = pickle.clone();
            for (int i = 0; i <= random.nextInt(3); i++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            readOrRefuse(TorchFiles.archive(changed, TWO_FLOATS));
        }
    }

    private void readOrRefuse(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("fuzzed.pth"), bytes);
        try {
            for (Tensor tensor : TorchReader.read(file).tensors()) {
                if (tensor.type().isWeight()) {
                    assertThat(tensor.readFloats().length).isLessThanOrEqualTo(1 << 20);
                }
            }
        } catch (InvalidFileException e) {
            assertThat(e).hasMessageStartingWith("fuzzed.pth");
        }
    }
}
