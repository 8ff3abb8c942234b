package org.trinofdw.testing.maxcompute;

import com.aliyun.odps.Column;
import com.aliyun.odps.Odps;
import com.aliyun.odps.OdpsException;
import com.aliyun.odps.TableSchema;
import com.aliyun.odps.data.Binary;
import com.aliyun.odps.data.Char;
import com.aliyun.odps.data.IntervalDayTime;
import com.aliyun.odps.data.IntervalYearMonth;
import com.aliyun.odps.data.Record;
import com.aliyun.odps.data.SimpleJsonValue;
import com.aliyun.odps.data.SimpleStruct;
import com.aliyun.odps.data.Struct;
import com.aliyun.odps.data.Varchar;
import com.aliyun.odps.tunnel.TableTunnel;
import com.aliyun.odps.type.StructTypeInfo;
import com.aliyun.odps.type.TypeInfo;
import com.aliyun.odps.type.TypeInfoParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder.DEFAULT_PROJECT;
import static org.trinofdw.testing.maxcompute.OdpsClient.RAW;

/**
 * Every type goes in and comes out by the SDK's own codec.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
final class TestTypes
{
    private static final String ADDRESS = "STRUCT<street:STRING,number:INT,tags:ARRAY<STRING>,inner:STRUCT<x:DOUBLE,y:TIMESTAMP>>";

    private LocalMaxCompute service;
    private Odps odps;
    private TableTunnel tunnel;

    @BeforeAll
    void start()
    {
        service = LocalMaxCompute.start();
        odps = OdpsClient.odps(service, DEFAULT_PROJECT);
        tunnel = new TableTunnel(odps);
    }

    @AfterAll
    void stop()
    {
        service.close();
    }

    private static Map<String, List<Object>> values()
    {
        Map<String, List<Object>> values = new LinkedHashMap<>();
        values.put("TINYINT", List.of(Byte.MIN_VALUE, Byte.MAX_VALUE, (byte) 0));
        values.put("SMALLINT", List.of(Short.MIN_VALUE, Short.MAX_VALUE, (short) -1));
        values.put("INT", List.of(Integer.MIN_VALUE, Integer.MAX_VALUE, 63, 64, -64, -65));
        values.put("BIGINT", List.of(Long.MIN_VALUE + 1, Long.MAX_VALUE, 0L, 1L << 32));
        values.put("FLOAT", List.of(Float.MIN_VALUE, Float.MAX_VALUE, -0.0f, Float.NaN, Float.POSITIVE_INFINITY));
        values.put("DOUBLE", List.of(Double.MIN_VALUE, -Double.MAX_VALUE, -0.0, Double.NaN, Double.NEGATIVE_INFINITY));
        values.put("BOOLEAN", List.of(true, false));
        values.put("DECIMAL(38,18)", List.of(new BigDecimal("99999999999999999999.999999999999999999"), new BigDecimal("-0.000000000000000001"), new BigDecimal("0")));
        values.put("DECIMAL(38,0)", List.of(new BigDecimal("99999999999999999999999999999999999999"), new BigDecimal("-1")));
        values.put("DECIMAL(5,2)", List.of(new BigDecimal("999.99"), new BigDecimal("-999.99"), new BigDecimal("1.5")));
        values.put("DECIMAL", List.of(new BigDecimal("123456789012345678901234567890123456.123456789012345678")));
        values.put("STRING", List.of("", "ü€😀", "a\0b\n", "x".repeat(1 << 20), "'\"\\"));
        values.put("VARCHAR(4)", List.of(new Varchar("", 4), new Varchar("ü€ßö", 4)));
        values.put("CHAR(3)", List.of(new Char("abc", 3), new Char("ü", 3)));
        values.put("BINARY", List.of(new Binary(new byte[0]), new Binary(new byte[] {0, (byte) 0xFF, 1, (byte) 0x80})));
        values.put("JSON", List.of(new SimpleJsonValue("{\"a\":[1,2.5,null],\"b\":\"ü\"}"), new SimpleJsonValue("[]")));
        values.put("DATE", List.of(LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31), LocalDate.of(1970, 1, 1), LocalDate.of(1969, 12, 31)));
        values.put("DATETIME", List.of(
                ZonedDateTime.parse("0001-01-01T00:00:00Z"),
                ZonedDateTime.parse("9999-12-31T23:59:59.999Z"),
                ZonedDateTime.parse("1969-12-31T23:59:59.999Z"),
                ZonedDateTime.parse("1900-12-31T15:54:16.123Z")));
        values.put("TIMESTAMP", List.of(
                Instant.parse("0001-01-01T00:00:00.000000001Z"),
                Instant.parse("9999-12-31T23:59:59.999999999Z"),
                Instant.parse("1969-12-31T23:59:59.999999999Z"),
                Instant.parse("1970-01-01T00:00:00Z")));
        values.put("TIMESTAMP_NTZ", List.of(
                LocalDateTime.parse("0001-01-01T00:00:00.000000001"),
                LocalDateTime.parse("9999-12-31T23:59:59.999999999"),
                LocalDateTime.parse("1969-12-31T23:59:59.000000001")));
        values.put("INTERVAL_YEAR_MONTH", List.of(new IntervalYearMonth(119_988), new IntervalYearMonth(-119_988), new IntervalYearMonth(0)));
        values.put("INTERVAL_DAY_TIME", List.of(new IntervalDayTime(86_400, 1), new IntervalDayTime(-5, -999_999_999), new IntervalDayTime(0, 0)));
        values.put("ARRAY<BIGINT>", List.of(List.of(), Arrays.asList(1L, null, -1L), new ArrayList<>(Collections.nCopies(10_000, 7L))));
        values.put("ARRAY<ARRAY<STRING>>", List.of(List.of(List.of("a", ""), List.of()), Arrays.asList(null, Arrays.asList((Object) null))));
        Map<Object, Object> map = new HashMap<>();
        map.put("k", 1);
        map.put("", null);
        values.put("MAP<STRING,INT>", List.of(Map.of(), map));
        values.put("MAP<BIGINT,ARRAY<DECIMAL(10,2)>>", List.of(Map.of(1L, List.of(new BigDecimal("1.25"), new BigDecimal("-3")))));
        StructTypeInfo address = (StructTypeInfo) TypeInfoParser.getTypeInfoFromTypeString(ADDRESS);
        StructTypeInfo inner = (StructTypeInfo) address.getFieldTypeInfos().get(3);
        values.put(ADDRESS, List.of(
                new SimpleStruct(address, Arrays.asList("Main", 5, List.of("t"), new SimpleStruct(inner, Arrays.asList(1.5, Instant.parse("1969-01-01T00:00:00.5Z"))))),
                new SimpleStruct(address, Arrays.asList(null, null, null, null)),
                new SimpleStruct(address, Arrays.asList("", 0, List.of(), new SimpleStruct(inner, Arrays.asList(null, null))))));
        return values;
    }

    @Test
    void testAllTypesTogether()
            throws OdpsException, IOException
    {
        Map<String, List<Object>> values = values();
        TableSchema schema = new TableSchema();
        int number = 0;
        for (String type : values.keySet()) {
            schema.addColumn(new Column("c" + number++, TypeInfoParser.getTypeInfoFromTypeString(type)));
        }
        odps.tables().create("everything", schema);
        assertThat(odps.tables().get("everything").getSchema().getColumns().stream().map(column -> column.getTypeInfo().getTypeName()))
                .containsExactlyElementsOf(schema.getColumns().stream().map(column -> column.getTypeInfo().getTypeName()).toList());

        List<List<Object>> columns = new ArrayList<>(values.values());
        int rows = 7;
        TableTunnel.UploadSession upload = tunnel.createUploadSession(DEFAULT_PROJECT, "everything");
        OdpsClient.upload(upload, RAW, rows, (record, row) -> {
            for (int column = 0; column < columns.size(); column++) {
                record.set(column, valueAt(columns.get(column), row));
            }
        });
        TableTunnel.DownloadSession download = tunnel.buildDownloadSession(DEFAULT_PROJECT, "everything").build();
        // all columns as they were sent, and re-encoded in pairs
        verify(OdpsClient.read(download, 0, rows, RAW, null), columns, 0);
        for (int first = 0; first < columns.size(); first += 2) {
            List<Column> some = schema.getColumns().subList(first, Math.min(first + 2, columns.size()));
            verify(OdpsClient.read(download, 0, rows, RAW, some), columns.subList(first, Math.min(first + 2, columns.size())), first);
        }
    }

    /**
     * The values in turn, and nulls behind them.
     */
    private static Object valueAt(List<Object> values, int row)
    {
        return row < values.size() ? values.get(row) : null;
    }

    private static void verify(List<Record> records, List<List<Object>> columns, int first)
    {
        assertThat(records).hasSize(7);
        for (int row = 0; row < records.size(); row++) {
            for (int column = 0; column < columns.size(); column++) {
                assertThat(plain(records.get(row).get(column)))
                        .as("row %s of column %s", row, first + column)
                        .isEqualTo(plain(valueAt(columns.get(column), row)));
            }
        }
    }

    /**
     * Values in a form that equals compares well.
     */
    private static Object plain(Object value)
    {
        return switch (value) {
            case null -> null;
            case byte[] bytes -> new String(bytes, UTF_8);
            case Binary binary -> List.of(Arrays.toString(binary.data()));
            case Char text -> text.getValue().stripTrailing();
            case Varchar text -> text.getValue();
            case ZonedDateTime dateTime -> dateTime.toInstant();
            case SimpleJsonValue json -> json.toString();
            case Struct struct -> struct.getFieldValues().stream().map(TestTypes::plain).toList();
            case List<?> list -> list.stream().map(TestTypes::plain).toList();
            case Map<?, ?> map -> {
                Map<Object, Object> plain = new HashMap<>();
                map.forEach((key, element) -> plain.put(plain(key), plain(element)));
                yield plain;
            }
            default -> value;
        };
    }

    @Test
    void testValuesOutOfRange()
            throws OdpsException
    {
        assertRefused("DECIMAL(5,2)", new BigDecimal("1.239"), "value 1.239 of column c is not a decimal(5,2)");
        assertRefused("TIMESTAMP_NTZ", LocalDateTime.of(10000, 1, 1, 0, 0), "of column c is not a timestamp_ntz");
    }

    private void assertRefused(String type, Object value, String message)
            throws OdpsException
    {
        String table = "refused_" + type.replaceAll("[^A-Z]", "_");
        OdpsClient.sql(odps, "DROP TABLE IF EXISTS " + table);
        OdpsClient.sql(odps, "CREATE TABLE %s (c %s)".formatted(table, type));
        TableTunnel.UploadSession upload = tunnel.createUploadSession(DEFAULT_PROJECT, table);
        assertThatThrownBy(() -> OdpsClient.upload(upload, RAW, 1, (record, _) -> record.set(0, value)))
                .hasMessageContaining(message);
        assertThat(service.rowCount(DEFAULT_PROJECT, Optional.empty(), table)).isZero();
    }

    @Test
    void testNotNull()
            throws OdpsException
    {
        OdpsClient.sql(odps, "CREATE TABLE strict (a BIGINT NOT NULL, b BIGINT)");
        assertThat(odps.tables().get("strict").getSchema().getColumn("a").isNullable()).isFalse();
        TableTunnel.UploadSession upload = tunnel.createUploadSession(DEFAULT_PROJECT, "strict");
        assertThatThrownBy(() -> OdpsClient.upload(upload, RAW, 1, (record, _) -> record.setBigint("b", 1L)))
                .hasMessageContaining("column a is declared NOT NULL");
    }

    @Test
    void testTypeNames()
            throws OdpsException
    {
        String type = "MAP<STRING,ARRAY<STRUCT<a:BIGINT,b:DECIMAL(38,18),c:MAP<INT,VARCHAR(10)>>>>";
        OdpsClient.sql(odps, "CREATE TABLE nested (c %s COMMENT 'it\\'s')".formatted(type));
        Column column = odps.tables().get("nested").getSchema().getColumn("c");
        TypeInfo expected = TypeInfoParser.getTypeInfoFromTypeString(type);
        assertThat(column.getTypeInfo()).isEqualTo(expected);
        assertThat(column.getComment()).isEqualTo("it's");
    }
}
