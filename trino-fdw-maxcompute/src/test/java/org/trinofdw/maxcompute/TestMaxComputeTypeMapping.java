package org.trinofdw.maxcompute;

import com.aliyun.odps.OdpsException;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trinofdw.testing.maxcompute.LocalMaxCompute;
import org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * Every type with the values at its ends, alone and inside ARRAY, MAP and STRUCT: what the SDK writes is what Trino reads, what Trino writes is what the SDK
 * reads, and a predicate finds the rows that it finds among the same values in Trino alone.
 */
@TestInstance(PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
final class TestMaxComputeTypeMapping
        extends AbstractTestQueryFramework
{
    private static final String PROJECT = LocalMaxComputeBuilder.DEFAULT_PROJECT;
    /** The catalog in which DATETIME and TIMESTAMP are instants. */
    private static final String INSTANTS = "odps_instants";

    private LocalMaxCompute service;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        Path store = Files.createTempDirectory("odps-fdw-test");
        closeAfterClass(() -> deleteRecursively(store, ALLOW_INSECURE));
        service = closeAfterClass(LocalMaxCompute.builder()
                .project(PROJECT)
                .limits(limits -> limits.withDownloadSessions(Integer.MAX_VALUE))
                .start());
        DistributedQueryRunner queryRunner = MaxComputeQueryRunner.builder(service)
                .setWorkerCount(0)
                .addCatalogProperty("foreign-table.store-directory", store.resolve("wall").toString())
                .build();
        Map<String, String> properties = new HashMap<>(MaxComputeQueryRunner.catalogProperties(service, PROJECT));
        properties.put("instant-mapping", "timestamp_with_time_zone");
        properties.put("foreign-table.store-directory", store.resolve("instants").toString());
        queryRunner.createCatalog(INSTANTS, "odps_fdw", properties);
        return queryRunner;
    }

    private static Stream<EdgeValues> wallClocks()
    {
        return EdgeValues.scalars(false).stream();
    }

    private static Stream<EdgeValues> instants()
    {
        return EdgeValues.scalars(true).stream().filter(type -> type.trinoType().endsWith("with time zone"));
    }

    @ParameterizedTest
    @MethodSource("wallClocks")
    void testWallClocks(EdgeValues type)
            throws OdpsException, IOException
    {
        verify(type, "wall", MaxComputeQueryRunner.CATALOG);
    }

    @ParameterizedTest
    @MethodSource("instants")
    void testInstants(EdgeValues type)
            throws OdpsException, IOException
    {
        verify(type, "instant", INSTANTS);
    }

    private void verify(EdgeValues type, String prefix, String catalog)
            throws OdpsException, IOException
    {
        String name = type.tableName(prefix);
        String table = "%s.default.%s".formatted(catalog, name);
        String expected = "(%s) AS t (id, v, a, m, s)".formatted(type.values());

        service.execute(PROJECT, "CREATE TABLE %s (%s)".formatted(name, type.columns()));
        SdkTable sdkTable = new SdkTable(service, name);
        sdkTable.write(type.rows());
        assertThat(query("SELECT %s FROM %s".formatted(type.projection(), table))).matches("SELECT %s FROM %s".formatted(type.projection(), expected));
        assertThat(query("SELECT s FROM %s WHERE v IS NULL".formatted(table))).matches("SELECT s FROM %s WHERE v IS NULL".formatted(expected));

        String predicates = predicates(type);
        assertThat(query(predicates.replace("$TABLE", table))).matches(predicates.replace("$TABLE", expected));

        service.execute(PROJECT, "TRUNCATE TABLE " + name);
        assertUpdate("INSERT INTO %s %s".formatted(table, type.values()), type.rows().size());
        assertThat(canonical(sdkTable.read())).isEqualTo(canonical(type.rows()));
    }

    /**
     * The rows that comparisons with each of the values find, each with the name of the comparison.
     */
    private static String predicates(EdgeValues type)
    {
        List<String> queries = new ArrayList<>();
        List<String> literals = IntStream.range(0, type.edges().size()).mapToObj(type::literal).toList();
        queries.add("SELECT '=', id FROM $TABLE WHERE v = %s".formatted(literals.getLast()));
        queries.add("SELECT 'in', id FROM $TABLE WHERE v IN (%s)".formatted(String.join(", ", literals)));
        queries.add("SELECT 'not in', id FROM $TABLE WHERE v NOT IN (%s, %s)".formatted(literals.get(0), literals.get(1)));
        queries.add("SELECT 'range', id FROM $TABLE WHERE v %s %s".formatted(type.ordered() ? "<" : "<>", literals.get(0)));
        queries.add("SELECT 'distinct', id FROM $TABLE WHERE v IS DISTINCT FROM %s".formatted(literals.get(1)));
        queries.add("SELECT 'nested', id FROM $TABLE WHERE contains(a, %1$s) AND s.f = %1$s".formatted(literals.get(0)));
        queries.add("SELECT 'null', id FROM $TABLE WHERE v IS NULL AND s IS NOT NULL");
        return String.join(" UNION ALL ", queries);
    }

    private static List<Object> canonical(List<List<Object>> rows)
    {
        return rows.stream().map(SdkTable::canonical).toList();
    }

    private static Stream<PartitionEdges> partitionEdges()
    {
        return Stream.of(
                new PartitionEdges("TINYINT", "tinyint", List.of("-128", "127", "0", "9", "10")),
                new PartitionEdges("SMALLINT", "smallint", List.of("-32768", "32767", "9", "10")),
                new PartitionEdges("INT", "integer", List.of("-2147483648", "2147483647", "9", "10")),
                new PartitionEdges("BIGINT", "bigint", List.of("-9223372036854775807", "9223372036854775807", "9", "10")),
                new PartitionEdges("STRING", "varchar", List.of("a", "A", "aa", "10", "9", "a b", " a", "20170601", "日本", "x".repeat(128))),
                new PartitionEdges("VARCHAR(5)", "varchar(5)", List.of("a", "b", "日本日本日", "10", "9")),
                new PartitionEdges("CHAR(3)", "char(3)", List.of("a", "abc", "日", "10", "9")));
    }

    @ParameterizedTest
    @MethodSource("partitionEdges")
    void testPartitionColumns(PartitionEdges type)
            throws OdpsException
    {
        String table = "parted_" + type.trinoType().replaceAll("[^a-z0-9]+", "_");
        service.execute(PROJECT, "CREATE TABLE %s (id BIGINT) PARTITIONED BY (v %s)".formatted(table, type.type()));
        String values = type.values();
        String expected = "(%s) AS t (id, v)".formatted(values);
        for (int index = 0; index < type.texts().size(); index++) {
            service.load(PROJECT, Optional.empty(), table, Optional.of("v='%s'".formatted(type.texts().get(index))), List.of(List.of((long) index)));
        }
        assertThat(query("SELECT id, v FROM " + table)).matches("SELECT id, v FROM " + expected);
        String predicates = type.predicates();
        assertThat(query(predicates.replace("$TABLE", table))).matches(predicates.replace("$TABLE", expected));

        // the same names of partitions when Trino writes
        SdkTable sdkTable = new SdkTable(service, table);
        List<String> partitions = sdkTable.partitions();
        assertUpdate("DELETE FROM " + table);
        assertThat(sdkTable.partitions()).isEmpty();
        assertUpdate("CALL system.flush_metadata_cache()");
        assertUpdate("INSERT INTO %s %s".formatted(table, values), type.texts().size());
        assertThat(sdkTable.partitions()).containsExactlyElementsOf(partitions);
    }

    /**
     * A type of a partition column, and values as the names of partitions have them.
     */
    record PartitionEdges(String type, String trinoType, List<String> texts)
    {
        String literal(int index)
        {
            return "CAST('%s' AS %s)".formatted(texts.get(index), trinoType);
        }

        String values()
        {
            List<String> rows = new ArrayList<>();
            for (int index = 0; index < texts.size(); index++) {
                rows.add("(BIGINT '%s', %s)".formatted(index, literal(index)));
            }
            return "VALUES " + String.join(", ", rows);
        }

        String predicates()
        {
            List<String> queries = new ArrayList<>();
            for (int index = 0; index < texts.size(); index++) {
                for (String operator : List.of("=", "<>", "<")) {
                    queries.add("SELECT '%s %s', id FROM $TABLE WHERE v %s %s".formatted(operator, index, operator, literal(index)));
                }
            }
            queries.add("SELECT 'in', id FROM $TABLE WHERE v IN (%s, %s)".formatted(literal(0), literal(1)));
            queries.add("SELECT 'between', id FROM $TABLE WHERE v BETWEEN %s AND %s".formatted(literal(0), literal(1)));
            queries.add("SELECT 'function', id FROM $TABLE WHERE length(CAST(v AS varchar)) = 2");
            queries.add("SELECT 'null', id FROM $TABLE WHERE v IS NULL");
            return String.join(" UNION ALL ", queries);
        }

        @Override
        public String toString()
        {
            return type;
        }
    }

    @Test
    void testLargestCell()
            throws OdpsException, IOException
    {
        service.execute(PROJECT, "CREATE TABLE large (s STRING, b BINARY)");
        assertUpdate("INSERT INTO large SELECT rpad('', 8388608, 'x'), CAST(rpad('', 8388608, 'x') AS varbinary)", 1);
        SdkTable sdkTable = new SdkTable(service, "large");
        List<List<Object>> rows = sdkTable.read();
        assertThat(SdkTable.canonical(rows.getFirst().get(0))).isEqualTo("x".repeat(8 << 20));
        sdkTable.write(rows);
        assertThat(query("SELECT count(*), count(DISTINCT s), count(DISTINCT b), min(length(s)), min(length(b)) FROM large WHERE s = CAST(rpad('', 8388608, 'x') AS varchar)"))
                .matches("VALUES (BIGINT '2', BIGINT '1', BIGINT '1', BIGINT '8388608', BIGINT '8388608')");
        assertQueryFails("INSERT INTO large (s) SELECT rpad('', 8388609, 'x')", "A value of 8388609 bytes is too large for column \"s\"; a cell of MaxCompute holds 8388608");
        assertQueryFails("INSERT INTO large (b) SELECT CAST(rpad('', 8388609, 'x') AS varbinary)", "A value of 8388609 bytes is too large for column \"b\"; a cell of MaxCompute holds 8388608");
    }

    @Test
    void testBytesThatAreNoText()
            throws OdpsException, IOException
    {
        service.execute(PROJECT, "CREATE TABLE no_text (s STRING, a ARRAY<STRING>)");
        SdkTable sdkTable = new SdkTable(service, "no_text");
        byte[] bytes = {(byte) 0xFF, 0, (byte) 0xC0, 'a'};
        sdkTable.write(List.of(List.of(bytes, List.of("ü"))));
        assertQueryFails("SELECT s FROM no_text", "Rows 0 to 1 of table local_project.no_text: A value of column \"s\" is not UTF-8; declare the column as bytea \\(varbinary\\) to read its bytes");

        createForeignTable("as_bytes", "s bytea, a bytea[]", "no_text");
        assertThat(query("SELECT s, a FROM as_bytes WHERE s = X'FF00C061'")).matches("VALUES (X'FF00C061', ARRAY[X'C3BC'])");
        assertUpdate("INSERT INTO as_bytes VALUES (X'80', ARRAY[X'C3BC', NULL])", 1);
        List<Object> written = sdkTable.read().getLast();
        assertThat((byte[]) written.get(0)).isEqualTo(new byte[] {(byte) 0x80});
        assertThat(SdkTable.canonical(written.get(1))).isEqualTo(Arrays.asList("ü", null));
    }

    @Test
    void testDecimalsWithoutPrecision()
            throws OdpsException, IOException
    {
        service.execute(PROJECT, "CREATE TABLE wide_decimals (d DECIMAL)");
        SdkTable sdkTable = new SdkTable(service, "wide_decimals");
        String widest = "123456789012345678901234567890123456.123456789012345678";
        sdkTable.write(List.of(List.of(new BigDecimal(widest))));
        assertQueryFails("SELECT d FROM wide_decimals", "Rows 0 to 1 of table local_project.wide_decimals: Value %s of column \"d\" does not fit into decimal\\(38,18\\); declare a wider type".formatted(widest));

        createForeignTable("as_text", "d text", "wide_decimals");
        assertThat(query("SELECT d FROM as_text")).matches("VALUES VARCHAR '%s'".formatted(widest));
        assertUpdate("INSERT INTO as_text VALUES '-%s', '1E2', '0.10'".formatted(widest), 3);
        assertThat(sdkTable.read().stream().skip(1).map(SdkTable::canonical)).containsExactly(List.of("-" + widest), List.of("100"), List.of("0.1"));
        for (String text : List.of("", "ten", "NaN", "1E40", "0.0000000000000000001", "1E-2000000000", "9".repeat(2000))) {
            assertQueryFails("INSERT INTO as_text VALUES '%s'".formatted(text), "Value .* cannot be written to column \"d\" of type decimal");
        }
    }

    private void createForeignTable(String name, String columns, String remoteTable)
    {
        assertUpdate("CALL system.execute_ddl('CREATE FOREIGN TABLE %s (%s) SERVER odps OPTIONS (project ''%s'', table ''%s'')')".formatted(name, columns, PROJECT, remoteTable));
    }
}
