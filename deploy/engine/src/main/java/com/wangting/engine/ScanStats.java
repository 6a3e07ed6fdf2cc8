package com.wangting.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

import de.bwaldvogel.mongo.bson.Document;

/** Counts what queries read, so that a test can prove an index is used without a clock. */
final class ScanStats {

    /** The counts of one collection. */
    static final class Counters {
        private final LongAdder keys = new LongAdder();
        private final LongAdder documents = new LongAdder();
        private final LongAdder queries = new LongAdder();
        private final LongAdder collectionScans = new LongAdder();

        void key() {
            keys.increment();
        }

        void document() {
            documents.increment();
        }

        void query(Plan plan) {
            queries.increment();
            if (plan.index() == null && plan.ranges().size() == 1 && plan.ranges().get(0).low() == null) {
                collectionScans.increment();
            }
        }

        private Document toDocument() {
            return new Document("queries", queries.sum())
                .append("collectionScans", collectionScans.sum())
                .append("keysExamined", keys.sum())
                .append("documentsExamined", documents.sum());
        }
    }

    private final Map<String, Counters> collections = new ConcurrentHashMap<>();

    Counters of(String fullName) {
        return collections.computeIfAbsent(fullName, name -> new Counters());
    }

    Document toDocument() {
        Document all = new Document();
        new ConcurrentSkipListMap<>(collections).forEach((name, counters) -> all.put(name, counters.toDocument()));
        return all;
    }

    void reset() {
        collections.values().forEach(counters -> {
            counters.keys.reset();
            counters.documents.reset();
            counters.queries.reset();
            counters.collectionScans.reset();
        });
    }
}
