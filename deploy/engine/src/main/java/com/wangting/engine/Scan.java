package com.wangting.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

import org.h2.mvstore.Cursor;
import org.h2.mvstore.RootReference;

import com.wangting.engine.Plan.Range;

/** Walks the keys of a plan one by one, in either direction, reading only as far as it is asked. */
final class Scan {

    private final View view;
    private final Plan plan;
    private final ScanStats.Counters stats;
    private final Set<Position> seen;
    private final PriorityQueue<Run> merged;
    private List<Range> todo = new ArrayList<>();
    private Run current;
    private byte[] position;
    private byte[] row;

    Scan(View view, Plan plan, ScanStats.Counters stats) {
        this.view = view;
        this.plan = plan;
        this.stats = stats;
        this.seen = plan.mayRepeat() ? new HashSet<>() : null;
        if (plan.merge()) {
            merged = new PriorityQueue<>(Run::compare);
            for (Range range : plan.ranges()) {
                Run run = new Run(range);
                if (run.advance()) {
                    merged.add(run);
                }
            }
        } else {
            merged = null;
            todo.addAll(plan.ranges());
            if (!plan.reverse()) {
                Collections.reverse(todo); // taken from the end
            }
        }
    }

    boolean next() {
        while (advance()) {
            stats.key();
            if (seen == null || seen.add(new Position(position))) {
                return true;
            }
        }
        return false;
    }

    byte[] position() {
        return position;
    }

    byte[] row() {
        stats.document();
        return row != null ? row : view.row(position);
    }

    private boolean advance() {
        if (merged != null) {
            Run run = merged.poll();
            if (run == null) {
                return false;
            }
            take(run);
            if (run.advance()) {
                merged.add(run);
            }
            return true;
        }
        while (true) {
            if (current != null && current.advance()) {
                take(current);
                return true;
            }
            if (todo.isEmpty()) {
                return false;
            }
            current = new Run(todo.remove(todo.size() - 1));
        }
    }

    private void take(Run run) {
        position = plan.index() == null ? run.key : SortedIndex.positionIn(run.key);
        row = plan.index() == null ? (byte[]) run.cursor.getValue() : null;
    }

    /** One range being walked. */
    private final class Run {

        private final Range range;
        private final Cursor<byte[], ?> cursor;
        private byte[] key;

        Run(Range range) {
            this.range = range;
            this.cursor = plan.index() == null ? cursor(view.rows()) : cursor(plan.index().root());
        }

        private <V> Cursor<byte[], V> cursor(RootReference<byte[], V> root) {
            return plan.reverse() ? new Cursor<>(root, range.high(), range.low(), true)
                : new Cursor<>(root, range.low(), range.high(), false);
        }

        boolean advance() {
            while (cursor.hasNext()) {
                key = cursor.next();
                if (range.high() == null || Arrays.compareUnsigned(key, range.high()) < 0) {
                    return true;
                } else if (!plan.reverse()) {
                    return false;
                }
            }
            return false;
        }

        int compare(Run that) {
            int order = Arrays.compareUnsigned(key, range.sortOffset(), key.length,
                that.key, that.range.sortOffset(), that.key.length);
            return plan.reverse() ? -order : order;
        }
    }
}
