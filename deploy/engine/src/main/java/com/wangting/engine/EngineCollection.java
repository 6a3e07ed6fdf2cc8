package com.wangting.engine;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.h2.mvstore.MVMap;

import com.wangting.engine.View.IndexView;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoCollection;
import de.bwaldvogel.mongo.backend.ArrayFilters;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;
import de.bwaldvogel.mongo.exception.IndexBuildFailedException;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.Oplog;

/**
 * A collection whose writers take turns and whose readers wait for nobody: they read the last complete view.
 * The logic of the commands stays upstream's; this class stores, finds and counts.
 */
final class EngineCollection extends AbstractMongoCollection<Object> {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BUILD_STEP = 5000;

    private final Store store;
    private final MVMap<byte[], byte[]> rows;
    private final ReentrantLock lock = new ReentrantLock();
    private final ScanStats.Counters stats;
    private volatile View view;
    private Frame frame;

    EngineCollection(MongoDatabase database, String name, CollectionOptions options, CursorRegistry cursors,
                     Store store, MVMap<byte[], byte[]> rows) {
        super(database, name, options, cursors);
        this.store = store;
        this.rows = rows;
        this.stats = store.stats().of(getFullName());
        publish();
    }

    MVMap<byte[], byte[]> rows() {
        return rows;
    }

    ScanStats.Counters stats() {
        return stats;
    }

    /** The last complete state; within a write of this thread, the state so far. */
    View view() {
        return lock.isHeldByCurrentThread() ? snapshot() : view;
    }

    void publish() {
        view = snapshot();
    }

    private View snapshot() {
        List<IndexView> indexes = new ArrayList<>();
        for (Index<Object> index : getIndexes()) {
            if (index instanceof SortedIndex sorted) {
                indexes.add(new IndexView(sorted, sorted.map().flushAndGetRoot(), sorted.flags()));
            }
        }
        return new View(rows.flushAndGetRoot(), store.hasPlainIds(rows.getName()), indexes);
    }

    private <T> T write(Supplier<T> operation) {
        store.durability().enterWith(lock);
        try {
            return operation.get();
        } finally {
            if (lock.getHoldCount() == 1) {
                publish();
                if (frame != null) {
                    store.durability().append(frame);
                    frame = null;
                }
            }
            lock.unlock();
            store.durability().leave();
        }
    }

    private void write(Runnable operation) {
        write(() -> {
            operation.run();
            return null;
        });
    }

    private void record(byte[] position, byte[] row) {
        if (frame == null) {
            frame = new Frame(getFullName());
        }
        frame.add(position, row);
    }

    // --- storing ---

    @Override
    protected Object addDocumentInternal(Document document) {
        Position position = newPosition(document);
        byte[] row = Bson.encode(document);
        if (rows.putIfAbsent(position.key(), row) != null) {
            throw new DuplicateKeyError(this, "_id_ dup key: { " + getIdField() + " }");
        }
        record(position.key(), row);
        return position;
    }

    private Position newPosition(Document document) {
        if (getIdField() == null) {
            byte[] key = new byte[16];
            RANDOM.nextBytes(key);
            return new Position(key);
        }
        KeyCodec.Encoded id = KeyCodec.encode(document.get(getIdField()));
        if (!id.plain()) {
            store.markOddIds(rows.getName());
        }
        return new Position(id.bytes());
    }

    @Override
    protected void removeDocument(Object position) {
        byte[] key = ((Position) position).key();
        rows.remove(key);
        record(key, null);
    }

    @Override
    protected void handleUpdate(Object position, Document oldDocument, Document newDocument) {
        byte[] key = ((Position) position).key();
        byte[] row = Bson.encode(newDocument);
        rows.put(key, row);
        record(key, row);
    }

    /** Applies a row of the journal; the row may already be there. */
    void replay(byte[] key, byte[] row) {
        Position position = new Position(key);
        byte[] old = rows.get(key);
        if (Arrays.equals(old, row)) {
            return;
        }
        Document oldDocument = old == null ? null : Bson.decode(old);
        Document newDocument = row == null ? null : Bson.decode(row);
        for (Index<Object> index : getIndexes()) {
            if (oldDocument != null) {
                index.remove(oldDocument);
            }
            if (newDocument != null) {
                index.add(newDocument, position, this);
            }
        }
        if (row == null) {
            rows.remove(key);
        } else {
            if (getIdField() != null && !KeyCodec.encode(newDocument.get(getIdField())).plain()) {
                store.markOddIds(rows.getName());
            }
            rows.put(key, row);
        }
    }

