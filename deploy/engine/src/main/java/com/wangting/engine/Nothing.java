package com.wangting.engine;

import java.nio.ByteBuffer;

import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** The value of an index entry: everything is in the key, so it takes no space. */
final class Nothing extends BasicDataType<Boolean> {

    static final Nothing TYPE = new Nothing();

    private Nothing() {
    }

    @Override
    public int getMemory(Boolean value) {
        return 0;
    }

    @Override
    public void write(WriteBuffer buffer, Boolean value) {
        // nothing
    }

    @Override
    public Boolean read(ByteBuffer buffer) {
        return Boolean.TRUE;
    }

    @Override
    public Boolean[] createStorage(int size) {
        return new Boolean[size];
    }
}
