package com.wangting.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;

/** The engine as its users run it: a process of its own, ended in every way a process can end. */
class ProcessIT {

    private static final int WRITERS = 6;

    @TempDir
    Path dir;
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endWhatWeStarted() {
        started.forEach(Process::destroyForcibly);
    }

    private Process launch(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        command.addAll(Files.readAllLines(Path.of("jvm.flags")));
        command.addAll(List.of("-jar", "target/wangting-engine.jar", "--dir", dir.resolve("data").toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(false).start();
        started.add(process);
        return process;
    }

    private static int readyPort(Process process) throws IOException {
        String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
        Document ready = Document.parse(line);
        assertEquals(process.pid(), ((Number) ready.get("pid")).longValue());
        return ready.getInteger("port");
    }

    @Test
    void acknowledgedWritesSurviveKill9() throws Exception {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        for (int round = 0; round < 2; round++) {
            Process process = launch();
            try (MongoClient client = MongoClients.create(Running.uri(readyPort(process)))) {
                MongoCollection<Document> rows = client.getDatabase("test").getCollection("rows");
                rows.createIndex(new Document("writer", 1).append("n", 1), new IndexOptions().unique(true));
                List<Thread> threads = new ArrayList<>();
                for (int writer = 0; writer < WRITERS; writer++) {
                    String name = round + "-" + writer;
                    threads.add(new Thread(() -> write(rows, name, acknowledged)));
                }
                threads.forEach(Thread::start);
                Thread.sleep(1500);
                process.destroyForcibly().waitFor();
                for (Thread thread : threads) {
                    thread.join();
                }
            }
        }
        assertTrue(acknowledged.size() > 200, "too few writes to prove anything: " + acknowledged.size());
        Process process = launch();
        try (MongoClient client = MongoClients.create(Running.uri(readyPort(process)))) {
            MongoCollection<Document> rows = client.getDatabase("test").getCollection("rows");
            Set<String> found = ConcurrentHashMap.newKeySet();
            for (Document row : rows.find()) {
                found.add(row.get("writer") + "/" + row.get("n"));
                assertEquals("done", row.get("state"), "its second, also acknowledged, write");
            }
            List<String> lost = acknowledged.stream().filter(row -> !found.contains(row)).toList();
            assertEquals(List.of(), lost, "of " + acknowledged.size() + " acknowledged");
            long byIndex = 0;
            for (int writer = 0; writer < WRITERS; writer++) {
                for (int round = 0; round < 2; round++) {
                    byIndex += rows.countDocuments(new Document("writer", round + "-" + writer));
                }
            }
            assertEquals(found.size(), byIndex, "the index agrees with the rows");
        }
    }

    @Test
    void aCollectionThatOnlyTheJournalKnowsSurvivesKill9() throws Exception {
        Process process = launch();
        try (MongoClient client = MongoClients.create(Running.uri(readyPort(process)))) {
            for (int i = 0; i < 100; i++) {
                client.getDatabase("fresh").getCollection("rows").insertOne(new Document("_id", i));
            }
            client.getDatabase("fresh").getCollection("rows").deleteOne(new Document("_id", 7));
            process.destroyForcibly().waitFor();
        }
        process = launch();
        try (MongoClient client = MongoClients.create(Running.uri(readyPort(process)))) {
            MongoCollection<Document> rows = client.getDatabase("fresh").getCollection("rows");
            assertEquals(99, rows.countDocuments());
            assertEquals(null, rows.find(new Document("_id", 7)).first());
            assertEquals(1, rows.updateOne(new Document("_id", 8), new Document("$set", new Document("a", 1))).getModifiedCount());
        }
    }

    private static void write(MongoCollection<Document> rows, String name, Set<String> acknowledged) {
        try {
            for (int n = 0;; n++) {
                rows.insertOne(new Document("writer", name).append("n", n).append("state", "done"));
                acknowledged.add(name + "/" + n);
                if (n % 3 == 0) {
                    rows.updateOne(new Document("writer", name).append("n", n), new Document("$set", new Document("more", n)));
                }
            }
        } catch (MongoException e) {
            // the engine was killed
        }
    }

    @Test
    void secondStartOnTheFolderIsRefused() throws Exception {
        Process first = launch();
        readyPort(first);
        Process second = launch();
        assertTrue(second.waitFor(20, TimeUnit.SECONDS));
        assertEquals(3, second.exitValue());
        String told = new String(second.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(told.startsWith("Another engine is already running on the folder"), told);
        assertTrue(first.isAlive());
    }

    @Test
    void sigtermEndsCleanlyAndNothingIsLost() throws Exception {
        Path portFile = dir.resolve("port");
        Process process = launch("--port-file", portFile.toString());
        int port = readyPort(process);
        assertEquals(String.valueOf(port), Files.readString(portFile).trim());
        try (MongoClient client = MongoClients.create(Running.uri(port))) {
            client.getDatabase("test").getCollection("rows").insertOne(new Document("_id", 1));
            process.toHandle().destroy(); // SIGTERM
            assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        }
        assertEquals(143, process.exitValue());
        assertEquals("", new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
        Process again = launch();
        try (MongoClient client = MongoClients.create(Running.uri(readyPort(again)))) {
            assertEquals(1, client.getDatabase("test").getCollection("rows").countDocuments());
        }
    }
}
