package com.wangting.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.h2.mvstore.Page;
import org.h2.mvstore.PageRank;

import com.wangting.engine.Plan.Range;
import com.wangting.engine.View.IndexView;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;

/** Chooses the cheapest way to the candidates, by counting (not guessing) the keys that each index would read. */
final class Planner {

    private static final int MAX_RANGES = 1000;
    private static final int MAX_MERGED_RANGES = 200;

    private final View view;
    private final String idField;
    private final Conditions conditions;
    private final Document sort;

    private Planner(View view, String idField, Conditions conditions, Document sort) {
        this.view = view;
        this.idField = idField;
        this.conditions = conditions;
        this.sort = sort;
    }

    /** @param wanted how many documents the reader will take (skip + limit), 0 for all */
    static Plan plan(View view, String idField, Document filter, Document sort, long wanted) {
        Planner planner = new Planner(view, idField, Conditions.of(filter), sort);
        return planner.cheapest(planner.candidates(), wanted);
    }

    /** To count: a way whose keys say it all reads no document, however many keys there are. */
    static Plan count(View view, String idField, Document filter) {
        Planner planner = new Planner(view, idField, Conditions.of(filter), null);
        List<Plan> plans = planner.candidates();
        return plans.stream().filter(Plan::exact).findFirst().orElseGet(() -> planner.cheapest(plans, 0));
    }

    private Plan cheapest(List<Plan> plans, long wanted) {
        long fewest = Math.max(1, plans.stream().mapToLong(Plan::estimate).min().orElse(1));
        Plan best = null;
        double bestCost = 0;
        for (Plan plan : plans) {
            double cost = cost(plan, wanted, fewest);
            if (best == null || cost < bestCost) {
                best = plan;
                bestCost = cost;
            }
        }
        return best;
    }

    private double cost(Plan plan, long wanted, long fewest) {
        double all = plan.estimate() + 1 + 0.01 * plan.ranges().size();
        double perKey = plan.index() == null ? 1.0 : 1.3;
        if (!plan.ordered()) {
            return all * perKey * 1.3;
        }
        if (wanted <= 0) {
            return all * perKey;
        }
        // with a filter still to check, expect to read as many per hit as the best index would have to skip
        double expected = plan.exact() ? wanted : 2.0 * wanted * ((double) plan.estimate() / fewest);
        return Math.min(all, expected) * perKey;
    }

    private List<Plan> candidates() {
        List<Plan> plans = new ArrayList<>();
        for (IndexView index : view.indexes()) {
            if (index.index().isReadable()) {
                Plan plan = new Builder(index).build();
                if (plan != null) {
                    plans.add(plan);
                }
            }
        }
        plans.add(new Builder(null).build());
        return plans;
    }

    /** The fixed start of a key, with the end of each field in it. */
    private record Prefix(byte[] bytes, int[] ends) {
    }

    /** Works out what one tree can do for the query. */
    private final class Builder {

        private final IndexView index;
        private final List<String> names = new ArrayList<>();
        private final List<Boolean> ascending = new ArrayList<>();
        private final Set<String> consumed = new HashSet<>();
        private final Set<Integer> single = new HashSet<>();
        private List<Prefix> prefixes = List.of(new Prefix(new byte[0], new int[0]));
        private int points;
        private boolean exact = true;

        Builder(IndexView index) {
            this.index = index;
            if (index != null) {
                for (IndexKey key : index.index().getKeys()) {
                    names.add(key.getKey());
                    ascending.add(key.isAscending());
                }
            } else if (idField != null) {
                names.add(idField);
                ascending.add(true);
            }
        }

        private boolean lists(int field) {
            return index != null && SortedIndex.holdsLists(index.flags(), field);
        }

        private boolean plain(int field) {
            return index == null || field == names.size() ? view.plainIds() : SortedIndex.isPlain(index.flags(), field);
        }

        Plan build() {
            List<Range> ranges = null;
            boolean listUsed = false;
            for (int i = 0; i < names.size() && ranges == null; i++) {
                Conditions.Field condition = conditions.fields.get(names.get(i));
                if (condition == null || lists(i) && listUsed) {
                    break;
                }
                if (condition.points != null) {
                    if (condition.hasNullPoint() && (lists(i) || index != null && index.index().leavesDocumentsOut())
                        || !addPoints(i, condition)) {
                        break;
                    }
                } else {
                    ranges = bounds(i, condition);
                }
                consumed.add(names.get(i));
                listUsed |= lists(i);
            }
            if (consumed.isEmpty() && index != null && index.index().leavesDocumentsOut()) {
                return null;
            }
            Order order = order();
            if (consumed.isEmpty() && index != null && (sort == null || !order.ordered)) {
                return null;
            }
            if (ranges == null) {
                ranges = new ArrayList<>();
                for (Prefix prefix : prefixes) {
                    ranges.add(prefix.bytes().length == 0 ? new Range(null, null, 0)
                        : new Range(prefix.bytes(), Bytes.after(prefix.bytes()), offset(prefix, order)));
                }
            } else if (order.merge) {
                // A range behind several points: each run is compared from behind its points on.
                for (int i = 0; i < ranges.size(); i++) {
                    Range range = ranges.get(i);
                    ranges.set(i, new Range(range.low(), range.high(), offset(prefixes.get(i), order)));
                }
            }
            if (order.merge && ranges.size() > MAX_MERGED_RANGES) {
                order = Order.NONE;
            }
            exact &= !conditions.more && consumed.size() == conditions.fields.size()
                && (index == null || !SortedIndex.holdsLists(index.flags()));
            return new Plan(index, ranges, order.reverse, order.merge, order.ordered, exact,
                ranges.stream().mapToLong(range -> count(root(), range)).sum());
        }

