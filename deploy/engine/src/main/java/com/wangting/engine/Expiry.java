package com.wangting.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.NoopOplog;

/** Removes what an index with expireAfterSeconds lets expire, once a minute as MongoDB does; upstream never does. */
final class Expiry implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Expiry.class);
    private static final long EVERY_SECONDS = 60;

    private final EngineBackend backend;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "expiry");
        thread.setDaemon(true);
        return thread;
    });

    Expiry(EngineBackend backend) {
        this.backend = backend;
        timer.scheduleWithFixedDelay(this::sweepQuietly, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void sweepQuietly() {
        try {
            sweep(Instant.now());
        } catch (RuntimeException e) {
            log.warn("the removal of expired documents failed and is tried again in a minute", e);
        }
    }

    int sweep(Instant now) {
        int removed = 0;
        for (EngineDatabase database : backend.openDatabases()) {
            if (!(database.resolveCollection("system.indexes", false) instanceof EngineCollection descriptions)) {
                continue;
            }
            List<Document> expiring = new ArrayList<>();
            descriptions.find(new Document(), null, 0, 0, null).forEachRemaining(description -> {
                if (description.get("expireAfterSeconds") instanceof Number
                    && description.get("key") instanceof Document key && key.size() == 1) {
                    expiring.add(description);
                }
            });
            for (Document description : expiring) {
                String fullName = (String) description.get("ns");
                String name = fullName.substring(database.getDatabaseName().length() + 1);
                String field = ((Document) description.get("key")).keySet().iterator().next();
                Instant before = now.minusSeconds(((Number) description.get("expireAfterSeconds")).longValue());
                if (database.resolveCollection(name, false) instanceof EngineCollection collection) {
                    removed += collection.deleteDocuments(new Document(field, new Document("$lt", before)), 0, NoopOplog.get());
                }
            }
        }
        return removed;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        try {
            timer.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
