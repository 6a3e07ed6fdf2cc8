package org.h2.mvstore;

/** Counts keys below a key in a snapshot of a tree; here because the page's search and counts are package-private. */
public final class PageRank {

    private PageRank() {
    }

    /** @return how many keys of the tree under the page are smaller than the key, in O(log n) */
    public static <K, V> long keysBelow(Page<K, V> page, K key) {
        long below = 0;
        while (true) {
            int at = page.binarySearch(key);
            if (page.isLeaf()) {
                return below + (at < 0 ? -at - 1 : at);
            }
            int child = at < 0 ? -at - 1 : at + 1;
            for (int i = 0; i < child; i++) {
                below += page.getCounts(i);
            }
            page = page.getChildPage(child);
        }
    }
}
