package com.wangting.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.h2.mvstore.MVMap;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.CannotIndexParallelArraysError;
import de.bwaldvogel.mongo.exception.DuplicateKeyError;

/**
 * A real index on disk, unique or not: one entry per document (per element for lists), its key being the encoded
 * fields, then the position, then the length of the position. Upstream keeps it up to date through the Index methods;
 * queries read it through the Planner, not through canHandle.
 */
final class SortedIndex extends Index<Object> {

    private static final long BUILT = 1L << 40;
    private static final int PLAIN_SHIFT = 16;
    private static final int MAX_FIELDS = 16;

    private final boolean unique;
    private final FieldPath[] paths;
    private final MVMap<byte[], Boolean> map;
    private final MVMap<String, Long> flagsMap;
    private String mapName;
    private volatile long flags;

    SortedIndex(String name, List<IndexKey> keys, boolean sparse, boolean unique, String mapName,
                MVMap<byte[], Boolean> map, MVMap<String, Long> flagsMap) {
        super(name, keys, sparse);
        if (keys.size() > MAX_FIELDS) {
            throw new IllegalArgumentException("An index has at most " + MAX_FIELDS + " fields.");
        }
        this.unique = unique;
        this.paths = keys.stream().map(key -> new FieldPath(key.getKey())).toArray(FieldPath[]::new);
        this.mapName = mapName;
        this.map = map;
        this.flagsMap = flagsMap;
        this.flags = flagsMap.getOrDefault(mapName, 0L);
    }

    MVMap<byte[], Boolean> map() {
        return map;
    }

    long flags() {
        return flags;
    }

    static boolean holdsLists(long flags, int field) {
        return (flags & 1L << field) != 0;
    }

    static boolean holdsLists(long flags) {
        return (flags & (1L << PLAIN_SHIFT) - 1) != 0;
    }

    static boolean isPlain(long flags, int field) {
        return (flags & 1L << PLAIN_SHIFT + field) == 0;
    }

    boolean isReadable() {
        return Arrays.stream(paths).noneMatch(FieldPath::mayNameElement);
    }

    boolean leavesDocumentsOut() {
        return isSparse();
    }

    boolean isBuilt() {
        return (flags & BUILT) != 0;
    }

    void markBuilt() {
        setFlags(flags | BUILT);
    }

    void clear() {
        map.clear();
        setFlags(0);
    }

    void renamed(String newMapName) {
        flagsMap.remove(mapName);
        mapName = newMapName;
        flagsMap.put(mapName, flags);
    }

    private void setFlags(long newFlags) {
        if (newFlags != flags) {
            flagsMap.put(mapName, newFlags);
            flags = newFlags;
        }
    }

    /** The encoded fields of each entry that a document has, without position. */
    private List<byte[]> fieldsOf(Document document) {
        int n = paths.length;
        FieldPath.Found[] found = new FieldPath.Found[n];
        boolean exists = false;
        boolean lists = false;
        for (int i = 0; i < n; i++) {
            found[i] = paths[i].find(document);
            exists |= found[i].exists;
            lists |= found[i].listAt >= 0;
        }
        if (isSparse() && !exists) {
            return List.of();
        }
        long newFlags = flags;
        if (!lists) {
            byte[] key = new byte[0];
            for (int i = 0; i < n; i++) {
                KeyCodec.Encoded encoded = encode(found[i].values.get(0), i);
                newFlags |= encoded.plain() ? 0 : 1L << PLAIN_SHIFT + i;
                key = i == 0 ? encoded.bytes() : Bytes.concat(key, encoded.bytes());
            }
            setFlags(newFlags);
            return List.of(key);
        }
        refuseParallelLists(found);
        for (int i = 0; i < n; i++) {
            newFlags |= found[i].listAt >= 0 ? 1L << i | 1L << PLAIN_SHIFT + i : 0;
            for (Object value : found[i].values) {
                newFlags |= encode(value, i).plain() ? 0 : 1L << PLAIN_SHIFT + i;
            }
        }
        setFlags(newFlags);
        Set<byte[]> keys = new TreeSet<>(Arrays::compareUnsigned);
        if (haveEqualSizes(found)) {
            int size = Arrays.stream(found).mapToInt(f -> f.values.size()).max().orElse(1);
            for (int element = 0; element < size; element++) {
                byte[] key = new byte[0];
                for (int i = 0; i < n; i++) {
                    List<Object> values = found[i].values;
                    key = Bytes.concat(key, encode(values.get(values.size() == 1 ? 0 : element), i).bytes());
                }
                keys.add(key);
            }
        } else {
            multiply(found, 0, new byte[0], keys);
        }
        return new ArrayList<>(keys);
    }

    private KeyCodec.Encoded encode(Object value, int field) {
        KeyCodec.Encoded encoded = value == FieldPath.EMPTY
            ? new KeyCodec.Encoded(new byte[] { KeyCodec.EMPTY_LIST }, false) : KeyCodec.encode(value);
        return getKeys().get(field).isAscending() ? encoded
            : new KeyCodec.Encoded(KeyCodec.invert(encoded.bytes()), encoded.plain());
    }

