package com.wangting.engine;

import java.io.IOException;
import java.nio.file.Path;

/** One running engine: the store, upstream's commands on it, and the loopback server in front. */
public final class Engine implements AutoCloseable {

    private final EngineServer server;

    private Engine(EngineServer server) {
        this.server = server;
    }

    public static Engine start(Path dir, int port, boolean fsync) throws IOException {
        Store store = new Store(dir, fsync);
        return new Engine(new EngineServer(new EngineBackend(store), port));
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
