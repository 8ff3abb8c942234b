package org.trinofdw.maxcompute;

import com.aliyun.odps.data.Binary;
import com.aliyun.odps.data.Char;
import com.aliyun.odps.data.IntervalDayTime;
import com.aliyun.odps.data.IntervalYearMonth;
import com.aliyun.odps.data.SimpleJsonValue;
import com.aliyun.odps.data.SimpleStruct;
import com.aliyun.odps.data.Varchar;
import com.aliyun.odps.type.StructTypeInfo;
import com.aliyun.odps.type.TypeInfoParser;
import com.google.common.collect.ImmutableList;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import static java.util.Locale.ENGLISH;

/**
 * A type of MaxCompute and the values at its ends, each as the SDK has it and as SQL of Trino.
 *
 * @param type as MaxCompute's DDL writes it
 * @param trinoType what a column of the type is in Trino
 * @param exact SQL that shows all bits of the value {@code %s}; approximate numbers are compared approximately otherwise
 * @param ordered whether values of the type have an order
 */
record EdgeValues(String type, String trinoType, String exact, boolean ordered, List<Edge> edges)
{
    /** The time zone of the local service's projects: with daylight saving time until 1991, and 8:05:43 before 1901. */
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    EdgeValues
    {
        edges = ImmutableList.copyOf(edges);
    }

    /**
     * @param value what the SDK takes and gives
     * @param sql a literal of Trino
     */
    record Edge(Object value, String sql) {}

