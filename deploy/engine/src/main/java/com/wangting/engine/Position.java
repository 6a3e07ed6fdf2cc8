package com.wangting.engine;

import java.util.Arrays;

/** The place of a document in its collection: its encoded _id. */
record Position(byte[] key) {

    @Override
    public boolean equals(Object other) {
        return other instanceof Position that && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }
}
