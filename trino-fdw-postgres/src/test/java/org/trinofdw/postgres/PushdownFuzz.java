package org.trinofdw.postgres;

import com.google.common.collect.ImmutableList;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * Makes tables of awkward values and queries over them that have one right answer, no matter in which order rows are read.
 */
final class PushdownFuzz
{
    private enum Kind
    {
        SMALL, INTEGER, BIG, DECIMAL, DOUBLE, REAL, NUMBER, TEXT, PADDED, MOOD, DATE, TIMESTAMP, BOOLEAN
    }

    private record Column(String name, String remoteType, Kind kind) {}

    private static final List<Column> COLUMNS = ImmutableList.of(
            new Column("s", "smallint", Kind.SMALL),
            new Column("i", "int", Kind.INTEGER),
            new Column("l", "bigint", Kind.BIG),
            new Column("p", "numeric(12, 2)", Kind.DECIMAL),
            new Column("d", "float8", Kind.DOUBLE),
            new Column("r", "float4", Kind.REAL),
            new Column("n", "numeric", Kind.NUMBER),
            new Column("t", "text", Kind.TEXT),
            new Column("e", "text COLLATE \"en-x-icu\"", Kind.TEXT),
            new Column("x", "text COLLATE tpch.nocase", Kind.TEXT),
            new Column("v", "varchar(8)", Kind.TEXT),
            new Column("c", "char(4)", Kind.PADDED),
            new Column("m", "tpch.mood", Kind.MOOD),
            new Column("dt", "date", Kind.DATE),
            new Column("ts", "timestamp", Kind.TIMESTAMP),
            new Column("b", "boolean", Kind.BOOLEAN));

    // literals of both languages
    private static final Map<Kind, List<String>> VALUES = Map.ofEntries(
            Map.entry(Kind.SMALL, List.of("0", "1", "-1", "2", "7", "100")),
            Map.entry(Kind.INTEGER, List.of("0", "1", "-1", "2", "7", "40000")),
            Map.entry(Kind.BIG, List.of("0", "1", "-1", "2", "7", "5000000000")),
            Map.entry(Kind.DECIMAL, List.of("0.00", "1.00", "-1.25", "2.50", "0.01", "99999.99")),
            Map.entry(Kind.TEXT, List.of("'a'", "'A'", "'b'", "'ab'", "'ab '", "''", "'é'", "'É'", "'Z'", "'漢字'", "'a%'", "'a_b'")),
            Map.entry(Kind.PADDED, List.of("'a'", "'A'", "'ab'", "'abcd'", "'é'", "''")),
            Map.entry(Kind.MOOD, List.of("'zz'", "'aa'", "'mm'")),
            Map.entry(Kind.DATE, List.of("DATE '2020-02-29'", "DATE '1969-12-31'", "DATE '9999-12-31'", "DATE '0001-01-01'")),
            Map.entry(Kind.TIMESTAMP, List.of("TIMESTAMP '2020-02-29 01:02:03.123456'", "TIMESTAMP '1969-12-31 23:59:59.999999'", "TIMESTAMP '2020-02-29 00:00:00'")),
            Map.entry(Kind.BOOLEAN, List.of("true", "false")),
            Map.entry(Kind.DOUBLE, List.of("1.5e0", "-2e0", "0e0", "1e300")),
            Map.entry(Kind.REAL, List.of("1.5", "-2", "0", "3e10")),
            Map.entry(Kind.NUMBER, List.of("1.5", "-2", "0", "123456789012345678901234567890.5")));

    private static final List<String> COMPARISONS = List.of("=", "<>", "<", "<=", ">", ">=", "IS DISTINCT FROM", "IS NOT DISTINCT FROM");
    private static final List<String> PATTERNS = List.of("'a%'", "'%b'", "'_'", "'%'", "'a\\_b'", "'%a%'", "'a#_b' ESCAPE '#'");

    private final Random random;

    PushdownFuzz(Random random)
    {
        this.random = requireNonNull(random, "random is null");
    }