        private Page<byte[], ?> root() {
            return index == null ? view.rows().root : index.root().root;
        }

        private int offset(Prefix prefix, Order order) {
            return order.from == 0 ? 0 : prefix.ends()[Math.min(order.from, prefix.ends().length) - 1];
        }

        private boolean addPoints(int field, Conditions.Field condition) {
            TreeMap<byte[], Boolean> encoded = new TreeMap<>(java.util.Arrays::compareUnsigned);
            for (Object point : condition.points) {
                encoded.put(component(field, KeyCodec.bytes(point)), true);
            }
            if ((long) encoded.size() * prefixes.size() > MAX_RANGES) {
                return false;
            }
            List<Prefix> longer = new ArrayList<>();
            for (Prefix prefix : prefixes) {
                for (byte[] point : encoded.keySet()) {
                    byte[] bytes = Bytes.concat(prefix.bytes(), point);
                    int[] ends = java.util.Arrays.copyOf(prefix.ends(), field + 1);
                    ends[field] = bytes.length;
                    longer.add(new Prefix(bytes, ends));
                }
            }
            if (encoded.size() == 1) {
                single.add(field);
            }
            prefixes = longer;
            points = field + 1;
            return true;
        }

        private byte[] component(int field, byte[] encoded) {
            return ascending.get(field) ? encoded : KeyCodec.invert(encoded);
        }

        private List<Range> bounds(int field, Conditions.Field condition) {
            Object low = condition.lower;
            Object high = condition.upper;
            if (lists(field) && low != null && high != null) {
                high = null; // two elements of a list may meet one bound each
            }
            exact &= plain(field);
            byte[] tag = { (byte) KeyCodec.rangeTag(low != null ? low : high) };
            byte[] first = component(field, low == null ? tag : KeyCodec.bytes(low));
            byte[] last = component(field, high == null ? tag : KeyCodec.bytes(high));
            boolean firstInclusive = low == null || condition.lowerInclusive;
            boolean lastInclusive = high == null || condition.upperInclusive;
            if (!ascending.get(field)) {
                byte[] swap = first;
                first = last;
                last = swap;
                boolean swapInclusive = firstInclusive;
                firstInclusive = lastInclusive;
                lastInclusive = swapInclusive;
            }
            List<Range> ranges = new ArrayList<>();
            for (Prefix prefix : prefixes) {
                byte[] from = Bytes.concat(prefix.bytes(), first);
                byte[] to = Bytes.concat(prefix.bytes(), last);
                ranges.add(new Range(firstInclusive ? from : Bytes.after(from), lastInclusive ? Bytes.after(to) : to, 0));
            }
            return ranges;
        }

        private Order order() {
            if (sort == null || sort.isEmpty()) {
                return new Order(true, false, false, 0);
            }
            if (index != null && SortedIndex.holdsLists(index.flags())) {
                return Order.NONE;
            }
            List<Map.Entry<String, Object>> wanted = new ArrayList<>(sort.entrySet());
            wanted.removeIf(entry -> {
                int field = names.indexOf(entry.getKey());
                return field >= 0 && field < points && single.contains(field);
            });
            int matched = 0;
            int direction = 0;
            int from = 0;
            boolean merge = false;
            boolean lastIsId = index != null && idField != null && !names.contains(idField);
            for (int i = 0; i < names.size() + (lastIsId ? 1 : 0) && matched < wanted.size(); i++) {
                String name = i < names.size() ? names.get(i) : idField;
                boolean up = i >= names.size() || ascending.get(i);
                Map.Entry<String, Object> next = wanted.get(matched);
                if (name.equals(next.getKey())) {
                    if (!(next.getValue() instanceof Number number) || !plain(i)) {
                        return Order.NONE;
                    }
                    int sign = (number.intValue() > 0) == up ? 1 : -1;
                    if (direction != 0 && direction != sign) {
                        return Order.NONE;
                    }
                    from = matched == 0 ? i : from;
                    direction = sign;
                    matched++;
                } else if (i >= points || !single.contains(i) && matched > 0) {
                    return Order.NONE;
                } else if (!single.contains(i)) {
                    merge = true;
                }
            }
            return matched == wanted.size() ? new Order(true, direction < 0, merge && matched > 0, from) : Order.NONE;
        }
    }

    /** Whether a tree's order is the wanted one; merged ranges compare from the field "from" on. */
    private record Order(boolean ordered, boolean reverse, boolean merge, int from) {
        static final Order NONE = new Order(false, false, false, 0);
    }

    private static long count(Page<byte[], ?> root, Range range) {
        long low = range.low() == null ? 0 : PageRank.keysBelow(root, range.low());
        long high = range.high() == null ? root.getTotalCount() : PageRank.keysBelow(root, range.high());
        return Math.max(0, high - low);
    }
}
