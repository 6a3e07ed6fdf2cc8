package com.wangting.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;

/** What every service relies on when two people do the same thing at once. */
class ConcurrencyTest {

    @TempDir
    static Path dir;
    private static Running running;
    private static final ExecutorService POOL = Executors.newFixedThreadPool(32);

    @BeforeAll
    static void start() throws Exception {
        running = new Running(dir);
    }

    @AfterAll
    static void stop() {
        POOL.shutdownNow();
        running.close();
    }

    private static <T> List<T> atOnce(int times, java.util.function.IntFunction<T> action) throws Exception {
        List<Callable<T>> tasks = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            int number = i;
            tasks.add(() -> action.apply(number));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : POOL.invokeAll(tasks)) {
            results.add(future.get());
        }
        return results;
    }

    @Test
    void allIncrementsAreKept() throws Exception {
        MongoCollection<Document> counters = running.collection("counters");
        counters.insertOne(new Document("_id", "x").append("n", 0));
        atOnce(200, i -> counters.updateOne(new Document("_id", "x"), new Document("$inc", new Document("n", 1))));
        assertEquals(200, counters.find(new Document("_id", "x")).first().get("n"));
    }

    @Test
    void oneCompareAndSetWins() throws Exception {
        MongoCollection<Document> steps = running.collection("steps");
        steps.createIndex(new Document("application", 1).append("rev", 1), new IndexOptions().unique(true));
        steps.insertOne(new Document("application", "A1").append("rev", 7));
        List<Long> modified = atOnce(50, i -> steps.updateOne(new Document("application", "A1").append("rev", 7),
            new Document("$set", new Document("rev", 8).append("by", i))).getModifiedCount());
        assertEquals(1, modified.stream().mapToLong(Long::longValue).sum());
    }

    @Test
    void oneInsertPerUniqueKeyWins() throws Exception {
        MongoCollection<Document> guards = running.collection("guards"); // the collection itself is created in the race
        List<Integer> codes = atOnce(20, i -> code(guards, new Document("_id", "open:1").append("i", i)));
        assertEquals(1, codes.stream().filter(code -> code == 0).count());
        assertEquals(19, codes.stream().filter(code -> code == 11000).count());
        MongoCollection<Document> numbers = running.collection("numbers");
        numbers.createIndex(new Document("number", 1), new IndexOptions().unique(true).sparse(true));
        codes = atOnce(20, i -> code(numbers, new Document("number", "2024-1")));
        assertEquals(1, codes.stream().filter(code -> code == 0).count());
        assertEquals(19, codes.stream().filter(code -> code == 11000).count());
    }

    private static int code(MongoCollection<Document> collection, Document document) {
        try {
            collection.insertOne(document);
            return 0;
        } catch (MongoWriteException e) {
            return e.getCode();
        }
    }

    @Test
    void indexesMayBeCreatedByManyServicesAtOnce() throws Exception {
        MongoCollection<Document> shared = running.collection("shared");
        atOnce(40, i -> shared.createIndex(new Document("f" + i % 4, 1)));
        assertEquals(5, shared.listIndexes().into(new ArrayList<>()).size());
    }

    @Test
    void indexesThatWouldMeanSomethingElseAreRefused() {
        MongoCollection<Document> refused = running.collection("refused");
        IndexOptions partial = new IndexOptions().unique(true).partialFilterExpression(new Document("open", true));
        assertEquals(67, assertThrows(MongoCommandException.class,
            () -> refused.createIndex(new Document("a", 1), partial)).getErrorCode());
        assertEquals(67, assertThrows(MongoCommandException.class,
            () -> refused.createIndex(new Document("a", "text"))).getErrorCode());
    }

    @Test
    void readersSeeWholeOperationsOnly() throws Exception {
        MongoCollection<Document> pairs = running.collection("pairs");
        pairs.createIndex(new Document("k", 1));
        List<Document> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            rows.add(new Document("_id", i).append("k", 0));
        }
        pairs.insertMany(rows);
        AtomicBoolean done = new AtomicBoolean();
        Future<?> writer = POOL.submit(() -> {
            for (int k = 1; k < 60; k++) {
                pairs.updateMany(new Document("k", k - 1), new Document("$set", new Document("k", k)));
            }
            done.set(true);
        });
        int reads = 0;
        while (!done.get() || reads == 0) {
            List<Object> seen = pairs.distinct("k", new Document("k", new Document("$gte", 0)), Integer.class)
                .into(new ArrayList<>());
            assertEquals(1, seen.size(), "a reader saw half of an update: " + seen);
            assertEquals(200, pairs.countDocuments(new Document("k", new Document("$gte", 0))));
            reads++;
        }
        writer.get();
        assertTrue(pairs.countDocuments(new Document("k", 59)) == 200);
    }
}