    static String createTable(String name)
    {
        return COLUMNS.stream()
                .map(column -> column.name() + " " + column.remoteType())
                .collect(joining(", ", "CREATE TABLE tpch." + name + " (id int, ", ")"));
    }

    /** A row as PostgreSQL writes it. */
    static String row(Random random, int id)
    {
        List<String> values = new ArrayList<>();
        values.add(String.valueOf(id));
        for (Column column : COLUMNS) {
            values.add(value(random, column));
        }
        return values.stream().collect(joining(", ", "(", ")"));
    }

    private static String value(Random random, Column column)
    {
        if (random.nextInt(6) == 0) {
            return "NULL";
        }
        if (random.nextInt(4) == 0) {
            switch (column.kind()) {
                case DOUBLE, REAL -> {
                    return pick(random, List.of("'NaN'", "'Infinity'", "'-Infinity'"));
                }
                case NUMBER -> {
                    return "'NaN'";
                }
                default -> {}
            }
        }
        return pick(random, VALUES.get(column.kind()));
    }

    String query()
    {
        return switch (random.nextInt(5)) {
            case 0 -> "SELECT id FROM one a WHERE " + condition(3, "a");
            case 1 -> topN();
            case 2 -> aggregate();
            case 3 -> join();
            default -> aggregateOfJoin();
        };
    }

    private String topN()
    {
        String order = pick(COLUMNS).name() + pick(List.of("", " DESC", " NULLS FIRST", " DESC NULLS FIRST"));
        return "SELECT id FROM one a WHERE %s ORDER BY %s, id%s LIMIT %s".formatted(condition(1, "a"), order, pick(List.of("", " DESC")), 1 + random.nextInt(20));
    }

    private String aggregate()
    {
        List<String> keys = random.nextBoolean() ? List.of() : List.of(pick(COLUMNS).name(), pick(COLUMNS).name()).subList(0, 1 + random.nextInt(2));
        String select = String.join(", ", keys) + (keys.isEmpty() ? "" : ", ") + function("") + " f, " + function("") + " g";
        return "SELECT %s FROM one a WHERE %s%s%s".formatted(
                select,
                condition(2, "a"),
                keys.isEmpty() ? "" : " GROUP BY " + String.join(", ", keys),
                !keys.isEmpty() && random.nextInt(3) == 0 ? " HAVING count(*) > 1" : "");
    }

    private String join()
    {
        return "SELECT a.id, b.id FROM one a %s two b ON %s WHERE %s".formatted(
                pick(List.of("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN")),
                joinCondition(),
                pick(List.of("a.id < 50 OR a.id IS NULL", "a.i > 0", "b.l IS NULL OR a.s = 1", "true")));
    }

    private String aggregateOfJoin()
    {
        return "SELECT a.%s, count(*), %s FROM one a %s two b ON %s GROUP BY 1".formatted(
                pick(COLUMNS).name(),
                function("b."),
                pick(List.of("JOIN", "LEFT JOIN")),
                joinCondition());
    }

    private String joinCondition()
    {
        Column column = pick(COLUMNS);
        String condition = "a.%1$s = b.%1$s".formatted(column.name());
        if (column.kind() == Kind.TEXT) {
            condition = "a.%s = b.%s".formatted(column.name(), pick(List.of("t", "e", "x", "v")));
        }
        return random.nextInt(3) == 0 ? condition + " AND a.i %s b.i".formatted(pick(List.of("<", ">=", "<>"))) : condition;
    }

    private String function(String prefix)
    {
        Column column = pick(COLUMNS);
        String name = prefix + column.name();
        return switch (column.kind()) {
            case SMALL, INTEGER, BIG, DECIMAL -> pick(List.of("sum", "avg", "min", "max", "count")) + "(" + name + ")";
            // the values are such that the order in which they are added up does not matter
            case DOUBLE, REAL -> pick(List.of("min", "max", "count", "sum", "avg")) + "(" + name + ")";
            case NUMBER -> pick(List.of("min", "max", "count")) + "(" + name + ")";
            case TEXT, PADDED, MOOD, DATE, TIMESTAMP -> pick(List.of("min(%s)", "max(%s)", "count(%s)", "count(DISTINCT %s)")).formatted(name);
            case BOOLEAN -> pick(List.of("bool_and(%s)", "bool_or(%s)", "count(%s)", "count_if(%s)")).formatted(name);
        };
    }