    private void refuseParallelLists(FieldPath.Found[] found) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < found.length; i++) {
            if (found[i].listAt >= 0) {
                names.add(paths[i].listName(found[i]));
            }
        }
        if (names.size() > 1) {
            throw new CannotIndexParallelArraysError(names);
        }
    }

    private static boolean haveEqualSizes(FieldPath.Found[] found) {
        int size = -1;
        for (FieldPath.Found field : found) {
            if (field.listAt >= 0) {
                if (size >= 0 && size != field.values.size()) {
                    return false;
                }
                size = field.values.size();
            }
        }
        return true;
    }

    private void multiply(FieldPath.Found[] found, int field, byte[] prefix, Set<byte[]> keys) {
        if (field == found.length) {
            keys.add(prefix);
            return;
        }
        for (Object value : found[field].values) {
            multiply(found, field + 1, Bytes.concat(prefix, encode(value, field).bytes()), keys);
        }
    }

    private static byte[] entry(byte[] fields, byte[] position) {
        byte[] key = Arrays.copyOf(fields, fields.length + position.length + 3);
        System.arraycopy(position, 0, key, fields.length, position.length);
        key[key.length - 3] = (byte) (position.length >>> 16);
        key[key.length - 2] = (byte) (position.length >>> 8);
        key[key.length - 1] = (byte) position.length;
        return key;
    }

    static byte[] positionIn(byte[] entry) {
        int end = entry.length - 3;
        int length = (entry[end] & 0xFF) << 16 | (entry[end + 1] & 0xFF) << 8 | entry[end + 2] & 0xFF;
        return Arrays.copyOfRange(entry, end - length, end);
    }

    private static byte[] positionOf(Document document) {
        return KeyCodec.bytes(document.get("_id"));
    }

    @Override
    public Object getPosition(Document document) {
        return null; // the _id index knows the position
    }

    @Override
    public void checkAdd(Document document, MongoCollection<Object> collection) {
        refuseDuplicate(document, positionOf(document), collection);
    }

    @Override
    public void checkUpdate(Document oldDocument, Document newDocument, MongoCollection<Object> collection) {
        refuseDuplicate(newDocument, positionOf(oldDocument), collection);
    }

    private void refuseDuplicate(Document document, byte[] position, MongoCollection<Object> collection) {
        List<byte[]> allFields = fieldsOf(document);
        if (!unique) {
            return;
        }
        for (byte[] fields : allFields) {
            byte[] first = map.ceilingKey(fields);
            if (first != null && Bytes.startsWith(first, fields) && !Arrays.equals(positionIn(first), position)) {
                throw new DuplicateKeyError(this, collection, getKeys(), describe(document));
            }
        }
    }

    private KeyValue describe(Document document) {
        List<Object> values = new ArrayList<>();
        for (FieldPath path : paths) {
            Object value = path.find(document).values.get(0);
            values.add(value == FieldPath.EMPTY || value instanceof Missing ? null : value);
        }
        return new KeyValue(values);
    }

    @Override
    public void add(Document document, Object position, MongoCollection<Object> collection) {
        for (byte[] fields : fieldsOf(document)) {
            map.put(entry(fields, ((Position) position).key()), Boolean.TRUE);
        }
    }

    @Override
    public Object remove(Document document) {
        byte[] position = positionOf(document);
        for (byte[] fields : fieldsOf(document)) {
            map.remove(entry(fields, position));
        }
        return new Position(position);
    }

    @Override
    public void updateInPlace(Document oldDocument, Document newDocument, Object position,
                              MongoCollection<Object> collection) {
        List<byte[]> before = fieldsOf(oldDocument);
        List<byte[]> after = fieldsOf(newDocument);
        byte[] key = ((Position) position).key();
        if (before.size() == 1 && after.size() == 1 && Arrays.equals(before.get(0), after.get(0))) {
            return;
        }
        for (byte[] fields : before) {
            map.remove(entry(fields, key));
        }
        for (byte[] fields : after) {
            map.put(entry(fields, key), Boolean.TRUE);
        }
    }

    @Override
    public boolean canHandle(Document query) {
        return false; // queries go through the Planner
    }

    @Override
    public Iterable<Object> getPositions(Document query) {
        throw new UnsupportedOperationException("Queries go through the Planner.");
    }

    @Override
    public boolean hasSameOptions(Index<?> other) {
        return super.hasSameOptions(other) && isUnique() == other.isUnique()
            && toIndexDescription().get("key").equals(other.toIndexDescription().get("key"));
    }

    @Override
    public long getCount() {
        return map.sizeAsLong();
    }

    @Override
    public boolean isEmpty() {
        return false; // built by the collection, so upstream must not build it again
    }

    @Override
    public long getDataSize() {
        return getCount();
    }

    @Override
    public boolean isUnique() {
        return unique;
    }

    @Override
    public void drop() {
        flagsMap.remove(mapName);
    }
}
