package com.wangting.engine;

import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import org.h2.mvstore.MVStore;

import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;

/** Replies to a write only after it is on disk; writers that finish together share one commit. */
final class DurableBackend extends H2Backend {

    private static final Set<String> READS = Set.of("find", "count", "distinct", "getmore", "ping", "hello", "ismaster",
        "buildinfo", "serverstatus", "listcollections", "listindexes", "listdatabases", "killcursors", "endsessions",
        "collstats", "dbstats");

    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
    private final Object commitLock = new Object();
    private long done;
    private long wanted;

    DurableBackend(MVStore store) {
        super(store);
        version(new Version());
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        String command = message.getDocument().keySet().iterator().next();
        if (READS.contains(command.toLowerCase())) {
            return super.handleMessage(message);
        }
        gate.readLock().lock();
        try {
            return super.handleMessage(message);
        } finally {
            gate.readLock().unlock();
            makeDurable();
        }
    }

    private void makeDurable() {
        long mine;
        synchronized (this) {
            mine = ++wanted;
        }
        synchronized (commitLock) {
            if (done >= mine) {
                return;
            }
            long upTo;
            synchronized (this) {
                upTo = wanted;
            }
            gate.writeLock().lock();
            try {
                getMvStore().commit();
            } finally {
                gate.writeLock().unlock();
            }
            getMvStore().sync();
            done = upTo;
        }
    }
}
