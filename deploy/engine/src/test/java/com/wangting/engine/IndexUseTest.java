package com.wangting.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.IndexOptions;

/** 200,000 rows, and for each kind of command the number of documents it reads: a counter, never a clock. */
class IndexUseTest {

    private static final int ROWS = 200_000;
    private static final int PER_UNIT = 1000;

    @TempDir
    static Path dir;
    private static Running running;
    private static MongoCollection<Document> dues;

    @BeforeAll
    static void fill() throws Exception {
        running = new Running(dir);
        dues = running.collection("dues");
        dues.createIndex(new Document("unit", 1).append("seq", 1), new IndexOptions().unique(true));
        dues.createIndex(new Document("person", 1).append("period", -1));
        dues.createIndex(new Document("state", 1).append("at", -1));
        List<Document> batch = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            batch.add(new Document("_id", i).append("unit", "U" + i / PER_UNIT).append("seq", i % PER_UNIT)
                .append("person", i % 5000).append("period", 202001 + i / 5000)
                .append("state", i % 4 == 0 ? "open" : i % 4 == 1 ? "held" : "paid").append("at", new Date(i * 1000L)));
            if (batch.size() == 1000) {
                dues.insertMany(batch);
                batch.clear();
            }
        }
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @BeforeEach
    void reset() {
        running.resetStats();
    }

    private static Document doc(String key, Object value) {
        return new Document(key, value);
    }

    private void assertRead(long documents) {
        assertEquals(documents, running.stat("dues", "documentsExamined"), "documents examined");
        assertEquals(0, running.stat("dues", "collectionScans"), "scans of the whole collection");
    }

    @Test
    void uniquePrefixSortedDescendingLimitOneReadsOneDocument() {
        Document last = dues.find(doc("unit", "U77")).sort(doc("seq", -1)).limit(1).first();
        assertEquals(PER_UNIT - 1, last.get("seq"));
        assertRead(1);
        assertEquals(1, running.stat("dues", "keysExamined"));
    }

    @Test
    void findByIdReadsOneDocument() {
        assertEquals("U123", dues.find(doc("_id", 123_456)).first().get("unit"));
        assertRead(1);
    }

    @Test
    void findByBothUniqueKeysReadsOneDocument() {
        assertEquals(5042, dues.find(doc("unit", "U5").append("seq", 42)).first().get("_id"));
        assertRead(1);
    }

    @Test
    void prefixReadsOnlyItsRows() {
        assertEquals(PER_UNIT, dues.find(doc("unit", "U3")).into(new ArrayList<>()).size());
        assertRead(PER_UNIT);
    }

    @Test
    void rangeBehindPrefixReadsOnlyItsRows() {
        List<Document> found = dues.find(doc("person", 17).append("period", doc("$gte", 202003).append("$lt", 202006)))
            .into(new ArrayList<>());
        assertEquals(List.of(202005, 202004, 202003), found.stream().map(d -> d.get("period")).toList());
        assertRead(3);
    }

    @Test
    void inWithSortAndLimitMergesInsteadOfSorting() {
        List<Document> newest = dues.find(doc("state", doc("$in", List.of("open", "held")))).sort(doc("at", -1))
            .limit(5).into(new ArrayList<>());
        assertEquals(List.of(199_997, 199_996, 199_993, 199_992, 199_989), newest.stream().map(d -> d.get("_id")).toList());
        assertRead(5);
    }

    @Test
    void skippedRowsAreNotRead() {
        List<Document> page = dues.find(doc("unit", "U9")).sort(doc("seq", 1)).skip(500).limit(20).into(new ArrayList<>());
        assertEquals(9500, page.get(0).get("_id"));
        assertRead(20);
    }

    @Test
    void countsReadNoDocument() {
        assertEquals(PER_UNIT, dues.countDocuments(doc("unit", "U10")));
        assertEquals(10, dues.countDocuments(doc("unit", "U10").append("seq", doc("$lt", 10))));
        assertEquals(2L * PER_UNIT, dues.countDocuments(doc("unit", doc("$in", List.of("U1", "U2")))));
        Document count = running.client.getDatabase("test").runCommand(doc("count", "dues").append("query", doc("unit", "U4")));
        assertEquals(PER_UNIT, count.get("n"));
        Document counted = dues.aggregate(List.of(Aggregates.match(doc("unit", "U10")), Aggregates.count("n"))).first();
        assertEquals(PER_UNIT, counted.get("n"));
        assertRead(0);
    }

