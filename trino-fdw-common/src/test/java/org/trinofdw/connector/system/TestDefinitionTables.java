package org.trinofdw.connector.system;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.connector.RecordCursor;
import io.trino.spi.connector.SystemTable;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.type.Type;
import io.trino.testing.TestingConnectorSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.ddl.TestingCatalogs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static io.trino.spi.type.BooleanType.BOOLEAN;
import static org.assertj.core.api.Assertions.assertThat;

final class TestDefinitionTables
{
    private static ForeignCatalog catalog;

    @BeforeAll
    static void createDefinitions()
    {
        catalog = TestingCatalogs.create(
                ImmutableMap.of("host", "h", "user", "u", "password", "hush"),
                """
                CREATE SERVER s FOREIGN DATA WRAPPER test_fdw OPTIONS (port '1');
                CREATE USER MAPPING FOR alice SERVER s OPTIONS (user 'it''s', password 'hush');
                CREATE FOREIGN TABLE t (a int OPTIONS (column_name 'A')) SERVER s OPTIONS (fetch_size '7');
                COMMENT ON FOREIGN TABLE t IS 'c';
                CREATE TABLE root (a int) PARTITION BY LIST (a);
                CREATE FOREIGN TABLE leaf PARTITION OF root FOR VALUES IN (1, NULL) SERVER s;
                CREATE FOREIGN TABLE d (a int, p text, q text) SERVER s PARTITION BY LIST (p) SUBPARTITION BY LIST (q) (PARTITION p1 VALUES ('x') (SUBPARTITION q1 VALUES ('y'), DEFAULT SUBPARTITION q2));
                """);
    }

    @Test
    void testServers()
    {
        assertThat(rows(new ForeignServersTable(catalog))).containsExactlyInAnyOrder(
                Arrays.asList("test", "test_fdw", true, "host 'h'"),
                Arrays.asList("s", "test_fdw", false, "port '1'"));
    }

    @Test
    void testUserMappings()
    {
        assertThat(rows(new UserMappingsTable(catalog))).containsExactlyInAnyOrder(
                Arrays.asList("test", "public", "password '***', user 'u'"),
                Arrays.asList("s", "alice", "password '***', user 'it''s'"));
    }

    @Test
    void testTables()
    {
        assertThat(rows(new ForeignTablesTable(catalog))).hasSize(4).contains(Arrays.asList(
                "public",
                "t",
                "s",
                "c",
                """
                CREATE FOREIGN TABLE public.t (
                    a integer OPTIONS (column_name 'A')
                )
                SERVER s
                OPTIONS (
                    fetch_size '7'
                );

                COMMENT ON FOREIGN TABLE public.t IS 'c';
                """));
    }

    @Test
    void testOptions()
    {
        assertThat(rows(new ForeignTableOptionsTable(catalog))).containsExactly(
                Arrays.asList("public", "t", null, "fetch_size", "7"),
                Arrays.asList("public", "t", "a", "column_name", "A"));
    }

    @Test
    void testPartitions()
    {
        assertThat(rows(new ForeignPartitionsTable(catalog))).containsExactly(
                Arrays.asList("public", "d", "p1/q1", "p, q", "FOR VALUES IN ('x'), FOR VALUES IN ('y')", "s"),
                Arrays.asList("public", "d", "p1/q2", "p, q", "FOR VALUES IN ('x'), DEFAULT", "s"),
                Arrays.asList("public", "root", "public.leaf", "a", "FOR VALUES IN ('1', NULL)", "s"));
    }

    private static List<List<Object>> rows(SystemTable table)
    {
        List<Type> types = table.getTableMetadata().getColumns().stream().map(column -> column.getType()).toList();
        List<List<Object>> rows = new ArrayList<>();
        try (RecordCursor cursor = table.cursor(null, TestingConnectorSession.SESSION, TupleDomain.all())) {
            while (cursor.advanceNextPosition()) {
                List<Object> row = new ArrayList<>();
                for (int i = 0; i < types.size(); i++) {
                    row.add(cursor.isNull(i) ? null : types.get(i).equals(BOOLEAN) ? (Object) cursor.getBoolean(i) : cursor.getSlice(i).toStringUtf8());
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