    /** A query whose last digits depend on the order of the rows. */
    String floatQuery()
    {
        String function = random.nextBoolean() ?
                pick(List.of("variance", "var_pop", "stddev", "stddev_pop")) + "(" + pick(List.of("s", "i", "l", "d", "r")) + ")" :
                pick(List.of("covar_pop", "covar_samp", "corr", "regr_slope")) + "(" + pick(List.of("d, d", "r, r")) + ")";
        String key = pick(COLUMNS).name();
        // a column with itself, so that nothing is zero but for columns of one value; the square of 1e300 is beyond the range
        return "SELECT %1$s, %2$s FROM one a WHERE (d <> 1e300 OR d IS NULL) AND %3$s GROUP BY %1$s ORDER BY %1$s".formatted(key, function, condition(1, "a"));
    }

    private String condition(int depth, String alias)
    {
        if (depth > 0 && random.nextInt(3) > 0) {
            return switch (random.nextInt(3)) {
                case 0 -> "(" + condition(depth - 1, alias) + " AND " + condition(depth - 1, alias) + ")";
                case 1 -> "(" + condition(depth - 1, alias) + " OR " + condition(depth - 1, alias) + ")";
                default -> "NOT (" + condition(depth - 1, alias) + ")";
            };
        }
        Column column = pick(COLUMNS);
        String name = alias + "." + column.name();
        String literal = pick(VALUES.get(column.kind()));
        return switch (random.nextInt(7)) {
            case 0 -> name + " IS NULL";
            case 1 -> "%s IN (%s, %s)".formatted(name, literal, pick(VALUES.get(column.kind())));
            case 2 -> "%s BETWEEN %s AND %s".formatted(name, literal, pick(VALUES.get(column.kind())));
            case 3 -> special(column, name);
            default -> "%s %s %s".formatted(name, pick(COMPARISONS), literal);
        };
    }