    /**
     * All scalar types.
     *
     * @param instants whether DATETIME and TIMESTAMP show as instants, or else as wall clock readings
     */
    static List<EdgeValues> scalars(boolean instants)
    {
        ImmutableList.Builder<EdgeValues> scalars = ImmutableList.builder();
        scalars.add(
                of("TINYINT", "tinyint", edge(Byte.MIN_VALUE, "-128"), edge(Byte.MAX_VALUE, "127"), edge((byte) 0, "0")),
                of("SMALLINT", "smallint", edge(Short.MIN_VALUE, "-32768"), edge(Short.MAX_VALUE, "32767"), edge((short) -1, "-1")),
                of("INT", "integer", edge(Integer.MIN_VALUE, "-2147483648"), edge(Integer.MAX_VALUE, "2147483647"), edge(64, "64")),
                // one more than the lowest of 64 bits, which is NULL in MaxCompute
                of("BIGINT", "bigint", edge(Long.MIN_VALUE + 1, "-9223372036854775807"), edge(Long.MAX_VALUE, "9223372036854775807"), edge(1L << 32, "4294967296")),
                of("BOOLEAN", "boolean", edge(true, "true"), edge(false, "false")),
                floats(),
                doubles(),
                decimal(38, 18, "99999999999999999999.999999999999999999", "-99999999999999999999.999999999999999999", "-0.000000000000000001", "0"),
                decimal(38, 0, "99999999999999999999999999999999999999", "-99999999999999999999999999999999999999", "0"),
                decimal(19, 1, "999999999999999999.9", "-0.1"),
                decimal(18, 18, "0.999999999999999999", "-0.999999999999999999", "0.000000000000000001"),
                decimal(5, 2, "999.99", "-999.99", "1.50", "-0.01"),
                decimal(1, 0, "9", "-9", "0"),
                new EdgeValues("DECIMAL", "decimal(38,18)", "%s", true, ImmutableList.of(
                        edge(new BigDecimal("99999999999999999999.999999999999999999"), "99999999999999999999.999999999999999999"),
                        edge(new BigDecimal("-0.000000000000000001"), "-0.000000000000000001"))),
                of("STRING", "varchar", text(""), text("ü€\uD83D\uDE00"), text("a\0b\n\t"), text(" spaces "), text("'\"\\"), text("\uFFFF"), edge("x".repeat(100_000), "rpad('', 100000, 'x')")),
                of("VARCHAR(4)", "varchar(4)", edge(new Varchar("", 4), "''"), edge(new Varchar("ü€\uD83D\uDE00ß", 4), "'ü€\uD83D\uDE00ß'"), edge(new Varchar("a  ", 4), "'a  '")),
                of("VARCHAR(65535)", "varchar(65535)", edge(new Varchar("ü".repeat(65_535), 65_535), "rpad('', 65535, 'ü')"), edge(new Varchar("a", 65_535), "'a'")),
                of("CHAR(3)", "char(3)", edge(new Char("abc", 3), "'abc'"), edge(new Char("ü", 3), "'ü'"), edge(new Char("", 3), "''"), edge(new Char("  x", 3), "'  x'")),
                of("CHAR(255)", "char(255)", edge(new Char("€".repeat(255), 255), "'%s'".formatted("€".repeat(255))), edge(new Char("a", 255), "'a'")),
                of("BINARY", "varbinary", binary(new byte[0]), binary(allBytes()), binary(new byte[] {0}), binary(new byte[] {-1, 0})),
                new EdgeValues("JSON", "json", "%s", false, ImmutableList.of(
                        json("{\"a\":[1,2.5,null],\"b\":\"ü\"}"), json("[]"), json("{}"), json("null"), json("\"\""), json("-1"), json("true"))),
                of("DATE", "date", date("0001-01-01"), date("9999-12-31"), date("1969-12-31"), date("1970-01-01"), date("1582-10-10"), date("2000-02-29")),
                of("TIMESTAMP_NTZ", "timestamp(9)", local("0001-01-01 00:00:00.000000000"), local("0001-01-01 00:00:00.000000001"), local("9999-12-31 23:59:59.999999999"),
                        local("1969-12-31 23:59:59.000000001"), local("1969-12-31 23:59:59.999999999"), local("1970-01-01 00:00:00.000000000"), local("1986-05-04 00:30:00.500000000")),
                of("INTERVAL_YEAR_MONTH", "interval year to month", months(0), months(11), months(-1), months(119_988), months(-119_988)),
                of("INTERVAL_DAY_TIME", "interval day to second", interval(0, 0, "0"), interval(86_400, 1, "86400.001"), interval(-5, -999, "-5.999"), interval(0, -1, "-0.001"),
                        
                        // 9999 years, for which the literal has too few digits
                        edge(new IntervalDayTime(3_652_058 * 86_400L, 999_000_000), "INTERVAL '1' DAY * 3652058 + INTERVAL '0.999' SECOND"),
                        edge(new IntervalDayTime(-3_652_058 * 86_400L, -999_000_000), "INTERVAL '-1' DAY * 3652058 - INTERVAL '0.999' SECOND")));
        if (instants) {
            scalars.add(
                    new EdgeValues("DATETIME", "timestamp(3) with time zone", "%s", true, instants("datetime", 3)),
                    new EdgeValues("TIMESTAMP", "timestamp(9) with time zone", "%s", true, instants("timestamp", 9)));
        }
        else {
            scalars.add(
                    of("DATETIME", "timestamp(3)", datetime("0001-01-01 00:00:00.000"), datetime("9999-12-31 23:59:59.999"), datetime("1969-12-31 23:59:59.999"),
                            datetime("1970-01-01 08:00:00.000"), datetime("1900-12-31 23:59:59.123"), datetime("1986-08-01 12:00:00.001")),
                    of("TIMESTAMP", "timestamp(9)", timestamp("0001-01-01 00:00:00.000000001"), timestamp("9999-12-31 23:59:59.999999999"), timestamp("1969-12-31 23:59:59.999999999"),
                            timestamp("1970-01-01 08:00:00.000000000"), timestamp("1900-12-31 23:59:59.123456789"), timestamp("1986-08-01 12:00:00.000000001")));
        }
        return scalars.build();
    }

    /**
     * Every scalar inside ARRAY, MAP and STRUCT, which are the further columns of its table.
     */
    String columns()
    {
        return "id BIGINT, v %1$s, a ARRAY<%1$s>, m MAP<STRING,%1$s>, s STRUCT<f:%1$s,g:ARRAY<%1$s>>".formatted(type);
    }

