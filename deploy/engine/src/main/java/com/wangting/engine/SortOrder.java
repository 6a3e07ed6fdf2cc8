package com.wangting.engine;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.Document;

/** Upstream's order of documents, except that two empty lists are equal (there each is before the other). */
final class SortOrder implements Comparator<Document> {

    private final Document sort;

    SortOrder(Document sort) {
        this.sort = sort;
    }

    @Override
    public int compare(Document one, Document other) {
        for (Map.Entry<String, Object> entry : sort.entrySet()) {
            Object a = Utils.getSubdocumentValueCollectionAware(one, entry.getKey());
            Object b = Utils.getSubdocumentValueCollectionAware(other, entry.getKey());
            if (isEmptyList(a) && isEmptyList(b)) {
                continue;
            }
            boolean up = ((Number) entry.getValue()).intValue() > 0;
            int order = (up ? ValueComparator.asc() : ValueComparator.desc()).compare(a, b);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static boolean isEmptyList(Object value) {
        return value instanceof Collection<?> list && list.isEmpty();
    }
}
