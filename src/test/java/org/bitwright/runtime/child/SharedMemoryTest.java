package org.bitwright.runtime.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Memory that two processes map: where it lies, how long, and what becomes of its files. */
class SharedMemoryTest {
    @TempDir
    Path folder;

    @Test
    void roomsAreZeroAlignedAndApart() throws IOException {
        SharedMemory memory = new SharedMemory(List.of(folder), number -> {});
        List<ByteBuffer> rooms = new ArrayList<>();
        for (int bytes : new int[] {1, 64, 65, 1000, (1 << 20) + 1, 4096}) {
            ByteBuffer room = memory.room(bytes);
            assertThat(room.remaining()).isEqualTo(bytes);
            assertThat(room.order()).isEqualTo(ByteOrder.nativeOrder());
            assertThat(Addresses.of(room) % 64).isZero();
            for (int i = 0; i < bytes; i++) {
                assertThat(room.get(i)).isZero();
            }
            rooms.add(room);
        }
        MappedSegments seen = new MappedSegments(List.of(folder));
        for (int i = 0; i < rooms.size(); i++) {
            byte mark = (byte) (i + 1);
            ByteBuffer room = rooms.get(i);
            while (room.hasRemaining()) {
                room.put(mark);
            }
            room.flip();
        }
        for (int i = 0; i < rooms.size(); i++) {
            ByteBuffer other = seen.at(
                    memory.placeOf(rooms.get(i)).orElseThrow(), rooms.get(i).remaining());
            while (other.hasRemaining()) {
                assertThat(other.get()).isEqualTo((byte) (i + 1));
            }
        }
    }

    @Test
    void partsOfRoomsAreFoundAndOtherMemoryIsNot() {
        SharedMemory memory = new SharedMemory(List.of(folder), number -> {});
        ByteBuffer room = memory.room(1000);
        Place place = memory.placeOf(room).orElseThrow();
        assertThat(memory.placeOf(room.slice(100, 50))).contains(new Place(place.segment(), place.offset() + 100));
        assertThat(memory.placeOf(room.duplicate().position(8)))
                .contains(new Place(place.segment(), place.offset() + 8));
        assertThat(memory.placeOf(ByteBuffer.allocateDirect(8))).isEmpty();
    }

    @Test
    void aRoomLivesAsLongAsWhatIsDerivedFromIt() throws InterruptedException {
        CountDownLatch gone = new CountDownLatch(1);
        SharedMemory memory = new SharedMemory(List.of(folder), number -> gone.countDown());
        FloatBuffer derived = memory.room(2 << 20)
                .slice(64, 1 << 20)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        System.gc();
        assertThat(gone.await(100, TimeUnit.MILLISECONDS)).isFalse();
        derived.put(0, 1);
        assertThat(derived.get(0)).isEqualTo(1);

        derived = FloatBuffer.allocate(1);
        for (int i = 0; i < 50 && gone.getCount() > 0; i++) {
            System.gc();
            gone.await(100, TimeUnit.MILLISECONDS);
        }
        assertThat(gone.getCount()).isZero();
        assertThat(derived.get(0)).isZero();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theNextFolderIsTakenWhereOneHasNoRoom() {
        SharedMemory memory = new SharedMemory(List.of(folder.resolve("missing"), folder), number -> {});
        assertThat(memory.room(10).remaining()).isEqualTo(10);
        SharedMemory none = new SharedMemory(List.of(folder.resolve("missing")), number -> {});
        assertThatThrownBy(() -> none.room(10)).isInstanceOf(OutOfMemoryError.class);
    }

    /** Rooms that nobody reaches go one after the other, and the first of them need not be enough. */
    @Test
    void memoryIsWaitedForAsLongAsMoreIsGivenBack() {
        SharedMemory memory = new SharedMemory(List.of(folder), this::createdWithinLimit, number -> {}, () -> {});
        for (int i = 0; i < 8; i++) {
            assertThat(memory.room(1 << 20).remaining()).isEqualTo(1 << 20);
        }

        assertThat(memory.room(8 << 20).remaining()).isEqualTo(8 << 20);
    }

    /** What the other process maps takes room on a disk though its name is gone. */
    @Test
    void theOtherProcessIsAskedToUnmapWhereThereIsNoRoom() {
        AtomicBoolean asked = new AtomicBoolean();
        SharedMemory memory = new SharedMemory(
                List.of(folder),
                (place, number, bytes) -> {
                    if (!asked.get()) {
                        throw new IOException("it is mapped");
                    }
                    return SegmentFile.create(place, number, bytes);
                },
                number -> {},
                () -> asked.set(true));

        assertThat(memory.room(10).remaining()).isEqualTo(10);
    }

    @Test
    void whatIsHeldIsNotWaitedFor() {
        SharedMemory memory = new SharedMemory(List.of(folder), this::createdWithinLimit, number -> {}, () -> {});
        ByteBuffer held = memory.room(2 << 20);

        assertThatThrownBy(() -> memory.room(8 << 20))
                .isInstanceOf(SharedMemoryFull.class)
                .hasMessageContaining("8388608 bytes");
        held.put(0, (byte) 1);
        assertThat(held.get(0)).isEqualTo((byte) 1);
    }

    /** Looking for rooms that nobody reaches, and waiting for them, takes a third of a second and more. */
    @Test
    void afterARefusalMemoryIsWaitedForAgainOnlyWhenSomeWasGivenBackOrLessIsEnough() throws InterruptedException {
        AtomicInteger waits = new AtomicInteger();
        CountDownLatch given = new CountDownLatch(1);
        SharedMemory memory = new SharedMemory(
                List.of(folder), this::createdWithinLimit, number -> given.countDown(), waits::incrementAndGet);
        ByteBuffer small = memory.room(1 << 20);
        ByteBuffer large = memory.room(4 << 20);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> memory.room(6 << 20)).isInstanceOf(SharedMemoryFull.class);
            assertThat(waits).hasValue(1);
        }
        assertThatThrownBy(() -> memory.room(5 << 20)).isInstanceOf(SharedMemoryFull.class);
        assertThat(waits).as("less than was refused may be there").hasValue(2);
        assertThat(large.put(0, (byte) 1).get(0)).isEqualTo((byte) 1);

