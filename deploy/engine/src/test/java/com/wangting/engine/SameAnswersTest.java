package com.wangting.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;

/**
 * Random documents and random commands, once on a collection without indexes and once on one with many: every answer
 * has to be the same. Values include what indexes get wrong first: null, missing, lists, empty lists, mixed types.
 */
class SameAnswersTest {

    private static final int DOCUMENTS = 250;
    private static final int QUERIES = 500;
    private static final List<String> FIELDS = List.of("a", "b", "c", "n.x", "n.y", "l");

    @TempDir
    static Path dir;

    private Random random;
    private boolean odd;

    @Test
    void plainValues() throws Exception {
        run(1, false);
    }

    @Test
    void oddValuesAndLists() throws Exception {
        run(2, true);
    }

    private void run(long seed, boolean withOddValues) throws Exception {
        random = new Random(seed);
        odd = withOddValues;
        try (Running running = new Running(dir.resolve("s" + seed))) {
            MongoCollection<Document> plain = running.collection("plain");
            MongoCollection<Document> indexed = running.collection("indexed");
            List<Document> documents = new ArrayList<>();
            for (int i = 0; i < DOCUMENTS; i++) {
                documents.add(document(i));
            }
            indexed.insertMany(documents.subList(0, DOCUMENTS / 2));
            for (Document keys : List.of(keys("a", 1), keys("a", 1, "b", -1), keys("b", 1, "c", 1, "a", 1), keys("c", -1),
                keys("n.x", 1, "a", 1), keys("n.x", 1, "n.y", 1), keys("l", 1, "a", 1))) {
                indexed.createIndex(keys);
            }
            indexed.createIndex(keys("b", -1, "n.y", 1), new IndexOptions().sparse(true));
            indexed.insertMany(documents.subList(DOCUMENTS / 2, DOCUMENTS));
            plain.insertMany(documents);
            for (int i = 0; i < QUERIES; i++) {
                compareReads(running, plain, indexed, "seed " + seed + " query " + i + ": ");
                if (i % 7 == 0) {
                    compareWrites(plain, indexed, "seed " + seed + " write " + i + ": ");
                }
            }
            assertTrue(running.stat("indexed", "documentsExamined") < running.stat("plain", "documentsExamined"));
        }
    }

    private void compareReads(Running running, MongoCollection<Document> plain, MongoCollection<Document> indexed, String at) {
        Document filter = filter();
        Document sort = new Document();
        for (int i = random.nextInt(3); i > 0; i--) {
            sort.append(pick(FIELDS), random.nextBoolean() ? 1 : -1);
        }
        sort.append("_id", random.nextBoolean() ? 1 : -1);
        int skip = random.nextInt(3) == 0 ? random.nextInt(20) : 0;
        int limit = random.nextInt(2) == 0 ? 1 + random.nextInt(30) : 0;
        String what = at + filter.toJson() + " sort " + sort.toJson() + " skip " + skip + " limit " + limit;
        assertEquals(plain.find(filter).sort(sort).skip(skip).limit(limit).into(new ArrayList<>()),
            indexed.find(filter).sort(sort).skip(skip).limit(limit).into(new ArrayList<>()), what);
        assertEquals(ids(plain.find(filter).into(new ArrayList<>())), ids(indexed.find(filter).into(new ArrayList<>())), what);
        assertEquals(plain.countDocuments(filter), indexed.countDocuments(filter), what);
        assertEquals(ids(plain.find(filter).into(new ArrayList<>())).size(), indexed.countDocuments(filter), what);
        Document command = new Document("query", filter).append("skip", skip).append("limit", limit);
        assertEquals(count(running, "plain", command), count(running, "indexed", command), what);
        List<Document> stages = List.of(new Document("$match", filter), new Document("$sort", sort),
            new Document("$limit", 10), new Document("$project", new Document("a", 1)));
        assertEquals(plain.aggregate(stages).into(new ArrayList<>()), indexed.aggregate(stages).into(new ArrayList<>()), what);
        assertEquals(distinct(running, "plain", filter), distinct(running, "indexed", filter), what);
    }

