package com.wangting.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * Makes an acknowledged write survive a killed engine. Operations run inside the gate and leave a frame; one thread
 * writes all frames that are waiting with a single flush, then lets the replies go, so clients share the flush.
 * From time to time the store itself is committed while no operation is half done, and the journal starts anew.
 */
final class Durability {

    private static final String GENERATION = "journalGeneration";
    private static final long MAX_JOURNAL = 48L << 20;
    private static final int MAX_UNSAVED = 64 << 20;
    private static final long CHECKPOINT_MILLIS = 20_000;
    private static final int COMPACT_BELOW_PERCENT = 50;
    private static final long COMPACT_FROM = 64L << 20;
    private static final int COMPACT_BYTES = 4 << 20;

    private final MVStore store;
    private final MVMap<String, Long> meta;
    private final Journal journal;
    private final boolean fsync;
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
    private final Thread thread = new Thread(this::run, "journal");
    private Runnable afterCompaction = () -> { };

    /** A reply that waits until everything up to a point of the journal is on disk. */
    private record Waiting(long upTo, Runnable reply) {
    }

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final List<Runnable> checkpointReplies = new ArrayList<>();
    private ByteArrayOutputStream frames = new ByteArrayOutputStream();
    private long appended;
    private long durable;
    private boolean checkpointWanted;
    private boolean stopped;
    private boolean changed;

    Durability(MVStore store, Path dir, boolean fsync) {
        this.store = store;
        this.fsync = fsync;
        this.meta = store.openMap("engine.meta", new MVMap.Builder<String, Long>());
        this.journal = new Journal(dir, fsync);
    }

    /** Brings back what the journal holds, makes it part of the store, and begins to take writes. */
    void recover(Frame.Replay replay) throws IOException {
        journal.replayFrom(meta.getOrDefault(GENERATION, 0L), replay);
        List<Long> old = journal.generations();
        checkpoint(old.isEmpty() ? 1 : old.get(old.size() - 1) + 1);
        thread.start();
    }

    void afterCompaction(Runnable action) {
        this.afterCompaction = action;
    }

    /** An operation holds the gate while its changes are incomplete. */
    void enter() {
        gate.readLock().lock();
    }

    void leave() {
        gate.readLock().unlock();
    }

    /** Enters the gate and takes the lock, never holding the gate while a paused builder holds the lock. */
    void enterWith(Lock lock) {
        try {
            while (true) {
                enter();
                if (lock.tryLock(50, TimeUnit.MILLISECONDS)) {
                    return;
                }
                leave();
            }
        } catch (InterruptedException e) {
            leave();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** A long build of an index lets a checkpoint pass between two steps, so that it need not fit into memory. */
    void pause() {
        if (store.getUnsavedMemory() < MAX_UNSAVED) {
            return;
        }
        int holds = gate.getReadHoldCount();
        for (int i = 0; i < holds; i++) {
            leave();
        }
        CountDownLatch passed = new CountDownLatch(1);
        requestCheckpoint(passed::countDown);
        try {
            passed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (int i = 0; i < holds; i++) {
            enter();
        }
    }

    synchronized void append(Frame frame) {
        frame.writeTo(frames);
        appended++;
        notifyAll();
    }

    /** Runs the reply once all that was appended so far is on disk; at once when it already is. */
    void whenDurable(Runnable reply) {
        synchronized (this) {
            if (durable < appended) {
                waiting.add(new Waiting(appended, reply));
                return;
            }
        }
        reply.run();
    }

    /** Changes of collections and indexes are not in the journal: the reply to them waits for a checkpoint. */
    synchronized void requireCheckpoint() {
        appended++;
        checkpointWanted = true;
        notifyAll();
    }

    private synchronized void requestCheckpoint(Runnable reply) {
        checkpointWanted = true;
        checkpointReplies.add(reply);
        notifyAll();
    }

    private void run() {
        long lastCheckpoint = System.nanoTime();
        try {
            while (true) {
                byte[] bytes;
                long upTo;
                List<Runnable> afterCheckpoint;
                boolean withCheckpoint;
                synchronized (this) {
                    if (frames.size() == 0 && !checkpointWanted && !stopped) {
                        wait(1000);
                    }
                    bytes = takeFrames();
                    upTo = appended;
                    withCheckpoint = checkpointWanted;
                    checkpointWanted = false;
                    afterCheckpoint = List.copyOf(checkpointReplies);
                    checkpointReplies.clear();
                    if (stopped && bytes.length == 0 && !withCheckpoint) {
                        return;
                    }
                }
                if (bytes.length > 0) {
                    journal.write(bytes);
                    changed = true;
                    if (!withCheckpoint) {
                        release(upTo);
                    }
                }
                long age = (System.nanoTime() - lastCheckpoint) / 1_000_000;
                if (withCheckpoint || journal.size() > MAX_JOURNAL || store.getUnsavedMemory() > MAX_UNSAVED
                    || changed && age > CHECKPOINT_MILLIS) {
                    checkpoint(journal.generation() + 1);
                    changed = false;
                    lastCheckpoint = System.nanoTime();
                    afterCheckpoint.forEach(Runnable::run);
                }
            }
        } catch (Throwable e) {
            // nothing may be acknowledged any more: the disk did not take it
            System.err.println("The engine stops, because its folder cannot be written: " + e);
            Runtime.getRuntime().halt(Launcher.EXIT_FAILED);
        }
    }

    private byte[] takeFrames() {
        byte[] bytes = frames.toByteArray();
        if (bytes.length > 1 << 20) {
            frames = new ByteArrayOutputStream();
        } else {
            frames.reset();
        }
        return bytes;
    }

    private void release(long upTo) {
        List<Runnable> ready = new ArrayList<>();
        synchronized (this) {
            durable = Math.max(durable, upTo);
            while (!waiting.isEmpty() && waiting.peek().upTo() <= durable) {
                ready.add(waiting.poll().reply());
            }
        }
        ready.forEach(Runnable::run);
    }

    private void checkpoint(long nextGeneration) throws IOException {
        long upTo;
        gate.writeLock().lock();
        try {
            byte[] rest;
            synchronized (this) {
                rest = takeFrames();
                upTo = appended;
            }
            if (rest.length > 0 && journal.generation() > 0) {
                journal.write(rest); // in case the machine fails before the store is flushed
            }
            meta.put(GENERATION, nextGeneration);
            store.commit();
            if (store.getFileStore().size() > COMPACT_FROM) {
                store.compact(COMPACT_BELOW_PERCENT, COMPACT_BYTES);
                afterCompaction.run();
            }
            journal.startGeneration(nextGeneration);
        } finally {
            gate.writeLock().unlock();
        }
        release(upTo);
        if (fsync) {
            store.sync();
        }
        journal.deleteBefore(nextGeneration);
    }

    void close() throws IOException {
        synchronized (this) {
            stopped = true;
            checkpointWanted = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        journal.close();
    }
}
