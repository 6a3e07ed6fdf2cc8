package com.wangting.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

import org.h2.mvstore.MVStore;

import de.bwaldvogel.mongo.MongoServer;

/** One running engine: the store, the backend on it, and the loopback server in front. */
public final class Engine implements AutoCloseable {

    private static final int WORKERS = 64;

    private final MongoServer server;

    private Engine(MongoServer server) {
        this.server = server;
    }

    public static Engine start(Path dir, int port) {
        MVStore store = new MVStore.Builder()
            .fileName(dir.resolve("draft.mv").toString())
            .autoCommitDisabled()
            .cacheSize(64)
            .open();
        DurableBackend backend = new DurableBackend(store);
        MongoServer server = new MongoServer(backend);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1, WORKERS);
        return new Engine(server);
    }

    public int port() {
        return server.getLocalAddress().getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