    /**
     * A row of {@link #columns()} for each edge, then one of empty values and one of nulls, as SQL.
     */
    String values()
    {
        List<String> rows = new ArrayList<>();
        for (int index = 0; index < edges.size(); index++) {
            String value = literal(index);
            rows.add(row(index, value,
                    "ARRAY[%s, NULL, %s]".formatted(value, literal((index + 1) % edges.size())),
                    "MAP(ARRAY['k', ''], ARRAY[%s, NULL])".formatted(value),
                    "ROW(%s, ARRAY[%s])".formatted(value, value)));
        }
        rows.add(row(edges.size(), "NULL", "ARRAY[]", "MAP()", "ROW(NULL, ARRAY[])"));
        rows.add(row(edges.size() + 1, "NULL", "NULL", "NULL", "NULL"));
        return "VALUES " + String.join(", ", rows);
    }

    private String row(int id, String value, String array, String map, String struct)
    {
        return "(BIGINT '%1$s', CAST(%2$s AS %6$s), CAST(%3$s AS array(%6$s)), CAST(%4$s AS map(varchar, %6$s)), CAST(%5$s AS row(f %6$s, g array(%6$s))))".formatted(
                id, value, array, map, struct, trinoType);
    }

    /**
     * The rows of {@link #values()} as the SDK has them.
     */
    List<List<Object>> rows()
    {
        StructTypeInfo struct = (StructTypeInfo) TypeInfoParser.getTypeInfoFromTypeString("STRUCT<f:%1$s,g:ARRAY<%1$s>>".formatted(type));
        List<List<Object>> rows = new ArrayList<>();
        for (int index = 0; index < edges.size(); index++) {
            Object value = edges.get(index).value();
            Map<Object, Object> map = new HashMap<>();
            map.put("k", value);
            map.put("", null);
            rows.add(List.of(
                    (long) index,
                    value,
                    Arrays.asList(value, null, edges.get((index + 1) % edges.size()).value()),
                    map,
                    new SimpleStruct(struct, List.of(value, List.of(value)))));
        }
        rows.add(Arrays.asList((long) edges.size(), null, List.of(), Map.of(), new SimpleStruct(struct, Arrays.asList(null, List.of()))));
        rows.add(Arrays.asList(edges.size() + 1L, null, null, null, null));
        return rows;
    }

    /**
     * The columns of {@link #columns()} in a form that no comparison rounds.
     */
    String projection()
    {
        return "id, %s, transform(a, x -> %s), transform_values(m, (k, x) -> %s), %s, transform(s.g, x -> %s), s IS NULL".formatted(
                exact("v"), exact("x"), exact("x"), exact("s.f"), exact("x"));
    }

    private String exact(String value)
    {
        return exact.formatted(value);
    }

    String literal(int index)
    {
        return "CAST(%s AS %s)".formatted(edges.get(index).sql(), trinoType);
    }

    private static EdgeValues of(String type, String trinoType, Edge... edges)
    {
        return new EdgeValues(type, trinoType, "%s", true, ImmutableList.copyOf(edges));
    }

    private static Edge edge(Object value, String sql)
    {
        return new Edge(value, sql);
    }

    private static EdgeValues floats()
    {
        return new EdgeValues("FLOAT", "real", "to_hex(to_ieee754_32(%s))", true, ImmutableList.of(
                edge(Float.MIN_VALUE, "'1.4E-45'"), edge(Float.MAX_VALUE, "'3.4028235E38'"), edge(-Float.MAX_VALUE, "'-3.4028235E38'"), edge(0.0f, "'0.0'"), edge(-0.0f, "'-0.0'"),
                edge(Float.NaN, "nan()"), edge(Float.POSITIVE_INFINITY, "infinity()"), edge(Float.NEGATIVE_INFINITY, "-infinity()")));
    }