    /** However few rows a scan would have, and whichever other index is as short. */
    @Test
    void countsOfMostRowsReadNoDocument() {
        MongoCollection<Document> people = running.collection("people");
        people.createIndex(doc("unit", 1).append("name", 1));
        people.createIndex(doc("unit", 1).append("state", 1).append("from", -1));
        List<Document> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.add(doc("_id", i).append("unit", i < 90 ? "U1" : "U2").append("name", "N").append("state", "1").append("from", i));
        }
        people.insertMany(rows);
        running.resetStats();
        assertEquals(90, people.countDocuments(doc("unit", "U1").append("state", doc("$in", List.of("1", "2")))));
        assertEquals(0, running.stat("people", "documentsExamined"));
    }

    @Test
    void rangeBehindInWithSortAndLimitMergesInsteadOfSorting() {
        Document filter = doc("state", doc("$in", List.of("open", "held"))).append("at", doc("$lt", new Date(199_990_000L)));
        List<Document> newest = dues.find(filter).sort(doc("at", -1)).limit(5).into(new ArrayList<>());
        assertEquals(List.of(199_989, 199_988, 199_985, 199_984, 199_981), newest.stream().map(d -> d.get("_id")).toList());
        List<Document> oldest = dues.find(filter.append("at", doc("$gte", new Date(8_000L)))).sort(doc("at", 1)).limit(3)
            .into(new ArrayList<>());
        assertEquals(List.of(8, 9, 12), oldest.stream().map(d -> d.get("_id")).toList());
        assertRead(8);
    }

    @Test
    void leadingMatchOfAnAggregateUsesTheIndex() {
        Document sum = dues.aggregate(List.of(Aggregates.match(doc("person", 17)),
            Aggregates.group("$person", Accumulators.sum("n", 1), Accumulators.max("last", "$period")))).first();
        assertEquals(40, sum.get("n"));
        assertEquals(202040, sum.get("last"));
        assertRead(40);
    }

    @Test
    void distinctUsesTheIndex() {
        assertEquals(40, dues.distinct("period", doc("person", 99), Integer.class).into(new ArrayList<>()).size());
        assertRead(40);
    }

    @Test
    void writesUseTheIndex() {
        Document key = doc("unit", "U20").append("seq", 7);
        assertEquals(1, dues.updateOne(key, doc("$set", doc("note", "a"))).getModifiedCount());
        assertRead(1);
        running.resetStats();
        assertEquals("a", dues.findOneAndUpdate(key, doc("$set", doc("note", "b")), new FindOneAndUpdateOptions()).get("note"));
        assertRead(1);
        running.resetStats();
        assertEquals(40, dues.updateMany(doc("person", 4321), doc("$set", doc("seen", true))).getMatchedCount());
        assertRead(40);
        running.resetStats();
        assertEquals(1, dues.updateOne(doc("person", 4322), doc("$set", doc("seen", true))).getMatchedCount());
        assertRead(1);
        running.resetStats();
        assertEquals(1, dues.deleteOne(doc("unit", "U21").append("seq", 7)).getDeletedCount());
        assertRead(1);
        dues.insertOne(new Document("_id", 21_007).append("unit", "U21").append("seq", 7).append("person", 1007)
            .append("period", 202005).append("state", "paid").append("at", new Date(21_007_000L)));
    }

    @Test
    void longResultsComeInBatches() {
        int seen = 0;
        for (Document row : dues.find(doc("state", "paid")).sort(doc("at", 1)).batchSize(500)) {
            assertTrue(row.getInteger("_id") % 4 > 1);
            if (++seen == 2500) {
                break;
            }
        }
        assertTrue(running.stat("dues", "documentsExamined") < 3100, "only the batches that were asked for");
    }
}
