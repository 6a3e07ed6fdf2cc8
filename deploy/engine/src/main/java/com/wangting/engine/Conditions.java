package com.wangting.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;

/**
 * What a filter says about single fields in a form that an index can answer. Whatever is not understood sets
 * "more": then each candidate is still checked against the whole filter, so nothing is ever lost or added.
 */
final class Conditions {

    /** The condition on one field: points (equality or $in) or bounds; exact when it says all the filter says. */
    static final class Field {
        List<Object> points;
        Object lower;
        boolean lowerInclusive;
        Object upper;
        boolean upperInclusive;
        boolean exact = true;

        boolean isUsable() {
            return points != null || lower != null || upper != null;
        }

        boolean hasNullPoint() {
            return points != null && points.stream().anyMatch(Missing::isNullOrMissing);
        }
    }

    final Map<String, Field> fields = new LinkedHashMap<>();
    boolean more;

    static Conditions of(Document filter) {
        Conditions conditions = new Conditions();
        if (filter != null) {
            conditions.read(filter);
        }
        conditions.fields.values().removeIf(field -> {
            conditions.more |= !field.exact;
            return !field.isUsable();
        });
        return conditions;
    }

    private void read(Document filter) {
        for (Map.Entry<String, Object> entry : filter.entrySet()) {
            String key = entry.getKey();
            Object value = entry.getValue();
            if (key.equals("$and") && value instanceof Collection<?> parts && !parts.isEmpty()
                && parts.stream().allMatch(part -> part instanceof Document)) {
                parts.forEach(part -> read((Document) part));
            } else if (key.startsWith("$") || key.isEmpty() || key.startsWith(".") || key.endsWith(".")) {
                more |= !key.equals("$comment");
            } else {
                readField(fields.computeIfAbsent(key, k -> new Field()), value);
            }
        }
    }

    private static void readField(Field field, Object value) {
        if (!(value instanceof Document operators)) {
            addPoints(field, java.util.Collections.singletonList(value));
        } else if (operators.isEmpty() || BsonRegularExpression.isRegularExpression(value)
            || operators.keySet().stream().anyMatch(key -> !key.startsWith("$"))) {
            field.exact = false;
        } else {
            operators.forEach((operator, operand) -> readOperator(field, operator, operand));
        }
    }

    private static void readOperator(Field field, String operator, Object operand) {
        switch (operator) {
            case "$eq" -> addPoints(field, java.util.Collections.singletonList(operand));
            case "$in" -> {
                if (operand instanceof Collection<?> values) {
                    addPoints(field, values);
                } else {
                    field.exact = false;
                }
            }
            case "$gt", "$gte" -> addBound(field, operand, operator.equals("$gte"), true);
            case "$lt", "$lte" -> addBound(field, operand, operator.equals("$lte"), false);
            default -> field.exact = false;
        }
    }

    private static void addPoints(Field field, Collection<?> values) {
        if (field.points == null && values.stream().allMatch(KeyCodec::canEqual)) {
            field.points = new ArrayList<>(values);
            field.exact &= field.lower == null && field.upper == null;
        } else {
            field.exact = false;
        }
    }

    private static void addBound(Field field, Object value, boolean inclusive, boolean lower) {
        Object other = lower ? field.upper : field.lower;
        if (KeyCodec.rangeTag(value) < 0 || (lower ? field.lower : field.upper) != null
            || other != null && KeyCodec.rangeTag(other) != KeyCodec.rangeTag(value)) {
            field.exact = false;
            return;
        }
        if (lower) {
            field.lower = value;
            field.lowerInclusive = inclusive;
        } else {
            field.upper = value;
            field.upperInclusive = inclusive;
        }
        field.exact &= field.points == null;
    }
}
