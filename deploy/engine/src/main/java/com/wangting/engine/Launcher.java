package com.wangting.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Starts the engine for one folder and tells the starter, by one line of JSON, where it listens. */
public final class Launcher {

    static final int EXIT_USAGE = 2;
    static final int EXIT_FOLDER_IN_USE = 3;
    static final int EXIT_FAILED = 1;

    private Launcher() {
    }

    public static void main(String[] args) {
        try {
            start(Options.parse(args));
        } catch (IllegalArgumentException e) {
            fail(EXIT_USAGE, e.getMessage());
        } catch (Exception e) {
            fail(EXIT_FAILED, "The engine could not start: " + e);
        }
    }

    private static void start(Options options) throws IOException {
        Files.createDirectories(options.dir());
        FolderLock lock = FolderLock.tryTake(options.dir());
        if (lock == null) {
            fail(EXIT_FOLDER_IN_USE, "Another engine is already running on the folder " + options.dir() + ".");
            return;
        }
        Engine engine = Engine.start(options.dir(), options.port(), options.fsync());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            engine.close();
            try {
                lock.close();
            } catch (IOException e) {
                // the process ends anyway, and the system frees the lock
            }
        }, "shutdown"));
        if (options.portFile() != null) {
            writeAtomically(options.portFile(), engine.port() + "\n");
        }
        System.out.println("{\"ready\":true,\"port\":" + engine.port() + ",\"pid\":" + ProcessHandle.current().pid() + "}");
        System.out.flush();
    }

    private static void writeAtomically(Path file, String text) throws IOException {
        if (file.getParent() != null) {
            Files.createDirectories(file.getParent());
        }
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(draft, text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void fail(int code, String sentence) {
        System.err.println(sentence);
        System.exit(code);
    }
}
