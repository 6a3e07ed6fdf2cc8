package com.wangting.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;

/** Collects what an index has to hold for one field: the value, or each element when a list lies on the path. */
final class FieldPath {

    private final String[] parts;

    FieldPath(String path) {
        this.parts = path.split("\\.");
    }

    /** A path with a number may name an element of a list; such an index is kept but never used for reading. */
    boolean mayNameElement() {
        for (String part : parts) {
            if (part.chars().allMatch(Character::isDigit)) {
                return true;
            }
        }
        return false;
    }

    /** What was found; listAt is the depth of the first list on the path, or -1. */
    static final class Found {
        final List<Object> values = new ArrayList<>(1);
        int listAt = -1;
        boolean exists;
    }

    /** Marks an empty list: it has no element, but its document must be in the index. */
    static final Object EMPTY = new Object();

    Found find(Document document) {
        Found found = new Found();
        collect(document, 0, found);
        return found;
    }

    String listName(Found found) {
        return String.join(".", List.of(parts).subList(0, found.listAt));
    }

    private void collect(Object value, int depth, Found found) {
        if (value instanceof Collection<?> list) {
            if (found.listAt < 0) {
                found.listAt = depth;
            }
            if (list.isEmpty()) {
                found.exists |= depth == parts.length;
                found.values.add(EMPTY);
            }
            for (Object element : list) {
                if (depth == parts.length) {
                    found.exists = true;
                    found.values.add(element);
                } else {
                    collect(element, depth, found);
                }
            }
        } else if (depth == parts.length) {
            found.exists |= !(value instanceof Missing);
            found.values.add(value);
        } else if (value instanceof Document document) {
            collect(document.getOrMissing(parts[depth]), depth + 1, found);
        } else {
            found.values.add(Missing.getInstance());
        }
    }
}
