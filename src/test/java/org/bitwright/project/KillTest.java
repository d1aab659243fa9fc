package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bitwright.task.Job;
import org.bitwright.task.JobExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program is killed at random moments while somebody works with it: the project is readable every time, as the old or
 * the new state, nobody is kept from it, and unsaved work is offered exactly where there is some. {@code
 * -Dbitwright.kills=N} says how often; the seed is told, and {@code -Dbitwright.kill.seed=N} repeats it, though not the
 * same moments.
 */
class KillTest {
    private static final int LANES = 2;

    @TempDir
    private Path folder;

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void killedProgramLosesNothingThatWasSavedOrKept() throws Exception {
        int kills = Integer.getInteger("bitwright.kills", 20);
        long seed = Long.getLong("bitwright.kill.seed", System.nanoTime());
        List<KilledProgram> programs = new ArrayList<>();
        try (JobExecutor executor = new JobExecutor()) {
            List<Job<Integer>> lanes = new ArrayList<>();
            for (int i = 0; i < LANES; i++) {
                KilledProgram program =
                        new KilledProgram(Files.createDirectory(folder.resolve("lane" + i)), seed + i);
                programs.add(program);
                int share = kills / LANES + (i < kills % LANES ? 1 : 0);
                lanes.add(executor.submit("kills", (progress, cancel) -> {
                    for (int k = 0; k < share; k++) {
                        program.killOnce();
                    }
                    return share;
                }));
            }
            int survived = 0;
            for (Job<Integer> lane : lanes) {
                survived += lane.result().get();
            }
            assertThat(survived).isEqualTo(kills);
        }
        for (KilledProgram program : programs) {
            program.tidyUp();
        }
        int saves = programs.stream().mapToInt(KilledProgram::saves).sum();
        int offered = programs.stream().mapToInt(KilledProgram::offered).sum();
        System.out.println(kills + " kills survived, " + saves + " savings between them, unsaved work offered after "
                + offered + " of them (seed " + seed + ")");
    }
}
