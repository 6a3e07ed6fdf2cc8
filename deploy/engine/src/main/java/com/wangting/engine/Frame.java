package com.wangting.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.BiConsumer;
import java.util.zip.CRC32;

/** The rows that one operation changed, as one checked piece of the journal: it is replayed whole or not at all. */
final class Frame {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private final DataOutputStream out = new DataOutputStream(bytes);

    Frame(String collection) {
        try {
            out.writeUTF(collection);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param row the new row, or null when it was removed */
    void add(byte[] position, byte[] row) {
        try {
            out.writeInt(position.length);
            out.write(position);
            out.writeInt(row == null ? -1 : row.length);
            if (row != null) {
                out.write(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void writeTo(ByteArrayOutputStream journal) {
        byte[] body = bytes.toByteArray();
        CRC32 check = new CRC32();
        check.update(body);
        DataOutputStream head = new DataOutputStream(journal);
        try {
            head.writeInt(body.length);
            head.writeInt((int) check.getValue());
            head.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a replay does with each row of a frame. */
    interface Replay {
        BiConsumer<byte[], byte[]> rowsOf(String collection);
    }

    /** @return false at the end of the journal, or at a frame cut off by a crash (never acknowledged) */
    static boolean replayNext(InputStream journal, long remaining, Replay replay) throws IOException {
        DataInputStream in = new DataInputStream(journal);
        byte[] body;
        try {
            int length = in.readInt();
            int expected = in.readInt();
            if (length < 0 || length > remaining) {
                return false;
            }
            body = in.readNBytes(length);
            CRC32 check = new CRC32();
            check.update(body);
            if (body.length < length || length == 0 || (int) check.getValue() != expected) {
                return false;
            }
        } catch (EOFException e) {
            return false;
        }
        DataInputStream rows = new DataInputStream(new ByteArrayInputStream(body));
        BiConsumer<byte[], byte[]> apply = replay.rowsOf(rows.readUTF());
        while (rows.available() > 0) {
            byte[] position = rows.readNBytes(rows.readInt());
            int length = rows.readInt();
            apply.accept(position, length < 0 ? null : rows.readNBytes(length));
        }
        return true;
    }
}
