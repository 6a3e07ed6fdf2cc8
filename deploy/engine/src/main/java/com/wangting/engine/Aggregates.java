package com.wangting.engine;

import java.util.Iterator;
import java.util.List;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;

/**
 * Lets the start of a pipeline ($match, then $sort, $skip, $limit) use the indexes, and answers a pure count, such as
 * mongoose's countDocuments, without reading documents. All other stages stay upstream's.
 */
final class Aggregates {

    private Aggregates() {
    }

    static Document run(EngineCollection source, Document query, DatabaseResolver databases, EngineDatabase database,
                        Oplog oplog, CursorRegistry registry, Cursors cursors) {
        List<Document> pipeline = Aggregation.parse(query.get("pipeline"));
        Aggregation.fromPipeline(pipeline, databases, database, source, oplog)
            .validate(new Document("cursor", query.get("cursor") == null ? null : new Document()));
        Start start = Start.of(pipeline);
        List<Document> rest = pipeline.subList(start.stages, pipeline.size());
        Document cursor = query.get("cursor") instanceof Document options ? options : new Document();
        int batch = cursor.get("batchSize") instanceof Number size && size.intValue() > 0 ? size.intValue()
            : Cursors.DEFAULT_BATCH;
        Document counted = start.sort == null ? CountShape.of(rest) : null;
        QueryResult result;
        if (counted != null) {
            long count = start.limit == 0 ? 0
                : Finder.count(source.view(), source.stats(), "_id", start.match, start.skip, Math.max(0, start.limit));
            result = new QueryResult(count == 0 ? List.of() : List.of(CountShape.answer(counted, count)));
        } else {
            result = cursors.open(registry, batch, () -> {
                Iterator<Document> found = start.limit == 0 ? List.<Document>of().iterator()
                    : source.find(start.match, start.sort, start.skip, Math.max(0, start.limit), null);
                if (rest.isEmpty()) {
                    return found;
                }
                Stream<Document> documents = StreamSupport.stream(Spliterators.spliteratorUnknownSize(found, 0), false);
                return Aggregation.fromPipeline(rest, databases, database, source, oplog).runStages(documents).iterator();
            });
        }
        Document response = new Document("cursor", new Document("id", result.getCursorId())
            .append("ns", source.getFullName()).append("firstBatch", result.collectDocuments()));
        Utils.markOkay(response);
        return response;
    }

    /** The stages at the start that a query can do. */
    private static final class Start {
        Document match = new Document();
        Document sort;
        long skip;
        long limit = -1;
        int stages;

        static Start of(List<Document> pipeline) {
            Start start = new Start();
            for (Document stage : pipeline) {
                if (!start.take(stage.keySet().iterator().next(), stage.values().iterator().next())) {
                    break;
                }
                start.stages++;
            }
            return start;
        }

        private boolean take(String name, Object value) {
            switch (name) {
                case "$match":
                    if (stages > 0 || !(value instanceof Document filter)) {
                        return false;
                    }
                    match = filter;
                    return true;
                case "$sort":
                    if (sort != null || skip > 0 || limit >= 0 || !isPlainSort(value)) {
                        return false;
                    }
                    sort = (Document) value;
                    return true;
                case "$skip":
                    if (skip > 0 || limit >= 0 || !(value instanceof Number number) || number.longValue() < 0) {
                        return false;
                    }
                    skip = number.longValue();
                    return true;
                case "$limit":
                    if (limit >= 0 || !(value instanceof Number number) || number.longValue() <= 0) {
                        return false;
                    }
                    limit = number.longValue();
                    return true;
                default:
                    return false;
            }
        }

        private static boolean isPlainSort(Object value) {
            return value instanceof Document order && !order.isEmpty()
                && order.entrySet().stream().allMatch(e -> e.getValue() instanceof Number && !e.getKey().startsWith("$"));
        }
    }

    /** { $group: { _id: constant, n: { $sum: 1 } } } or { $count: "n" }, and nothing after it. */
    private static final class CountShape {

        /** @return the answer with 0 in the place of the count, or null */
        static Document of(List<Document> rest) {
            if (rest.size() != 1) {
                return null;
            }
            if (rest.get(0).get("$count") instanceof String name) {
                return new Document(name, 0);
            }
            if (!(rest.get(0).get("$group") instanceof Document group) || group.size() != 2 || !group.containsKey("_id")) {
                return null;
            }
            Object id = group.get("_id");
            if (id != null && !(id instanceof Number)) {
                return null;
            }
            Document answer = new Document("_id", id);
            for (String field : group.keySet()) {
                if (!field.equals("_id")) {
                    if (!(group.get(field) instanceof Document sum) || sum.size() != 1
                        || !(sum.get("$sum") instanceof Integer one) || one != 1) {
                        return null;
                    }
                    answer.put(field, 0);
                }
            }
            return answer;
        }

        static Document answer(Document shape, long count) {
            Document answer = new Document();
            String last = null;
            for (String field : shape.keySet()) {
                last = field;
                answer.put(field, shape.get(field));
            }
            answer.put(last, count <= Integer.MAX_VALUE ? (Object) (int) count : (Object) count);
            return answer;
        }
    }
}
