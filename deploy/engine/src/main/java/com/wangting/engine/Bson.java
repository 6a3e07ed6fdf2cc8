package com.wangting.engine;

import java.util.Collection;
import java.util.Map;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Documents are stored as BSON: each read decodes its own copy, so no reader sees a writer's changes. */
final class Bson {

    private Bson() {
    }

    static byte[] encode(Document document) {
        ByteBuf buffer = Unpooled.buffer(512);
        BsonEncoder.encodeDocument(document, buffer);
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    static Document decode(byte[] bytes) {
        return BsonDecoder.decodeBson(Unpooled.wrappedBuffer(bytes));
    }

    /** About how many bytes a value takes on the wire, without encoding it. */
    static long roughSize(Object value) {
        if (value instanceof String text) {
            return 8 + 2L * text.length();
        } else if (value instanceof Map<?, ?> map) {
            long size = 8;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                size += 2 + entry.getKey().toString().length() + roughSize(entry.getValue());
            }
            return size;
        } else if (value instanceof Collection<?> list) {
            long size = 8;
            for (Object element : list) {
                size += 4 + roughSize(element);
            }
            return size;
        } else if (value instanceof BinData data) {
            return 8 + data.getData().length;
        }
        return 12;
    }
}