        small = ByteBuffer.allocate(1);
        for (int i = 0; i < 50 && given.getCount() > 0; i++) {
            System.gc();
            given.await(100, TimeUnit.MILLISECONDS);
        }
        assertThatThrownBy(() -> memory.room(7 << 20)).isInstanceOf(SharedMemoryFull.class);
        assertThat(waits).as("a room was given back").hasValue(3);
        assertThat(small.get(0)).isZero();
        assertThat(large.get(0)).isEqualTo((byte) 1);
    }

    /** As on a disk of 8 MB. */
    private SegmentFile createdWithinLimit(Path place, int number, int bytes) throws IOException {
        long used = 0;
        try (Stream<Path> files = Files.list(place)) {
            for (Path file : files.toList()) {
                used += Files.size(file);
            }
        }
        if (used + bytes > 8 << 20) {
            throw new IOException("the disk is full");
        }
        return SegmentFile.create(place, number, bytes);
    }

    @Test
    void segmentsThatAreGoneAreUnmappedWhenAsked() throws IOException {
        SharedMemory memory = new SharedMemory(List.of(folder), number -> {});
        ByteBuffer room = memory.room(1 << 20);
        Place place = memory.placeOf(room).orElseThrow();
        MappedSegments seen = new MappedSegments(List.of(folder));
        WeakReference<ByteBuffer> mapped = new WeakReference<>(seen.at(place, 1 << 20));

        seen.forget(place.segment());
        seen.unmap();

        assertThat(mapped.get()).isNull();
        assertThatThrownBy(() -> seen.at(new Place(place.segment() + 1, 0), 1)).isInstanceOf(ProtocolException.class);
        assertThat(room.capacity()).isEqualTo(1 << 20);
    }

    @Test
    void stretchesThatAreGivenBackJoin() {
        Arena arena = new Arena(new SegmentFile(folder.resolve("x"), 1), 300);
        assertThat(arena.take(100)).hasValue(0);
        assertThat(arena.take(100)).hasValue(100);
        assertThat(arena.take(100)).hasValue(200);
        assertThat(arena.take(1)).isEqualTo(OptionalInt.empty());
        arena.giveBack(0, 100);
        arena.giveBack(200, 100);
        assertThat(arena.take(101)).isEqualTo(OptionalInt.empty());
        arena.giveBack(100, 100);
        assertThat(arena.isEmpty()).isTrue();
        assertThat(arena.take(300)).hasValue(0);
    }

    /** A thread that still starts a process then is to end quietly, and not with an error that nobody can help. */
    @Test
    void afterTheEndThereIsNoRoomButNoLackOfMemoryEither() {
        SharedMemory memory = new SharedMemory(List.of(folder), number -> {});
        memory.close();
        assertThatThrownBy(() -> memory.room(8)).isInstanceOf(CancellationException.class);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void foldersAreTheUsersAloneAndGoWithTheProgram() throws IOException {
        Workplace workplace = Workplace.in(Set.of(folder));
        Path made = workplace.forFiles();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
        Files.writeString(made.resolve("left"), "x");
        workplace.close();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatAKilledProgramLeftIsRemovedButNotWhatOneUsesOrOthersMade() throws IOException {
        Path left = folder.resolve("bitwright-inference-1");
        Path fresh = folder.resolve("bitwright-inference-2");
        Path other = folder.resolve("somebody-else");
        for (Path each : List.of(left, fresh, other)) {
            Files.createDirectory(each);
            Files.writeString(each.resolve("lock"), "");
            Files.writeString(each.resolve("memory-1"), "x");
        }
        for (Path each : List.of(left, other)) {
            Files.setLastModifiedTime(each, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        }
        try (Workplace ours = Workplace.in(Set.of(folder))) {
            Files.setLastModifiedTime(
                    ours.forFiles(), FileTime.from(Instant.now().minus(Duration.ofHours(1))));
            try (Workplace second = Workplace.in(Set.of(folder))) {
                assertThat(left).doesNotExist();
                assertThat(fresh).exists();
                assertThat(other).exists();
                assertThat(ours.forFiles()).exists();
                assertThat(second.forFiles()).exists();
            }
        }
    }
}
