package com.wangting.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.bson.Document;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;

/** An engine in this process with a client on it; most tests need no process of their own. */
final class Running implements AutoCloseable {

    final Engine engine;
    final MongoClient client;

    Running(Path dir) throws IOException {
        Files.createDirectories(dir);
        engine = Engine.start(dir, 0, false);
        client = MongoClients.create(uri(engine.port()));
    }

    static String uri(int port) {
        return "mongodb://127.0.0.1:" + port + "/?maxPoolSize=64&retryWrites=false";
    }

    MongoCollection<Document> collection(String name) {
        return client.getDatabase("test").getCollection(name);
    }

    void resetStats() {
        client.getDatabase("test").runCommand(new Document("wangtingStats", 1).append("reset", true));
    }

    long stat(String collection, String name) {
        Document all = client.getDatabase("test").runCommand(new Document("wangtingStats", 1));
        return all.get("collections", Document.class).get("test." + collection, Document.class).getLong(name);
    }

    @Override
    public void close() {
        client.close();
        engine.close();
    }
}
