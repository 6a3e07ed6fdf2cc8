package com.wangting.engine;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;

/**
 * Turns a value into bytes whose unsigned order is upstream's order of values, and which are equal exactly when
 * upstream calls the values equal. No encoding is a prefix of another, so encodings can be strung together.
 */
final class KeyCodec {

    static final int MIN_KEY = 0x02;
    static final int NULL = 0x05;
    static final int EMPTY_LIST = 0x08;
    static final int NUMBER = 0x20;
    static final int STRING = 0x30;
    static final int DOCUMENT = 0x40;
    static final int LIST = 0x44;
    static final int BINARY = 0x48;
    static final int LEGACY_UUID = 0x4C;
    static final int UUID_TAG = 0x50;
    static final int OBJECT_ID = 0x60;
    static final int BOOLEAN = 0x70;
    static final int DATE = 0x80;
    static final int TIMESTAMP = 0x84;
    static final int OTHER = 0x90;
    static final int MAX_KEY = 0xF0;

    private static final double EXACT_LIMIT = 9007199254740992.0; // 2^53

    private KeyCodec() {
    }

    /** Bytes of one value, and whether their order can be trusted for sorting and counting. */
    record Encoded(byte[] bytes, boolean plain) {
    }

    static Encoded encode(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(16);
        boolean plain = write(value, out);
        return new Encoded(out.toByteArray(), plain);
    }

    static byte[] bytes(Object value) {
        return encode(value).bytes();
    }

    static byte[] invert(byte[] bytes) {
        byte[] inverted = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            inverted[i] = (byte) ~bytes[i];
        }
        return inverted;
    }

    /** @return the tag of values that upstream compares by size with this one, or -1 when ranges cannot use the index */
    static int rangeTag(Object value) {
        if (value instanceof Number && !(value instanceof Decimal128)) {
            return NUMBER;
        } else if (value instanceof String) {
            return STRING;
        } else if (value instanceof ObjectId) {
            return OBJECT_ID;
        } else if (value instanceof Boolean) {
            return BOOLEAN;
        } else if (value instanceof Instant) {
            return DATE;
        }
        return -1;
    }

    static boolean canEqual(Object value) {
        return rangeTag(value) >= 0 || Missing.isNullOrMissing(value) || value instanceof Decimal128
            || value instanceof UUID || value instanceof LegacyUUID || value instanceof BinData;
    }

    private static boolean write(Object value, ByteArrayOutputStream out) {
        if (Missing.isNullOrMissing(value)) {
            out.write(NULL);
            return true;
        } else if (value instanceof String text) {
            out.write(STRING);
            writeText(text, out);
            return true;
        } else if (value instanceof Number number) {
            out.write(NUMBER);
            return writeNumber(number, out);
        } else if (value instanceof ObjectId id) {
            out.write(OBJECT_ID);
            out.writeBytes(id.toByteArray());
            return true;
        } else if (value instanceof Boolean flag) {
            out.write(BOOLEAN);
            out.write(flag ? 1 : 0);
            return true;
        } else if (value instanceof Instant date) {
            out.write(DATE);
            writeLong(date.toEpochMilli() ^ Long.MIN_VALUE, out);
            return true;
        }
        writeOther(value, out);
        return false;
    }

    private static void writeOther(Object value, ByteArrayOutputStream out) {
        if (value instanceof Map<?, ?> document) {
            out.write(DOCUMENT);
            for (Map.Entry<?, ?> entry : document.entrySet()) {
                out.write(1);
                writeText(entry.getKey().toString(), out);
                write(entry.getValue(), out);
            }
            out.write(0);
        } else if (value instanceof Collection<?> list) {
            out.write(LIST);
            for (Object element : list) {
                out.write(1);
                write(element, out);
            }
            out.write(0);
        } else if (value instanceof BinData data) {
            out.write(BINARY);
            writeLong(data.getData().length, out);
            out.writeBytes(data.getData());
        } else if (value instanceof UUID uuid) {
            out.write(UUID_TAG);
            writeLong(uuid.getMostSignificantBits(), out);
            writeLong(uuid.getLeastSignificantBits(), out);
        } else if (value instanceof LegacyUUID uuid) {
            out.write(LEGACY_UUID);
            writeLong(uuid.getUuid().getMostSignificantBits(), out);
            writeLong(uuid.getUuid().getLeastSignificantBits(), out);
        } else if (value instanceof BsonTimestamp timestamp) {
            out.write(TIMESTAMP);
            writeLong(timestamp.getValue(), out);
        } else if (value instanceof MinKey) {
            out.write(MIN_KEY);
        } else if (value instanceof MaxKey) {
            out.write(MAX_KEY);
        } else {
            byte[] bson = Bson.encode(new Document("", value));
            out.write(OTHER);
            writeLong(bson.length, out);
            out.writeBytes(bson);
        }
    }

    private static boolean writeNumber(Number number, ByteArrayOutputStream out) {
        double value = number.doubleValue();
        if (value == 0.0) {
            value = 0.0; // -0.0 is 0
        }
        long bits = Double.doubleToLongBits(value);
        writeLong(bits >= 0 ? bits ^ Long.MIN_VALUE : ~bits, out);
        if (Math.abs(value) < EXACT_LIMIT) {
            return !(number instanceof Decimal128);
        }
        // beyond 2^53 several long values share one double: the rest tells them apart, in order
        long rest = number instanceof Long ? number.longValue() - (long) value : 0;
        if (value == 0x1p63) {
            rest = number instanceof Long ? number.longValue() - Long.MAX_VALUE - 1 : 0;
        }
        int biased = (int) rest + 0x8000;
        out.write(biased >>> 8);
        out.write(biased);
        return false;
    }

    private static void writeLong(long value, ByteArrayOutputStream out) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }

    /** By UTF-16 unit, as String.compareTo orders; 0 is escaped so that the end mark 00 00 sorts first. */
    private static void writeText(String text, ByteArrayOutputStream out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                out.write(0);
                out.write(0xFF);
            } else if (c < 0x80) {
                out.write(c);
            } else if (c < 0x800) {
                out.write(0xC0 | c >>> 6);
                out.write(0x80 | c & 0x3F);
            } else {
                out.write(0xE0 | c >>> 12);
                out.write(0x80 | c >>> 6 & 0x3F);
                out.write(0x80 | c & 0x3F);
            }
        }
        out.write(0);
        out.write(0);
    }
}
