package org.bitwright.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The promise of a reader, tried with damaged files: a result, or an {@code InvalidFileException} that names the file,
 * within 10 s and within four times the file and 256 MB, and afterwards the good files still load. A subclass tells the
 * reader and some good files. The random numbers are seeded, so that a case that fails fails again.
 *
 * <p>A few hundred cases run with the other tests, 10,000 with {@code mvn -Pfuzz verify} (property
 * {@code bitwright.fuzz}). One case alone, by the number in a failure: {@code -Dbitwright.fuzz.case=NUMBER}.
 */
@ExtendWith(Tally.class)
public abstract class MutationTest {
    private static final int CASES = Integer.getInteger("bitwright.fuzz", 300);
    private static final int ONE = Integer.getInteger("bitwright.fuzz.case", -1);

    @TempDir
    private Path folder;

    /**
     * The readers, one or more.
     *
     * @param folder where the damaged files are written, for files that must lie beside them
     */
    protected abstract List<FuzzTarget> targets(Path folder) throws IOException;

    @TestFactory
    Stream<DynamicTest> whateverIsDamagedTheAnswerIsAResultOrASentence() throws IOException {
        return targets(folder).stream().map(target -> DynamicTest.dynamicTest(target.reader(), () -> attempt(target)));
    }

    private void attempt(FuzzTarget target) throws IOException {
        readGoodFiles(target);
        FuzzRun run = new FuzzRun(target, folder);
        List<String> failures = ONE >= 0 ? run.cases(ONE, ONE + 1) : run.cases(0, CASES);
        Tally.mutations(target.reader(), run.tried(), run.refused());
        assertThat(failures).isEmpty();
        readGoodFiles(target);
    }

    private void readGoodFiles(FuzzTarget target) throws IOException {
        for (byte[] seed : target.seeds()) {
            target.reading().read(Files.write(folder.resolve(target.file()), seed));
        }
    }
}
