package com.wangting.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.Projector;
import de.bwaldvogel.mongo.backend.QueryMatcher;
import de.bwaldvogel.mongo.bson.Document;

/** Runs a query on a view: plans, walks, checks, sorts only when the index does not, and reads lazily. */
final class Finder {

    private Finder() {
    }

    static Iterator<Document> find(View view, ScanStats.Counters stats, String idField, Document filter, Document sort,
                                   long skip, long limit, Document projection) {
        boolean natural = sort != null && !sort.isEmpty() && sort.keySet().iterator().next().equals("$natural");
        boolean backwards = natural && ((Number) sort.get("$natural")).intValue() < 0;
        Document order = natural ? (backwards && idField != null ? new Document(idField, -1) : null) : sort;
        Plan plan = Planner.plan(view, idField, filter, order, limit == 0 ? 0 : skip + limit);
        stats.query(plan);
        Iterator<Document> matches = new Matches(view, plan, stats, filter, plan.ordered() ? skip : 0);
        if (!plan.ordered()) {
            List<Document> all = sorted(matches, new SortOrder(order), limit == 0 ? 0 : skip + limit);
            matches = all.subList((int) Math.min(skip, all.size()), all.size()).iterator();
        }
        Projector fields = projection == null || projection.isEmpty() ? null : new Projector(projection, idField);
        return new Limited(matches, limit, fields);
    }

    /** Sorts, keeping only about as many documents as are wanted (0: all) in memory. */
    private static List<Document> sorted(Iterator<Document> documents, SortOrder order, long wanted) {
        List<Document> best = new ArrayList<>();
        while (documents.hasNext()) {
            best.add(documents.next());
            if (wanted > 0 && best.size() > 2 * wanted + 1000) {
                best.sort(order);
                best.subList((int) wanted, best.size()).clear();
            }
        }
        best.sort(order);
        return best;
    }

    static long count(View view, ScanStats.Counters stats, String idField, Document filter, long skip, long limit) {
        long count;
        if (filter == null || filter.isEmpty()) {
            count = view.size();
        } else {
            Plan plan = Planner.count(view, idField, filter);
            stats.query(plan);
            if (plan.exact()) {
                count = plan.estimate();
            } else {
                count = 0;
                Iterator<Document> matches = new Matches(view, plan, stats, filter, 0);
                while ((limit <= 0 || count < skip + limit) && matches.hasNext()) {
                    matches.next();
                    count++;
                }
            }
        }
        count = Math.max(0, count - skip);
        return limit > 0 ? Math.min(limit, count) : count;
    }

    /** The documents that match, in the order of the plan. */
    private static final class Matches implements Iterator<Document> {

        private final Scan scan;
        private final QueryMatcher matcher;
        private final Document filter;
        private Document next;

        Matches(View view, Plan plan, ScanStats.Counters stats, Document filter, long skip) {
            this.scan = new Scan(view, plan, stats);
            this.filter = filter;
            this.matcher = plan.exact() || filter == null || filter.isEmpty() ? null : new DefaultQueryMatcher();
            for (long i = 0; i < skip; i++) {
                if (matcher == null ? !scan.next() : !hasNext()) {
                    break;
                }
                next = null;
            }
        }

        @Override
        public boolean hasNext() {
            while (next == null && scan.next()) {
                Document document = Bson.decode(scan.row());
                if (matcher == null || matcher.matches(document, filter)) {
                    next = document;
                }
            }
            return next != null;
        }

        @Override
        public Document next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Document document = next;
            next = null;
            return document;
        }
    }

    /** Ends after the limit (0: never) and applies the projection. */
    private static final class Limited implements Iterator<Document> {

        private final Iterator<Document> documents;
        private final Projector projection;
        private long left;

        Limited(Iterator<Document> documents, long limit, Projector projection) {
            this.documents = limit == 0 ? documents : limit < 0 ? Collections.emptyIterator() : documents;
            this.left = limit == 0 ? Long.MAX_VALUE : limit;
            this.projection = projection;
        }

        @Override
        public boolean hasNext() {
            return left > 0 && documents.hasNext();
        }

        @Override
        public Document next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            left--;
            Document document = documents.next();
            return projection == null ? document : projection.project(document);
        }
    }
}