    private static Object distinct(Running running, String name, Document filter) {
        List<?> values = running.client.getDatabase("test")
            .runCommand(new Document("distinct", name).append("key", "a").append("query", filter)).getList("values", Object.class);
        return values.stream().map(value -> value instanceof Number number ? number.doubleValue() : value).toList(); // 1 is 1.0
    }

    private static Object count(Running running, String name, Document command) {
        Document full = new Document("count", name);
        full.putAll(command);
        return running.client.getDatabase("test").runCommand(full).get("n");
    }

    private void compareWrites(MongoCollection<Document> plain, MongoCollection<Document> indexed, String at) {
        Document filter = filter();
        int id = random.nextInt(DOCUMENTS);
        String what = at + filter.toJson();
        switch (random.nextInt(4)) {
            case 0 -> {
                Document update = new Document("$set", new Document(pick(List.of("a", "b", "c")), value()));
                assertEquals(plain.updateMany(filter, update).getModifiedCount(),
                    indexed.updateMany(filter, update).getModifiedCount(), what);
            }
            case 1 -> {
                Document update = new Document("$unset", new Document(pick(List.of("a", "b", "n")), 1));
                assertEquals(plain.updateMany(filter, update).getMatchedCount(),
                    indexed.updateMany(filter, update).getMatchedCount(), what);
            }
            case 2 -> {
                Document one = new Document("_id", id);
                assertEquals(plain.deleteMany(one).getDeletedCount(), indexed.deleteMany(one).getDeletedCount(), what);
                Document again = document(id);
                plain.insertOne(again);
                indexed.insertOne(again);
            }
            default -> {
                Document replacement = document(id);
                assertEquals(plain.findOneAndReplace(new Document("_id", id), replacement),
                    indexed.findOneAndReplace(new Document("_id", id), replacement), what);
            }
        }
    }

    @Test
    void uniqueIndexesRefuseTheSameDocuments() throws Exception {
        random = new Random(3);
        try (Running running = new Running(dir.resolve("u"))) {
            MongoCollection<Document> unique = running.collection("unique");
            MongoCollection<Document> sparse = running.collection("sparse");
            unique.createIndex(keys("a", 1, "b", 1), new IndexOptions().unique(true));
            sparse.createIndex(keys("g", 1), new IndexOptions().unique(true).sparse(true));
            TreeSet<String> known = new TreeSet<>();
            for (int i = 0; i < 600; i++) {
                Document document = new Document("_id", i);
                int a = random.nextInt(12);
                int b = random.nextInt(12);
                if (a > 1) {
                    document.append("a", a == 2 ? null : random.nextBoolean() ? a : (Object) (double) a);
                }
                document.append("b", "v" + b);
                boolean isNew = known.add((a <= 2 ? "none" : "" + a) + "/" + b);
                assertEquals(isNew, inserts(unique, document), document.toJson());
            }
            assertTrue(inserts(sparse, new Document("_id", 1)));
            assertTrue(inserts(sparse, new Document("_id", 2)));
            assertTrue(inserts(sparse, new Document("_id", 3).append("g", "x")));
            assertTrue(!inserts(sparse, new Document("_id", 4).append("g", "x")));
            assertTrue(inserts(sparse, new Document("_id", 5).append("g", null)));
            assertTrue(!inserts(sparse, new Document("_id", 6).append("g", null)), "null is indexed");
            sparse.updateOne(new Document("_id", 3), new Document("$unset", new Document("g", "")));
            assertTrue(inserts(sparse, new Document("_id", 4).append("g", "x")));
            assertEquals(4, sparse.countDocuments(new Document("g", null)), "null and missing");
        }
    }

