package com.wangting.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import de.bwaldvogel.mongo.bson.Document;

class ExpiryTest {

    @TempDir
    Path dir;

    @Test
    void onlyWhatIsOldEnoughGoes() throws Exception {
        Files.createDirectories(dir);
        EngineBackend backend = new EngineBackend(new Store(dir, false));
        EngineDatabase database = (EngineDatabase) backend.resolveDatabase("test");
        database.addIndex(new Document("ns", "test.sessions").append("name", "at_1").append("key", new Document("at", 1))
            .append("expireAfterSeconds", 100));
        Instant now = Instant.parse("2025-01-01T00:00:00Z");
        EngineCollection sessions = (EngineCollection) database.resolveCollection("sessions", true);
        sessions.addDocument(new Document("_id", 1).append("at", now.minusSeconds(101)));
        sessions.addDocument(new Document("_id", 2).append("at", now.minusSeconds(99)));
        sessions.addDocument(new Document("_id", 3));
        assertEquals(1, backend.expiry().sweep(now));
        assertEquals(2, sessions.count());
        backend.close();
    }
}
