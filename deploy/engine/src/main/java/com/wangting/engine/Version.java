package com.wangting.engine;

import java.util.List;

import de.bwaldvogel.mongo.MongoVersion;

/** mongoose 9 refuses servers below wire version 9 (MongoDB 4.4); upstream reports 8 at most. */
final class Version implements MongoVersion {

    @Override
    public List<Integer> getVersionArray() {
        return List.of(4, 4, 0);
    }

    @Override
    public int getWireVersion() {
        return 9;
    }
}
