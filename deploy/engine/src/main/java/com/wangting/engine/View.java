package com.wangting.engine;

import java.util.List;

import org.h2.mvstore.Page;
import org.h2.mvstore.RootReference;

/**
 * One moment of a collection: the roots of its trees, which never change once taken. Readers work on a view without
 * any lock; the writer puts a new one in place after each operation.
 */
record View(RootReference<byte[], byte[]> rows, boolean plainIds, List<IndexView> indexes) {

    /** One index at that moment; flags tell what its entries may hold. */
    record IndexView(SortedIndex index, RootReference<byte[], Boolean> root, long flags) {
    }

    byte[] row(byte[] position) {
        Page<byte[], byte[]> root = rows.root;
        return root.map.get(root, position);
    }

    long size() {
        return rows.getTotalCount();
    }
}
