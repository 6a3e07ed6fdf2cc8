package com.wangting.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.h2.mvstore.MVStore;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoDatabase;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;

/** Opens collections and indexes on our store; changes of either are made one at a time. */
final class EngineDatabase extends AbstractMongoDatabase<Object> {

    private static final Set<String> SCHEMA_COMMANDS = Set.of("create", "createindexes", "drop", "dropindexes");

    private final Store store;
    private final ReentrantLock schemaLock = new ReentrantLock();

    EngineDatabase(String name, Store store, CursorRegistry cursors) {
        super(name, cursors);
        this.store = store;
        initializeNamespacesAndIndexes();
    }

    private <T> T changeSchema(Supplier<T> change) {
        store.durability().enterWith(schemaLock);
        try {
            return change.get();
        } finally {
            schemaLock.unlock();
            store.durability().leave();
        }
    }

    private void changeSchema(Runnable change) {
        changeSchema(() -> {
            change.run();
            return null;
        });
    }

    @Override
    public Document handleCommand(Channel channel, String command, Document query, DatabaseResolver databases, Oplog oplog) {
        MVStore.TxCounter pin = store.mvStore().registerVersionUsage(); // keeps what this command's views refer to
        try {
            String name = command.toLowerCase(java.util.Locale.ROOT);
            if (SCHEMA_COMMANDS.contains(name)) {
                return changeSchema(() -> super.handleCommand(channel, command, query, databases, oplog));
            } else if (name.equals("find")) {
                query.putIfAbsent("batchSize", Cursors.DEFAULT_BATCH);
            } else if (name.equals("aggregate") && query.get(command) instanceof String collection
                && resolveCollection(collection, false) instanceof EngineCollection source) {
                return Aggregates.run(source, query, databases, this, oplog, cursorRegistry, store.cursors());
            }
            return super.handleCommand(channel, command, query, databases, oplog);
        } finally {
            store.mvStore().deregisterVersionUsage(pin);
        }
    }

    @Override
    protected MongoCollection<Object> resolveOrCreateCollection(String collectionName) {
        MongoCollection<Object> collection = resolveCollection(collectionName, false);
        return collection != null ? collection : changeSchema(() -> super.resolveOrCreateCollection(collectionName));
    }

    @Override
    public MongoCollection<Object> createCollectionOrThrowIfExists(String collectionName, CollectionOptions options) {
        return changeSchema(() -> {
            store.durability().requireCheckpoint();
            return super.createCollectionOrThrowIfExists(collectionName, options);
        });
    }

    @Override
    protected void addIndex(Document indexDescription) {
        refuseWhatIsNotAnIndexHere(indexDescription);
        changeSchema(() -> super.addIndex(indexDescription));
    }

    /** Better no index than one that quietly means something else. */
    private static void refuseWhatIsNotAnIndexHere(Document description) {
        boolean plainKeys = description.get("key") instanceof Document keys
            && keys.values().stream().allMatch(value -> value instanceof Number);
        for (String option : List.of("partialFilterExpression", "collation", "wildcardProjection")) {
            plainKeys &= !description.containsKey(option);
        }
        if (!plainKeys) {
            throw new MongoServerError(67, "CannotCreateIndex",
                "The embedded database has no partial, text, geo, hashed or collated indexes: " + description.get("name"));
        }
    }

    @Override
    protected MongoCollection<Object> openOrCreateCollection(String collectionName, CollectionOptions options) {
        String fullName = getFullCollectionNamespace(collectionName);
        return new EngineCollection(this, collectionName, options, cursorRegistry, store, store.openRows(fullName));
    }

    @Override
    protected Index<Object> openOrCreateUniqueIndex(String collectionName, String indexName, List<IndexKey> keys,
                                                    boolean sparse) {
        if (keys.size() == 1 && keys.get(0).getKey().equals("_id")) {
            return new IdIndex(indexName, keys, store.openRows(getFullCollectionNamespace(collectionName)));
        }
        return openIndex(collectionName, indexName, keys, sparse, true);
    }

    @Override
    protected Index<Object> openOrCreateSecondaryIndex(String collectionName, String indexName, List<IndexKey> keys,
                                                       boolean sparse) {
        return openIndex(collectionName, indexName, keys, sparse, false);
    }

    private Index<Object> openIndex(String collectionName, String indexName, List<IndexKey> keys, boolean sparse,
                                    boolean unique) {
        String mapName = Store.indexMapName(getFullCollectionNamespace(collectionName), indexName);
        return new SortedIndex(indexName, keys, sparse, unique, mapName, store.openIndex(mapName), store.flags());
    }

    @Override
    protected void dropIndex(MongoCollection<Object> collection, String indexName) {
        super.dropIndex(collection, indexName);
        store.mvStore().removeMap(Store.indexMapName(collection.getFullName(), indexName));
    }

    @Override
    public void drop(Oplog oplog) {
        changeSchema(() -> super.drop(oplog));
    }

    @Override
    public void dropCollection(String collectionName, Oplog oplog) {
        changeSchema(() -> {
            MongoCollection<Object> collection = resolveCollection(collectionName, true);
            super.dropCollection(collectionName, oplog);
            store.removeRows(((EngineCollection) collection).rows());
            store.durability().requireCheckpoint();
        });
    }

    @Override
    public void moveCollection(MongoDatabase oldDatabase, MongoCollection<?> moved, String newCollectionName) {
        changeSchema(() -> {
            EngineCollection collection = (EngineCollection) moved;
            String newFullName = getFullCollectionNamespace(newCollectionName);
            super.moveCollection(oldDatabase, collection, newCollectionName);
            store.renameRows(collection.rows(), newFullName);
            store.durability().requireCheckpoint();
            for (Index<Object> index : collection.getIndexes()) {
                if (index instanceof SortedIndex sorted) {
                    String mapName = Store.indexMapName(newFullName, index.getName());
                    store.mvStore().renameMap(sorted.map(), mapName);
                    sorted.renamed(mapName);
                }
            }
        });
    }

    /** All collections, for a new view of each after the store moved its pages. */
    List<EngineCollection> allCollections() {
        List<EngineCollection> all = new ArrayList<>();
        for (String fullName : store.collectionNames()) {
            if (fullName.startsWith(databaseName + ".")
                && resolveCollection(fullName.substring(databaseName.length() + 1), false) instanceof EngineCollection known) {
                all.add(known);
            }
        }
        return all;
    }

    @Override
    protected long getStorageSize() {
        return store.mvStore().getFileStore().size();
    }

    @Override
    protected long getFileSize() {
        return getStorageSize();
    }
}
