package com.wangting.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second engine off a folder; the system frees it when the process dies, however it dies. */
final class FolderLock implements AutoCloseable {

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @return the lock, or null when another process holds the folder */
    static FolderLock tryTake(Path dir) throws IOException {
        FileChannel channel = FileChannel.open(dir.resolve("engine.lock"),
            StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // held by this very process
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        return lock == null ? null : new FolderLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
