package com.wangting.engine;

import java.util.List;

import com.wangting.engine.View.IndexView;

/**
 * How to find the candidates of a query: which tree (index null means the documents themselves), which ranges of it,
 * in which direction. "Exact" candidates need no further check; "ordered" ones need no sorting. Several ranges whose
 * order lies behind their fixed fields are merged on the rest of the key.
 */
record Plan(IndexView index, List<Range> ranges, boolean reverse, boolean merge, boolean ordered, boolean exact,
            long estimate) {

    /** Keys from low (inclusive, null: first) to high (exclusive, null: last); the sort starts at that byte. */
    record Range(byte[] low, byte[] high, int sortOffset) {
    }

    boolean mayRepeat() {
        return index != null && SortedIndex.holdsLists(index.flags());
    }
}
