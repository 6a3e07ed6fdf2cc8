package com.wangting.engine;

import java.nio.file.Path;

/** The command line, refused with a plain sentence rather than a stack trace. */
record Options(Path dir, int port, Path portFile, boolean fsync) {

    static final String USAGE = "Usage: java -jar wangting-engine.jar --dir DIR [--port N] [--port-file FILE] [--fsync on|off]";

    static Options parse(String[] args) {
        Path dir = null;
        Path portFile = null;
        int port = 0;
        boolean fsync = true;
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 >= args.length) {
                throw new IllegalArgumentException("The option " + args[i] + " needs a value. " + USAGE);
            }
            String value = args[i + 1];
            switch (args[i]) {
                case "--dir" -> dir = Path.of(value).toAbsolutePath();
                case "--port-file" -> portFile = Path.of(value).toAbsolutePath();
                case "--port" -> port = parsePort(value);
                case "--fsync" -> fsync = parseSwitch(value);
                default -> throw new IllegalArgumentException("Unknown option " + args[i] + ". " + USAGE);
            }
        }
        if (dir == null) {
            throw new IllegalArgumentException("The option --dir is missing. " + USAGE);
        }
        return new Options(dir, port, portFile, fsync);
    }

    private static boolean parseSwitch(String value) {
        if (value.equals("on") || value.equals("off")) {
            return value.equals("on");
        }
        throw new IllegalArgumentException("The option --fsync is on or off, not " + value + ".");
    }

    private static int parsePort(String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("The port must be a number from 0 to 65535, not " + value + ".");
    }
}