    private String special(Column column, String name)
    {
        return switch (column.kind()) {
            case SMALL, INTEGER, BIG -> pick(List.of("%1$s + 1 > 2", "%1$s %% 3 = 1", "%1$s / 2 = 1", "abs(%1$s) = 1", "%1$s * 2 < 5", "%1$s <> a.i", "%1$s < a.l", "coalesce(%1$s, 5) = 5", "-%1$s >= 0",
                    "%1$s / nullif(a.s, 0) > 1", "mod(%1$s, 3) = 1", "sign(%1$s) = -1", "bitwise_and(%1$s, 5) = 5", "bitwise_xor(%1$s, a.l) > 0", "greatest(%1$s, a.i, 2) = 2", "least(%1$s, a.l) < 1",
                    "floor(%1$s) = 7", "CAST(%1$s AS varchar) LIKE '%%1'", "CAST(%1$s AS decimal(12, 2)) < a.p")).formatted(name);
            case DECIMAL -> pick(List.of("%1$s + 1 > 2", "%1$s * %1$s > 2", "%1$s - 0.5 = 0.5", "abs(%1$s) = 1.25", "%1$s < a.i",
                    "round(%1$s) = 3", "round(%1$s, 1) = -1.3", "floor(%1$s) = -2", "ceiling(%1$s) = 3", "truncate(%1$s) = a.i", "truncate(%1$s, 1) = 2.5", "%1$s %% 0.4 > 0.05",
                    "CAST(%1$s AS bigint) = a.l", "CAST(%1$s AS decimal(8, 1)) = -1.3", "greatest(%1$s, 1.00) = 1")).formatted(name);
            case DOUBLE, REAL -> pick(List.of(
                    "%1$s + 1 > 2", "%1$s = %1$s", "%1$s < a.i", "coalesce(%1$s, 0) = 0",
                    "abs(%1$s) >= 2", "-%1$s > 1", "floor(%1$s) = 1", "ceiling(%1$s) > 1", "truncate(%1$s) <> 1", "round(%1$s) = 2", "is_nan(%1$s)", "is_finite(%1$s)", "is_infinite(%1$s)")).formatted(name);
            case NUMBER -> pick(List.of("%1$s + 1 > 2", "%1$s = %1$s", "%1$s < a.i", "coalesce(%1$s, 0) = 0", "abs(%1$s) = 2")).formatted(name);
            case TEXT -> pick(List.of(
                    name + " LIKE " + pick(PATTERNS),
                    name + " NOT LIKE " + pick(PATTERNS),
                    "length(%s) = 2".formatted(name),
                    "substr(%s, 2, 1) = 'b'".formatted(name),
                    "lower(%s) = 'a'".formatted(name),
                    "%s = a.v".formatted(name),
                    "%s < a.e".formatted(name),
                    "nullif(%s, 'a') IS NULL".formatted(name),
                    "coalesce(%s, a.v) > 'a'".formatted(name),
                    "%s || a.v = 'aa'".formatted(name),
                    "starts_with(%s, 'a')".formatted(name),
                    "reverse(%s) = 'ba'".formatted(name),
                    "replace(%s, 'a', a.v) = 'b'".formatted(name),
                    "lpad(%s, 3, 'xy') > 'x'".formatted(name),
                    "rpad(%s, 2, 'é') = 'aé'".formatted(name),
                    "substr(%s, -1) = 'b'".formatted(name),
                    "trim(%s) = 'ab'".formatted(name),
                    "greatest(%s, a.t, 'b') = 'b'".formatted(name),
                    "least(%s, a.e) < 'b'".formatted(name),
                    "CAST(%s AS varchar(1)) = 'a'".formatted(name)));
            case PADDED -> pick(List.of("%s LIKE 'a%%'", "length(%s) = 4", "%s = 'ab'", "%s || 'x' = 'ab  x'")).formatted(name);
            case MOOD -> pick(List.of("%s LIKE '%%a'", "%s = 'none'", "%s = a.t", "length(%s) = 2", "%s > 'b'")).formatted(name);
            case DATE -> pick(List.of(
                    "year(%1$s) = 2020", "%1$s + INTERVAL '1' DAY > DATE '2020-02-29'", "%1$s < a.ts",
                    "month(%1$s) = 12", "day(%1$s) > 28", "day_of_week(%1$s) = 3", "day_of_year(%1$s) > 60", "week(%1$s) = 1", "year_of_week(%1$s) = a.i", "quarter(%1$s) = 4",
                    "date_diff('day', %1$s, DATE '2020-03-01') = 1", "day(%1$s - INTERVAL '1' MONTH) = 30", "%1$s + INTERVAL '1' YEAR > a.ts")).formatted(name);
            case TIMESTAMP -> pick(List.of(
                    "CAST(%1$s AS date) = a.dt", "%1$s > DATE '2020-01-01'", "hour(%1$s) = 1",
                    "second(%1$s) = 3", "minute(%1$s) = 59", "month(%1$s) <> 2", "day(%1$s + INTERVAL '0.001' SECOND) = 1", "week(%1$s - INTERVAL '1' DAY) = 9", "greatest(%1$s, TIMESTAMP '2000-01-01 00:00:00') = %1$s")).formatted(name);
            case BOOLEAN -> pick(List.of("%s", "%s = (a.i > 0)", "%s <> a.b", "CAST(%s AS integer) = 1", "CAST(%s AS varchar) = 'true'")).formatted(name);
        };
    }

    private <T> T pick(List<T> choices)
    {
        return pick(random, choices);
    }

    private static <T> T pick(Random random, List<T> choices)
    {
        return choices.get(random.nextInt(choices.size()));
    }
}
