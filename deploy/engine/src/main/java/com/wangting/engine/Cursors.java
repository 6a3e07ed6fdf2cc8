package com.wangting.engine;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.h2.mvstore.MVStore;

import de.bwaldvogel.mongo.backend.AbstractCursor;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;

/**
 * Cursors that read on demand, so that a long result never lies in memory. Each pins its version of the store until it
 * is read to the end or left idle; upstream would materialise the whole result.
 */
final class Cursors {

    static final int DEFAULT_BATCH = 1000;
    private static final int MAX_BATCH_BYTES = 8 << 20;
    private static final long IDLE_NANOS = 600_000_000_000L;

    private final MVStore mvStore;
    private final ConcurrentHashMap<Long, Lazy> open = new ConcurrentHashMap<>();

    Cursors(MVStore mvStore) {
        this.mvStore = mvStore;
    }

    QueryResult open(CursorRegistry registry, int batchSize, Supplier<Iterator<Document>> query) {
        closeIdle(registry);
        MVStore.TxCounter pin = mvStore.registerVersionUsage();
        boolean kept = false;
        try {
            Iterator<Document> documents = query.get();
            List<Document> first = take(documents, batchSize);
            if (!documents.hasNext()) {
                return new QueryResult(first);
            }
            Lazy cursor = new Lazy(registry.generateCursorId(), documents, pin);
            kept = true;
            open.put(cursor.getId(), cursor);
            registry.add(cursor);
            return new QueryResult(first, cursor);
        } finally {
            if (!kept) {
                mvStore.deregisterVersionUsage(pin);
            }
        }
    }

    void killed(long id) {
        Lazy cursor = open.get(id);
        if (cursor != null) {
            cursor.release();
        }
    }

    void closeAll() {
        open.values().forEach(Lazy::release);
    }

    private void closeIdle(CursorRegistry registry) {
        long now = System.nanoTime();
        for (Lazy cursor : open.values()) {
            if (now - cursor.lastUsed > IDLE_NANOS) {
                registry.remove(cursor);
                cursor.release();
            }
        }
    }

    private static List<Document> take(Iterator<Document> documents, int count) {
        List<Document> batch = new ArrayList<>();
        long bytes = 0;
        while (batch.size() < count && bytes < MAX_BATCH_BYTES && documents.hasNext()) {
            Document document = documents.next();
            batch.add(document);
            bytes += Bson.roughSize(document);
        }
        return batch;
    }

    private final class Lazy extends AbstractCursor {

        private final Iterator<Document> documents;
        private MVStore.TxCounter pin;
        private boolean empty;
        private volatile long lastUsed = System.nanoTime();

        Lazy(long id, Iterator<Document> documents, MVStore.TxCounter pin) {
            super(id);
            this.documents = documents;
            this.pin = pin;
        }

        @Override
        public synchronized boolean isEmpty() {
            return empty;
        }

        @Override
        public synchronized List<Document> takeDocuments(int count) {
            lastUsed = System.nanoTime();
            if (empty) {
                return List.of();
            }
            List<Document> batch = take(documents, count > 0 ? count : DEFAULT_BATCH);
            if (!documents.hasNext()) {
                release();
            }
            return batch;
        }

        private synchronized void release() {
            empty = true;
            open.remove(getId());
            if (pin != null) {
                mvStore.deregisterVersionUsage(pin);
                pin = null;
            }
        }
    }
}