    @Override
    protected Document getDocument(Object position) {
        byte[] row = rows.get(((Position) position).key());
        return row == null ? null : Bson.decode(row);
    }

    @Override
    protected boolean tracksDataSize() {
        return false; // would encode each document a second time
    }

    @Override
    protected void updateDataSize(int sizeDelta) {
        // not tracked
    }

    @Override
    protected int getDataSize() {
        return 0;
    }

    // --- finding ---

    @Override
    protected QueryResult queryDocuments(Document query, Document orderBy, int skip, int limit, int batchSize,
                                         Document projection) {
        if (batchSize <= 0) {
            Iterator<Document> documents = find(query, orderBy, skip, limit, projection);
            return new QueryResult(() -> documents); // read once, and only as far as needed
        }
        return store.cursors().open(cursorRegistry, batchSize, () -> find(query, orderBy, skip, limit, projection));
    }

    Iterator<Document> find(Document query, Document orderBy, long skip, long limit, Document projection) {
        return Finder.find(view(), stats, getIdField(), query, orderBy, skip, limit, projection);
    }

    @Override
    protected QueryResult matchDocuments(Document query, Document orderBy, int skip, int limit, int batchSize,
                                         Document projection) {
        return queryDocuments(query, orderBy, skip, limit, batchSize, projection);
    }

    @Override
    protected Stream<DocumentWithPosition<Object>> streamAllDocumentsWithPosition() {
        return rows.entrySet().stream()
            .map(row -> new DocumentWithPosition<>(Bson.decode(row.getValue()), new Position(row.getKey())));
    }

    @Override
    public int count() {
        return (int) Math.min(Integer.MAX_VALUE, view().size());
    }

    @Override
    public boolean isEmpty() {
        return view().size() == 0;
    }

    @Override
    public int count(Document query, int skip, int limit) {
        long most = limit < -1 ? -(long) limit : Math.max(0, limit); // -1: upstream's sign for "no limit"
        long count = Finder.count(view(), stats, getIdField(), query, skip, most);
        return (int) Math.min(Integer.MAX_VALUE, count);
    }

    // --- writing: one operation at a time ---

    @Override
    public void addDocument(Document document) {
        write(() -> super.addDocument(document));
    }

    @Override
    public void addDocuments(Stream<Document> documents) {
        write(() -> super.addDocuments(documents));
    }

    @Override
    public Document findAndModify(Document query) {
        return write(() -> super.findAndModify(query));
    }

    @Override
    public List<Document> insertDocuments(List<Document> documents, boolean isOrdered) {
        return write(() -> super.insertDocuments(documents, isOrdered));
    }

    @Override
    public int deleteDocuments(Document selector, int limit, Oplog oplog) {
        return write(() -> super.deleteDocuments(selector, limit, oplog));
    }

    @Override
    public Document updateDocuments(Document selector, Document update, ArrayFilters arrayFilters, boolean isMulti,
                                    boolean isUpsert, Oplog oplog) {
        return write(() -> super.updateDocuments(selector, update, arrayFilters, isMulti, isUpsert, oplog));
    }

    @Override
    public void removeDocument(Document document) {
        write(() -> super.removeDocument(document));
    }

    @Override
    public void renameTo(MongoDatabase newDatabase, String newCollectionName) {
        write(() -> super.renameTo(newDatabase, newCollectionName));
    }

    // --- indexes ---

    @Override
    public void addIndex(Index<Object> index) {
        write(() -> {
            boolean known = getIndexes().stream().anyMatch(other -> other.getName().equals(index.getName()));
            if (!known && index instanceof SortedIndex sorted && !sorted.isBuilt()) {
                build(sorted);
                store.durability().requireCheckpoint();
            }
            super.addIndex(index);
        });
    }

    private void build(SortedIndex index) {
        index.clear();
        try {
            int step = 0;
            for (Iterator<DocumentWithPosition<Object>> all = streamAllDocumentsWithPosition().iterator(); all.hasNext();) {
                DocumentWithPosition<Object> next = all.next();
                index.checkAdd(next.getDocument(), this);
                index.add(next.getDocument(), next.getPosition(), this);
                if (++step % BUILD_STEP == 0) {
                    store.durability().pause();
                }
            }
            index.markBuilt();
        } catch (MongoServerError e) {
            index.clear();
            throw new IndexBuildFailedException(e, this);
        }
    }

    @Override
    public void dropIndex(String indexName) {
        write(() -> {
            super.dropIndex(indexName);
            store.durability().requireCheckpoint();
        });
    }
}