    private static EdgeValues doubles()
    {
        return new EdgeValues("DOUBLE", "double", "to_hex(to_ieee754_64(%s))", true, ImmutableList.of(
                edge(Double.MIN_VALUE, "'4.9E-324'"), edge(Double.MAX_VALUE, "'1.7976931348623157E308'"), edge(-Double.MAX_VALUE, "'-1.7976931348623157E308'"), edge(0.0, "'0.0'"), edge(-0.0, "'-0.0'"),
                edge(Double.NaN, "nan()"), edge(Double.POSITIVE_INFINITY, "infinity()"), edge(Double.NEGATIVE_INFINITY, "-infinity()")));
    }

    private static EdgeValues decimal(int precision, int scale, String... texts)
    {
        ImmutableList.Builder<Edge> edges = ImmutableList.builder();
        for (String text : texts) {
            edges.add(edge(new BigDecimal(text), "DECIMAL '%s'".formatted(text)));
        }
        return new EdgeValues("DECIMAL(%s,%s)".formatted(precision, scale), "decimal(%s,%s)".formatted(precision, scale), "%s", true, edges.build());
    }

    private static Edge text(String text)
    {
        return edge(text, "'%s'".formatted(text.replace("'", "''")));
    }

    private static byte[] allBytes()
    {
        byte[] bytes = new byte[256];
        for (int index = 0; index < bytes.length; index++) {
            bytes[index] = (byte) index;
        }
        return bytes;
    }

    private static Edge binary(byte[] bytes)
    {
        StringBuilder sql = new StringBuilder("X'");
        for (byte value : bytes) {
            sql.append("%02X".formatted(value));
        }
        return edge(new Binary(bytes), sql.append("'").toString());
    }

    private static Edge json(String text)
    {
        return edge(new SimpleJsonValue(text), "JSON '%s'".formatted(text));
    }

    private static Edge date(String text)
    {
        return edge(LocalDate.parse(text), "DATE '%s'".formatted(text));
    }

    private static LocalDateTime parse(String text)
    {
        return LocalDateTime.parse(text.replace(' ', 'T'));
    }

    private static Edge local(String text)
    {
        return edge(parse(text), "TIMESTAMP '%s'".formatted(text));
    }

    private static Edge datetime(String text)
    {
        return edge(parse(text).atZone(ZONE), "TIMESTAMP '%s'".formatted(text));
    }

    private static Edge timestamp(String text)
    {
        return edge(parse(text).atZone(ZONE).toInstant(), "TIMESTAMP '%s'".formatted(text));
    }

    /**
     * With both readings of an hour that the clocks showed twice.
     */
    private static List<Edge> instants(String type, int precision)
    {
        ImmutableList.Builder<Edge> edges = ImmutableList.builder();
        String fraction = "123456789".substring(0, precision);
        for (String text : List.of("0001-01-02T00:00:00.", "9999-12-31T15:59:59.", "1969-12-31T23:59:59.", "1900-12-31T15:54:16.", "1986-09-13T15:30:00.", "1986-09-13T16:30:00.")) {
            Instant instant = Instant.parse(text + fraction + "Z");
            Object value = type.equals("datetime") ? instant.atZone(ZONE) : instant;
            edges.add(edge(value, "at_timezone(TIMESTAMP '%s UTC', '%s')".formatted((text + fraction).replace('T', ' '), ZONE)));
        }
        return edges.build();
    }

    private static Edge months(int months)
    {
        return edge(new IntervalYearMonth(months), "INTERVAL '%s' MONTH".formatted(months));
    }

    private static Edge interval(long seconds, int millis, String text)
    {
        return edge(new IntervalDayTime(seconds, millis * 1_000_000), "INTERVAL '%s' SECOND".formatted(text));
    }

    /**
     * The name of a table for the type.
     */
    String tableName(String prefix)
    {
        return "%s_%s".formatted(prefix, type.toLowerCase(ENGLISH).replaceAll("[^a-z0-9]+", "_"));
    }
}