    private static boolean inserts(MongoCollection<Document> collection, Document document) {
        try {
            collection.insertOne(document);
            return true;
        } catch (MongoException e) {
            assertEquals(11000, e.getCode());
            return false;
        }
    }

    private Document document(int id) {
        Document document = new Document("_id", id);
        for (String field : List.of("a", "b", "c")) {
            if (random.nextInt(8) > 0) {
                document.append(field, value());
            }
        }
        switch (random.nextInt(odd ? 5 : 3)) {
            case 0 -> document.append("n", new Document("x", value()).append("y", value()));
            case 1 -> document.append("n", new Document("x", scalar()));
            case 3 -> document.append("n", List.of(new Document("x", scalar()).append("y", scalar()),
                new Document("x", scalar()), new Document("y", scalar())));
            case 4 -> document.append("n", scalar());
            default -> { }
        }
        if (odd) {
            List<Object> list = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                list.add(scalar());
            }
            document.append("l", list);
        } else {
            document.append("l", scalar());
        }
        if (odd && document.get("a") instanceof List) {
            document.append("b", 1).append("l", 1); // parallel lists may not be indexed together
            document.remove("n");
        }
        return document;
    }

    private Object value() {
        if (odd && random.nextInt(12) == 0) {
            return switch (random.nextInt(4)) {
                case 0 -> new Document("x", random.nextInt(3));
                case 1 -> new Binary(new byte[] { (byte) random.nextInt(3) });
                case 2 -> new Decimal128(random.nextInt(4));
                default -> 9007199254740993L + random.nextInt(3);
            };
        }
        return scalar();
    }

    private Object scalar() {
        return switch (random.nextInt(9)) {
            case 0 -> null;
            case 1 -> random.nextInt(6) / 2.0;
            case 2 -> (long) random.nextInt(6);
            case 3 -> pick(List.of("", "x", "xy", "张三", "李四", "z\u0000", "z", "\uD840\uDC00", "\uFFFD"));
            case 4 -> random.nextBoolean();
            case 5 -> new Date(random.nextInt(5) * 1000L - 2000);
            case 6 -> new ObjectId(String.format("%024x", random.nextInt(5)));
            default -> random.nextInt(6) - 1;
        };
    }

    private Document filter() {
        Document filter = new Document();
        for (int i = random.nextInt(4); i > 0; i--) {
            filter.put(pick(FIELDS), condition());
        }
        if (random.nextInt(10) == 0) {
            filter.put("$or", List.of(new Document(pick(FIELDS), condition()), new Document(pick(FIELDS), condition())));
        }
        if (random.nextInt(10) == 0) {
            filter.put("$and", List.of(new Document(pick(FIELDS), condition()), new Document(pick(FIELDS), condition())));
        }
        return filter;
    }

    private Object condition() {
        return switch (random.nextInt(10)) {
            case 0 -> new Document("$in", Arrays.asList(scalar(), scalar(), scalar()));
            case 1 -> new Document("$gt", scalar());
            case 2 -> new Document("$gte", scalar()).append("$lt", scalar());
            case 3 -> new Document("$lte", scalar());
            case 4 -> {
                int from = random.nextInt(5);
                yield new Document("$gt", from - 1).append("$lte", from + 2);
            }
            case 5 -> new Document(pick(List.of("$ne", "$eq")), scalar());
            case 6 -> new Document("$exists", random.nextBoolean());
            case 7 -> new Document("$in", Collections.singletonList(scalar())).append("$gte", scalar());
            default -> scalar();
        };
    }

    private static Document keys(Object... pairs) {
        Document keys = new Document();
        for (int i = 0; i < pairs.length; i += 2) {
            keys.append((String) pairs[i], pairs[i + 1]);
        }
        return keys;
    }

    private static List<Object> ids(List<Document> documents) {
        return documents.stream().map(d -> d.get("_id")).sorted(Comparator.comparing(Object::toString)).toList();
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
