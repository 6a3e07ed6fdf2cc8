package com.wangting.engine;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files that hold what was written since the last checkpoint of the store: journal-1, journal-2, … A checkpoint
 * starts a new one; those before it are deleted once the store is safely on disk.
 */
final class Journal {

    private static final String PREFIX = "journal-";

    private final Path dir;
    private final boolean fsync;
    private FileChannel channel;
    private long generation;
    private long size;

    Journal(Path dir, boolean fsync) {
        this.dir = dir;
        this.fsync = fsync;
    }

    void replayFrom(long firstGeneration, Frame.Replay replay) throws IOException {
        for (long number : generations()) {
            if (number >= firstGeneration) {
                Path file = file(number);
                long length = Files.size(file);
                try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
                    while (Frame.replayNext(in, length, replay)) {
                        // next frame
                    }
                }
            }
        }
    }

    void startGeneration(long number) throws IOException {
        if (channel != null) {
            channel.close();
        }
        channel = FileChannel.open(file(number), StandardOpenOption.CREATE, StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
        generation = number;
        size = 0;
    }

    void deleteBefore(long number) throws IOException {
        for (long old : generations()) {
            if (old < number) {
                Files.deleteIfExists(file(old));
            }
        }
    }

    void write(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        size += bytes.length;
        if (fsync) {
            channel.force(false);
        }
    }

    long generation() {
        return generation;
    }

    long size() {
        return size;
    }

    void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    List<Long> generations() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString())
                .filter(name -> name.matches(PREFIX + "\\d+"))
                .map(name -> Long.valueOf(name.substring(PREFIX.length())))
                .sorted()
                .toList();
        }
    }

    private Path file(long number) {
        return dir.resolve(PREFIX + number);
    }
}
