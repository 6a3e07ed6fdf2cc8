package com.wangting.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** The trees on disk by name, and what all collections share: durability, counters, open cursors. */
final class Store implements AutoCloseable {

    static final String ROWS = "rows/";
    static final String INDEX = "index/";
    private static final int CACHE_MB = 96;
    private static final int PAGE_BYTES = 8 * 1024;
    /** Space is used again after this; readers pin what they need for longer. */
    private static final int RETENTION_MILLIS = 10_000;
    private static final int CLOSE_MILLIS = 500;
    private static final String ODD_IDS = "oddIds/";

    private final MVStore mvStore;
    private final MVMap<String, Long> flags;
    private final Durability durability;
    private final ScanStats stats = new ScanStats();
    private final Cursors cursors;

    Store(Path dir, boolean fsync) {
        mvStore = new MVStore.Builder()
            .fileName(dir.resolve("engine.mv").toString())
            .autoCommitDisabled()
            .autoCommitBufferSize(0) // only a checkpoint commits, never in the middle of an operation
            .cacheSize(CACHE_MB)
            .pageSplitSize(PAGE_BYTES)
            .open();
        mvStore.setRetentionTime(RETENTION_MILLIS);
        flags = mvStore.openMap("engine.flags", new MVMap.Builder<String, Long>());
        durability = new Durability(mvStore, dir, fsync);
        cursors = new Cursors(mvStore);
    }

    MVStore mvStore() {
        return mvStore;
    }

    Durability durability() {
        return durability;
    }

    ScanStats stats() {
        return stats;
    }

    Cursors cursors() {
        return cursors;
    }

    MVMap<String, Long> flags() {
        return flags;
    }

    MVMap<byte[], byte[]> openRows(String fullName) {
        return mvStore.openMap(ROWS + fullName,
            new MVMap.Builder<byte[], byte[]>().keyType(Bytes.TYPE).valueType(Bytes.TYPE));
    }

    static String indexMapName(String fullName, String indexName) {
        return INDEX + fullName + "/" + indexName;
    }

    MVMap<byte[], Boolean> openIndex(String mapName) {
        return mvStore.openMap(mapName,
            new MVMap.Builder<byte[], Boolean>().keyType(Bytes.TYPE).valueType(Nothing.TYPE));
    }

    List<String> collectionNames() {
        return mvStore.getMapNames().stream()
            .filter(name -> name.startsWith(ROWS))
            .map(name -> name.substring(ROWS.length()))
            .toList();
    }

    void removeRows(MVMap<byte[], byte[]> rows) {
        flags.remove(ODD_IDS + rows.getName());
        mvStore.removeMap(rows);
    }

    /** Whether all _ids are of kinds whose encoded order is their order. */
    boolean hasPlainIds(String rowsName) {
        return !flags.containsKey(ODD_IDS + rowsName);
    }

    void markOddIds(String rowsName) {
        flags.putIfAbsent(ODD_IDS + rowsName, 1L);
    }

    void renameRows(MVMap<byte[], byte[]> rows, String newFullName) {
        Long odd = flags.remove(ODD_IDS + rows.getName());
        mvStore.renameMap(rows, ROWS + newFullName);
        if (odd != null) {
            flags.put(ODD_IDS + ROWS + newFullName, odd);
        }
    }

    @Override
    public void close() {
        cursors.closeAll();
        try {
            durability.close();
        } catch (IOException e) {
            System.err.println("The journal could not be closed: " + e);
        }
        mvStore.close(CLOSE_MILLIS);
    }
}
