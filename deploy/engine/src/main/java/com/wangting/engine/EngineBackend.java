package com.wangting.engine;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import io.netty.channel.Channel;

/** Upstream's commands on our databases, with the counters of wangtingStats. */
final class EngineBackend extends AbstractMongoBackend {

    private static final Logger log = LoggerFactory.getLogger(EngineBackend.class);

    private final Store store;
    private final Map<String, EngineDatabase> databases = new ConcurrentHashMap<>();
    private final Expiry expiry;

    EngineBackend(Store store) throws IOException {
        this.store = store;
        version(new Version());
        store.collectionNames().stream().map(EngineBackend::databaseOf).distinct().forEach(this::resolveDatabase);
        store.durability().recover(fullName -> {
            String collection = fullName.substring(databaseOf(fullName).length() + 1);
            if (collection.startsWith("system.")) {
                return (position, row) -> { }; // schema is part of checkpoints
            }
            EngineDatabase database = (EngineDatabase) resolveDatabase(databaseOf(fullName));
            EngineCollection rows = (EngineCollection) database.resolveOrCreateCollection(collection);
            return rows::replay;
        });
        Runnable publishAll = () -> databases.values()
            .forEach(database -> database.allCollections().forEach(EngineCollection::publish));
        publishAll.run();
        store.durability().afterCompaction(publishAll);
        expiry = new Expiry(this);
    }

    private static String databaseOf(String fullName) {
        return fullName.substring(0, fullName.indexOf('.'));
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String databaseName) {
        return databases.computeIfAbsent(databaseName, name -> new EngineDatabase(name, store, getCursorRegistry()));
    }

    List<EngineDatabase> openDatabases() {
        return List.copyOf(databases.values());
    }

    Expiry expiry() {
        return expiry;
    }

    @Override
    public void dropDatabase(String databaseName) {
        super.dropDatabase(databaseName);
        databases.remove(databaseName);
    }

    @Override
    public Document handleCommand(Channel channel, String databaseName, String command, Document query) {
        if (command.equalsIgnoreCase("wangtingStats")) {
            if (Utils.isTrue(query.get("reset"))) {
                store.stats().reset();
            }
            Document response = new Document("collections", store.stats().toDocument());
            Utils.markOkay(response);
            return response;
        }
        try {
            return super.handleCommand(channel, databaseName, command, query);
        } catch (MongoServerException e) {
            throw e;
        } catch (RuntimeException e) {
            // the command's name only: its documents may hold personal data
            log.error("the command {} on {}.{} failed", command, databaseName, query.get(command) instanceof String name ? name : "", e);
            throw e;
        }
    }

    @Override
    protected Document handleGetMore(String databaseName, String command, Document query) {
        query.putIfAbsent("batchSize", Cursors.DEFAULT_BATCH);
        return super.handleGetMore(databaseName, command, query);
    }

    @Override
    protected Document handleKillCursors(Document query) {
        if (query.get("cursors") instanceof List<?> ids) {
            ids.forEach(id -> store.cursors().killed(((Number) id).longValue()));
        }
        return super.handleKillCursors(query);
    }

    /** Runs the reply when what the command changed is on disk. */
    void whenDurable(Runnable reply) {
        store.durability().whenDurable(reply);
    }

    @Override
    public void close() {
        expiry.close();
        super.close();
        store.close();
    }
}
