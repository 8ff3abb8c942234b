package org.trinofdw.postgres;

import io.trino.Session;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static io.trino.testing.assertions.TrinoExceptionAssert.assertTrinoExceptionThrownBy;
import static java.util.Locale.ENGLISH;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Databases in other encodings than UTF8: their order of text is another one, they lack characters, and some have two codes for one. Each query gives the same
 * rows with pushdown as without.
 */
final class TestPostgresFdwEncodings
        extends AbstractTestQueryFramework
{
    private static final String COLUMNS = "(id int, s text, bytes text COLLATE \"C\", short varchar(10), padded char(5), other text, n int)";

    // of WIN1252, in which € is 0x80 and é is 0xE9; ÿ is the last of LATIN1
    private static final List<String> LATIN = List.of("a", "A", "b", "é", "e", "ÿ", "ab", "", "it''s", "a_b", "éa", "\\", "z");
    private static final List<String> DATABASES = List.of("win1252", "latin1", "euc_jp", "sql_ascii");
    /** Encodings with one code for each character, and one character for each code. */
    private static final List<String> SINGLE_BYTE = List.of("win1252", "latin1");

    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        DistributedQueryRunner queryRunner = (DistributedQueryRunner) PostgresQueryRunner.create(server, Map.of(), List.of());
        for (String database : DATABASES) {
            server.execute("CREATE DATABASE %1$s ENCODING '%1$s' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0".formatted(database));
            execute(database, "CREATE SCHEMA tpch; CREATE TYPE tpch.mood AS ENUM ('é', 'a')".replace("é", database.equals("euc_jp") ? "漢" : "é"));
            execute(database, "CREATE TABLE tpch.texts " + COLUMNS);
            queryRunner.createCatalog(database, "postgres_fdw", Map.of(
                    "host", server.host(),
                    "port", String.valueOf(server.port()),
                    "dbname", database,
                    "user", server.user(),
                    "foreign-table.store-directory", queryRunner.getCoordinator().getBaseDataDir().resolve("foreign-tables-" + database).toString()));
            for (String statement : List.of(
                    "CREATE SERVER %1$s FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '%2$s', port '%3$s', dbname '%1$s')".formatted(database, server.host(), server.port()),
                    "CREATE USER MAPPING FOR PUBLIC SERVER %s OPTIONS (user '%s', password_required 'false')".formatted(database, server.user()))) {
                queryRunner.execute("CALL postgres.system.execute_ddl('" + statement.replace("'", "''") + "')");
            }
        }
        insert("win1252", LATIN);
        insert("win1252", List.of("€", "œ", "Ž", "a€", "€é"));
        insert("latin1", LATIN);
        insert("euc_jp", List.of("a", "A", "b", "é", "漢", "字", "漢字", "ab", "", "a_b", "あ", "ｱ"));
        // one character in Unicode, two codes in EUC_JP
        execute("euc_jp", """
                INSERT INTO tpch.texts (id, s, bytes, short, padded, other, n)
                SELECT 100 + n, c, c, c, c, c, n FROM (VALUES (1, convert_from('\\xadb5', 'EUC_JP')), (2, convert_from('\\x8ff3fd', 'EUC_JP'))) v (n, c)""");
        insert("sql_ascii", LATIN);
        insert("sql_ascii", List.of("€", "漢", "𝔘"));
        for (String database : DATABASES) {
            execute(database, "INSERT INTO tpch.texts (id) VALUES (999)");
            execute(database, "ALTER TABLE tpch.texts ADD mood tpch.mood; UPDATE tpch.texts SET mood = 'a' WHERE id % 3 = 0; CREATE INDEX ON tpch.texts (bytes); CREATE INDEX ON tpch.texts (id)");
            execute(database, "UPDATE tpch.texts SET mood = '%s' WHERE id %% 3 = 1".formatted(database.equals("euc_jp") ? "漢" : "é"));
            execute(database, "ANALYZE tpch.texts");
        }
        server.execute("CREATE TABLE tpch.probe (k text); INSERT INTO tpch.probe VALUES ('a'), ('é'), ('€'), ('漢'), ('𝔘')");
        return queryRunner;
    }

    @BeforeAll
    void checkEncodings()
    {
        for (String database : DATABASES) {
            assertThat(query("SELECT * FROM TABLE(%s.system.query(query => 'SELECT getdatabaseencoding()::text'))".formatted(database))).matches("VALUES VARCHAR '%s'".formatted(database.toUpperCase(ENGLISH)));
        }
    }

    /** What PostgreSQL orders by its own codes. */
    @Test
    void testRangesAndOrder()
    {
        for (String column : List.of("s", "bytes")) {
            same(
                    "SELECT min(%1$s), max(%1$s) FROM texts".formatted(column),
                    "SELECT id FROM texts WHERE %s > 'é'".formatted(column),
                    "SELECT id FROM texts WHERE %s >= 'b'".formatted(column),
                    "SELECT id FROM texts WHERE %s < 'ab'".formatted(column),
                    "SELECT id FROM texts WHERE %s > U&'a\\007f' AND id > 1".formatted(column),
                    "SELECT id FROM texts WHERE %s < U&'a\\007f' OR n = 3".formatted(column),
                    "SELECT id FROM texts WHERE concat(%s, 'x') >= 'b'".formatted(column),
                    "SELECT id FROM texts WHERE %s > 'z'".formatted(column),
                    "SELECT id FROM texts WHERE %s BETWEEN 'b' AND 'ÿ'".formatted(column),
                    "SELECT id FROM texts WHERE %s > 'z' OR id = 1".formatted(column),
                    "SELECT id FROM texts WHERE %s < other OR n = 3".formatted(column),
                    "SELECT id FROM texts WHERE greatest(%s, 'z') = 'z'".formatted(column),
                    "SELECT id FROM texts WHERE least(%1$s, other) = %1$s AND concat(%1$s, 'x') > 'é'".formatted(column),
                    "SELECT %1$s FROM texts ORDER BY %1$s LIMIT 7".formatted(column),
                    "SELECT %1$s FROM texts ORDER BY %1$s DESC NULLS LAST LIMIT 3".formatted(column),
                    "SELECT a.id, b.id FROM texts a JOIN texts b ON a.%1$s < b.%1$s AND a.id < 5".formatted(column));
        }
        for (String database : DATABASES) {
            assertThat(explain(database, "SELECT min(s) FROM texts")).doesNotContain("min(\"s\"");
            assertThat(explain(database, "SELECT s FROM texts ORDER BY s LIMIT 1")).doesNotContain("ORDER BY \"s\"");
            assertThat(explain(database, "SELECT id FROM texts WHERE s > 'é'"))
                    .doesNotContain("\"s\" COLLATE")
                    .contains("filtered by Trino since column \"s\": the database is not in UTF8");
            // ASCII is before all else everywhere
            assertThat(explain(database, "SELECT id FROM texts WHERE s BETWEEN 'a' AND 'b'"))
                    .contains("(\"s\" COLLATE \"C\" >= 'a'::text AND \"s\" COLLATE \"C\" <= 'b'::text)")
                    .doesNotContain("filtered by Trino since");
        }
    }

    /** What a database may have no characters for. */
    @Test
    void testEquality()
    {
        for (String column : List.of("s", "padded")) {
            for (String value : List.of("a", "é", "漢", "Ⅰ")) {
                same(
                        "SELECT id FROM texts WHERE %s = '%s'".formatted(column, value),
                        "SELECT id FROM texts WHERE %s <> '%s'".formatted(column, value),
                        "SELECT id FROM texts WHERE %s IN ('b', '%s')".formatted(column, value),
                        "SELECT id FROM texts WHERE %s IN ('b', '%s') OR n = 4".formatted(column, value),
                        "SELECT id FROM texts WHERE NOT (%s = '%s' AND n < 100)".formatted(column, value),
                        "SELECT id FROM texts WHERE %s IS DISTINCT FROM '%s'".formatted(column, value));
            }
            same(
                    "SELECT id FROM texts WHERE %s IS NULL".formatted(column),
                    "SELECT count(%s) FROM texts".formatted(column));
        }
        for (String database : DATABASES) {
            assertThat(explain(database, "SELECT id FROM texts WHERE s IN ('a', 'b')")).contains("\"s\" IN ('a'::text, 'b'::text)").doesNotContain("filtered by Trino since");
            assertThat(explain(database, "SELECT id FROM texts WHERE s = 'a' OR n = 4")).contains("(\"s\" = 'a'::text)").doesNotContain("filtered by Trino since");
            assertThat(explain(database, "SELECT id FROM texts WHERE s IS NULL")).contains("\"s\" IS NULL");
            assertThat(explain(database, "SELECT id FROM texts WHERE s IN ('a', '漢')"))
                    .doesNotContain("\"s\" IN")
                    .contains("filtered by Trino since column \"s\": the database is not in UTF8");
        }
    }

    @Test
    void testEnums()
    {
        for (String value : List.of("a", "é", "漢")) {
            same(
                    "SELECT id FROM texts WHERE mood = '%s'".formatted(value),
                    "SELECT id FROM texts WHERE mood IN ('%s', 'a') OR n = 4".formatted(value),
                    "SELECT id FROM texts WHERE mood LIKE '%s'".formatted(value),
                    "SELECT id FROM texts WHERE mood > '%s'".formatted(value));
        }
        same(
                "SELECT mood, count(*) FROM texts GROUP BY mood",
                "SELECT id FROM texts WHERE length(mood) = 1",
                "SELECT id FROM texts WHERE mood = s",
                "SELECT id FROM texts WHERE mood LIKE '_'");
    }

    /** Two codes may be one character, or one code several. */
    @Test
    void testGrouping()
    {
        for (String column : List.of("s", "padded")) {
            same(
                    "SELECT %1$s, count(*) FROM texts GROUP BY %1$s".formatted(column),
                    "SELECT DISTINCT %s FROM texts".formatted(column),
                    "SELECT count(DISTINCT %s) FROM texts".formatted(column),
                    "SELECT a.id, b.id FROM texts a JOIN texts b ON a.%1$s = b.%1$s".formatted(column),
                    "SELECT a.id, b.id FROM texts a JOIN texts b ON a.%1$s = b.%1$s AND a.n < b.n".formatted(column));
        }
        same("SELECT id FROM texts WHERE s = other AND n > 1");
        for (String database : SINGLE_BYTE) {
            assertThat(explain(database, "SELECT s, count(*) FROM texts GROUP BY s")).contains("GROUP BY \"s\"");
            assertThat(explain(database, "SELECT a.id, b.id FROM texts a JOIN texts b ON a.s = b.s")).contains("INNER JOIN");
        }
        assertThat(explain("euc_jp", "SELECT s, count(*) FROM texts GROUP BY s")).doesNotContain("GROUP BY \"s\"");
    }

    @Test
    void testFunctions()
    {
        for (String value : List.of("a", "é", "漢")) {
            same(
                    "SELECT id FROM texts WHERE s LIKE '%s%%'".formatted(value),
                    "SELECT id FROM texts WHERE s LIKE '%%%s'".formatted(value),
                    "SELECT id FROM texts WHERE s LIKE '%s_'".formatted(value),
                    "SELECT id FROM texts WHERE s LIKE '_%s' ESCAPE '\\'".formatted(value),
                    "SELECT id FROM texts WHERE strpos(s, '%s') = 2".formatted(value),
                    "SELECT id FROM texts WHERE starts_with(s, '%s')".formatted(value),
                    "SELECT id FROM texts WHERE concat(s, '%s') = 'aa'".formatted(value),
                    "SELECT id FROM texts WHERE concat(s, 'x') = '%sx'".formatted(value),
                    "SELECT id FROM texts WHERE coalesce(s, '%1$s') = '%1$s'".formatted(value),
                    "SELECT id FROM texts WHERE nullif(s, '%1$s') IS NULL".formatted(value),
                    "SELECT id FROM texts WHERE replace(s, '%s', 'b') = 'b'".formatted(value),
                    "SELECT id FROM texts WHERE rpad(s, 3, '%s') = 'ab%1$s'".formatted(value),
                    "SELECT id FROM texts WHERE CAST(n AS varchar) = '%s'".formatted(value),
                    "SELECT id FROM texts WHERE CAST(n AS varchar) IN ('1', '%s')".formatted(value),
                    "SELECT s FROM texts GROUP BY s HAVING CAST(count(*) AS varchar) <> '%s'".formatted(value),
                    "SELECT c FROM (SELECT count(*) c FROM texts) WHERE CAST(c AS varchar) <> '%s'".formatted(value));
        }
        same(
                "SELECT id FROM texts WHERE length(s) = 1",
                "SELECT id FROM texts WHERE s LIKE '_'",
                "SELECT id FROM texts WHERE s LIKE 'a\\_%' ESCAPE '\\'",
                "SELECT id FROM texts WHERE reverse(s) = 'ba'",
                "SELECT id FROM texts WHERE reverse(s) = s",
                "SELECT id FROM texts WHERE substring(s, 2) = 'a'",
                "SELECT id FROM texts WHERE substring(s, -1, 1) = 'a'",
                "SELECT id FROM texts WHERE CAST(s AS varchar(1)) = 'a'",
                "SELECT id FROM texts WHERE lower(s) = 'a'",
                "SELECT id FROM texts WHERE CAST(n AS varchar) > '3'",
                "SELECT id FROM texts WHERE length(CAST(n AS varchar)) = 2");
        for (String database : SINGLE_BYTE) {
            assertThat(explain(database, "SELECT id FROM texts WHERE s LIKE 'a%'")).contains("\"s\" COLLATE \"C\" >= 'a'::text").contains("\"s\" LIKE 'a%'").doesNotContain("filtered by Trino since");
            assertThat(explain(database, "SELECT id FROM texts WHERE length(s) = 1")).contains("length((\"s\" COLLATE \"C\")").doesNotContain("filtered by Trino since");
        }
        for (String database : DATABASES) {
            assertThat(explain(database, "SELECT id FROM texts WHERE s LIKE 'é%' OR n = 1")).doesNotContain(" LIKE 'é");
        }
    }

    @Test
    void testKeysOfOthers()
    {
        for (String database : DATABASES) {
            for (String enabled : List.of("false", "true")) {
                Session session = Session.builder(session(database))
                        .setCatalogSessionProperty(database, "index_join_enabled", enabled)
                        .setCatalogSessionProperty("postgres", "index_join_enabled", enabled)
                        .build();
                for (String column : List.of("s", "bytes")) {
                    String present = (String) getQueryRunner().execute(session, "SELECT array_join(array_agg(DISTINCT %1$s ORDER BY %1$s), ',') FROM texts WHERE rand() >= 0 AND concat(%1$s, '') IN ('a', 'é', '€', '漢', '𝔘')".formatted(column)).getOnlyValue();
                    for (String join : List.of("JOIN", "RIGHT JOIN")) {
                        assertThat(getQueryRunner().execute(session, "SELECT array_join(array_agg(DISTINCT t.%1$s ORDER BY t.%1$s), ',') FROM texts t %2$s postgres.tpch.probe p ON p.k = t.%1$s".formatted(column, join)).getOnlyValue())
                                .as(database + " " + column + " " + join)
                                .isEqualTo(present);
                    }
                }
                assertThat(getQueryRunner().execute(session, "SELECT t.id FROM (VALUES 'a', '漢') p (k) JOIN texts t ON t.bytes = p.k WHERE t.bytes = 'a'").getRowCount()).isEqualTo(1);
                assertThat((String) getQueryRunner().execute(session, "EXPLAIN SELECT t.id FROM postgres.tpch.probe p LEFT JOIN texts t ON t.bytes = p.k").getOnlyValue()).doesNotContain("IndexSource");
                // a range of keys
                assertThat(getQueryRunner().execute(session, "SELECT count(DISTINCT t.s) FROM texts t JOIN (SELECT s k FROM texts WHERE rand() >= 0) p ON t.s >= p.k").getOnlyValue())
                        .isEqualTo(getQueryRunner().execute(session, "SELECT count(DISTINCT s) FROM texts WHERE rand() >= 0").getOnlyValue());
            }
        }
    }

    /** A partitioned table is planned before its servers are asked for their encodings. */
    @Test
    void testPartitions()
            throws SQLException
    {
        execute("latin1", "CREATE TABLE tpch.more AS SELECT 1000 + id AS id, s, n FROM tpch.texts");
        for (String statement : List.of(
                "CREATE TABLE tpch.parts (id int, s text, n int) PARTITION BY RANGE (id)",
                "CREATE FOREIGN TABLE tpch.parts_1 PARTITION OF tpch.parts FOR VALUES FROM (MINVALUE) TO (1000) SERVER win1252 OPTIONS (schema_name ''tpch'', table_name ''texts'')",
                "CREATE FOREIGN TABLE tpch.parts_2 PARTITION OF tpch.parts FOR VALUES FROM (1000) TO (2000) SERVER latin1 OPTIONS (schema_name ''tpch'', table_name ''more'')")) {
            assertUpdate("CALL system.execute_ddl('%s')".formatted(statement));
        }
        PushdownComparison comparison = new PushdownComparison(getQueryRunner());
        for (String condition : List.of("s = 'a'", "s IN ('a', 'b')", "s IS NULL", "s LIKE 'a%'", "s <> 'a'", "s > 'z'", "length(s) = 1", "concat(s, 'x') = 'ax'", "n > 3")) {
            comparison.assertSameRows("SELECT id, s FROM parts WHERE " + condition);
            comparison.assertSameRows("SELECT id, s FROM parts WHERE id = 1 AND " + condition);
        }
        comparison.assertSameRows("SELECT min(s), max(s) FROM parts");
        comparison.assertSameRows("SELECT min(s), max(s) FROM parts WHERE id < 999");
        comparison.assertSameRows("SELECT s, count(*) FROM parts WHERE id < 999 GROUP BY s");
        for (String sql : List.of("SELECT id FROM parts WHERE s > 'é'", "SELECT id FROM parts WHERE s < concat(s, 'x')", "SELECT s FROM parts ORDER BY s LIMIT 1")) {
            assertTrinoExceptionThrownBy(() -> computeActual(sql))
                    .hasErrorCode(NOT_SUPPORTED)
                    .hasMessageContaining("is in a database whose encoding is not UTF8");
        }
        assertThat(query("SELECT count(*) FROM parts p JOIN probe ON p.s = probe.k WHERE p.id < 1000")).matches("VALUES BIGINT '3'");
    }

    private void same(String... queries)
    {
        for (String database : DATABASES) {
            PushdownComparison comparison = new PushdownComparison(getQueryRunner(), session(database));
            for (String query : queries) {
                comparison.assertSameRows(query);
            }
        }
    }

    private String explain(String database, String sql)
    {
        return (String) getQueryRunner().execute(session(database), "EXPLAIN " + sql).getOnlyValue();
    }

    private Session session(String database)
    {
        return Session.builder(getSession())
                .setCatalog(database)
                .build();
    }

    private void insert(String database, List<String> values)
            throws SQLException
    {
        for (String value : values) {
            execute(database, """
                    INSERT INTO tpch.texts (id, s, bytes, short, padded, other, n)
                    SELECT 1 + count(*), '%1$s', '%1$s', '%1$s', '%1$s', CASE WHEN count(*) %% 2 = 0 THEN '%1$s' ELSE 'm' END, count(*) FROM tpch.texts""".formatted(value));
        }
    }

    private void execute(String database, String sql)
            throws SQLException
    {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(database), server.user(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
