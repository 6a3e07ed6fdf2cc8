package com.wangting.engine;

import java.util.List;

import org.h2.mvstore.MVMap;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;

/** The index of _id is the tree of the documents itself, which is sorted by encoded _id: nothing to keep twice. */
final class IdIndex extends Index<Object> {

    private final MVMap<byte[], byte[]> rows;

    IdIndex(String name, List<IndexKey> keys, MVMap<byte[], byte[]> rows) {
        super(name, keys, false);
        this.rows = rows;
    }

    private static Position positionOf(Document document) {
        return new Position(KeyCodec.bytes(document.get("_id")));
    }

    @Override
    public Object getPosition(Document document) {
        Position position = positionOf(document);
        return rows.containsKey(position.key()) ? position : null;
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Object> collection) {
        if (getPosition(document) != null) {
            throw new DuplicateKeyError(this, collection, getKeys(), new KeyValue(document.get("_id")));
        }
    }

    @Override
    public void add(Document document, Object position, MongoCollection<Object> collection) {
        // the document's own tree
    }

    @Override
    public Object remove(Document document) {
        return getPosition(document);
    }

    @Override
    public boolean canHandle(Document query) {
        return false; // queries go through the Planner
    }

    @Override
    public Iterable<Object> getPositions(Document query) {
        throw new UnsupportedOperationException("Queries go through the Planner.");
    }

    @Override
    public long getCount() {
        return rows.sizeAsLong();
    }

    @Override
    public boolean isEmpty() {
        return false; // never to be built
    }

    @Override
    public long getDataSize() {
        return getCount();
    }

    @Override
    public void checkUpdate(Document oldDocument, Document newDocument, MongoCollection<Object> collection) {
        // _id does not change
    }

    @Override
    public void updateInPlace(Document oldDocument, Document newDocument, Object position,
                              MongoCollection<Object> collection) {
        // _id does not change
    }

    @Override
    public void drop() {
        // the documents' tree goes with the collection
    }

    @Override
    public boolean isUnique() {
        return true;
    }
}
