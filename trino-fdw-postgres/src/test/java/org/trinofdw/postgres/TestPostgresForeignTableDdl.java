package org.trinofdw.postgres;

import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Trino's own DDL on foreign tables edits definitions; on live tables it goes to PostgreSQL.
 */
@Execution(ExecutionMode.SAME_THREAD)
final class TestPostgresForeignTableDdl
        extends AbstractTestQueryFramework
{
    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        QueryRunner queryRunner = PostgresQueryRunner.create(server, Map.of(), List.of());
        server.execute(
                """
                CREATE TABLE public."T 1" ("C 1" bigint, "Name" text, changed timestamp, price numeric(12, 2), flag boolean);
                INSERT INTO public."T 1" VALUES (1, 'one', '2026-01-02 03:04:05', 12.50, true), (2, 'two', NULL, NULL, false)""");
        return queryRunner;
    }

    @Test
    void testCreate()
    {
        assertUpdate("CREATE TABLE local.items (c bigint NOT NULL WITH (column_name = 'C 1'), price decimal(12, 2)) COMMENT 'Items' WITH (schema_name = 'public', table_name = 'T 1', mpp_execute = 'all segments')");
        assertThat(query("SELECT c, price FROM local.items")).matches("VALUES (BIGINT '1', CAST(12.50 AS decimal(12, 2))), (2, NULL)");
        assertThat((String) computeScalar("SHOW CREATE TABLE local.items")).isEqualTo(
                """
                CREATE TABLE postgres.local.items (
                   c bigint NOT NULL WITH (column_name = 'C 1'),
                   price decimal(12, 2)
                )
                COMMENT 'Items'
                WITH (
                   foreign_table = true,
                   mpp_execute = 'all segments',
                   schema_name = 'public',
                   table_name = 'T 1'
                )""");
        assertReplays("local.items");
        assertUpdate("CREATE TABLE IF NOT EXISTS local.items (c bigint) WITH (table_name = 'other')");
        assertThat(query("SELECT count(*) FROM local.items")).matches("VALUES BIGINT '2'");
        assertQueryFails("CREATE TABLE local.items (c bigint) WITH (table_name = 'other')", ".*Table 'postgres.local.items' already exists");
        assertUpdate("DROP TABLE local.items");
        assertThat(remote("SELECT count(*) FROM public.\"T 1\"")).isEqualTo(2L);
    }

    @Test
    void testWhatDefinesAForeignTable()
    {
        // without a property that names something the table is remote
        assertUpdate("CREATE TABLE public.made (id bigint)");
        assertThat(remote("SELECT count(*) FROM information_schema.tables WHERE table_name = 'made'")).isEqualTo(1L);
        assertUpdate("DROP TABLE public.made");
        assertThat(remote("SELECT count(*) FROM information_schema.tables WHERE table_name = 'made'")).isEqualTo(0L);

        server.execute("CREATE TABLE public.mapped (id bigint); INSERT INTO public.mapped VALUES (7)");
        assertUpdate("CREATE TABLE local.by_column (number bigint WITH (column_name = 'id')) WITH (schema_name = 'public', table_name = 'mapped')");
        assertUpdate("CREATE TABLE local.mapped (id bigint) WITH (foreign_table = true, schema_name = 'public')");
        assertUpdate("CREATE TABLE public.renamed (id bigint) WITH (table_name = 'mapped')");
        assertThat(query("SELECT number FROM local.by_column UNION ALL SELECT id FROM local.mapped UNION ALL SELECT id FROM public.renamed")).matches("VALUES BIGINT '7', 7, 7");
        for (String table : List.of("local.by_column", "local.mapped", "public.renamed")) {
            assertUpdate("DROP TABLE " + table);
        }
        assertThat(remote("SELECT count(*) FROM public.mapped")).isEqualTo(1L);
        assertQueryFails("CREATE TABLE public.copied WITH (table_name = 'mapped') AS SELECT 1 AS id", "(?s).*table_name.*");
    }

    @Test
    void testAlter()
    {
        assertUpdate("CREATE TABLE local.altered (c bigint WITH (column_name = 'C 1')) WITH (schema_name = 'public', table_name = 'T 1')");
        assertUpdate("ALTER TABLE local.altered ADD COLUMN name varchar COMMENT 'Its name' WITH (column_name = 'Name')");
        assertThat(query("SELECT c, name FROM local.altered")).matches("VALUES (BIGINT '1', VARCHAR 'one'), (2, 'two')");
        assertUpdate("ALTER TABLE local.altered ADD COLUMN flag boolean");
        assertUpdate("ALTER TABLE local.altered RENAME COLUMN flag TO is_good");
        assertThat(query("SELECT c FROM local.altered WHERE is_good")).matches("VALUES BIGINT '1'");
        assertUpdate("ALTER TABLE local.altered ALTER COLUMN c SET DATA TYPE integer");
        assertThat(query("SELECT c FROM local.altered")).matches("VALUES 1, 2");
        assertUpdate("ALTER TABLE local.altered DROP COLUMN is_good");
        assertUpdate("COMMENT ON TABLE local.altered IS 'Altered'");
        assertUpdate("COMMENT ON COLUMN local.altered.c IS 'A number'");
        assertUpdate("ALTER TABLE local.altered SET PROPERTIES num_segments = 3, mpp_execute = 'any'");
        assertUpdate("ALTER TABLE local.altered SET PROPERTIES mpp_execute = DEFAULT, fetch_size = 100");
        assertUpdate("ALTER TABLE local.altered RENAME TO other.moved");
        assertThat(query("SELECT c, name FROM other.moved")).matches("VALUES (1, VARCHAR 'one'), (2, 'two')");
        assertThat((String) computeScalar("SHOW CREATE TABLE other.moved")).isEqualTo(
                """
                CREATE TABLE postgres.other.moved (
                   c integer COMMENT 'A number' WITH (column_name = 'C 1'),
                   name varchar COMMENT 'Its name' WITH (column_name = 'Name')
                )
                COMMENT 'Altered'
                WITH (
                   fetch_size = 100,
                   foreign_table = true,
                   num_segments = 3,
                   schema_name = 'public',
                   table_name = 'T 1'
                )""");
        assertReplays("other.moved");
        assertQueryFails("ALTER TABLE other.moved SET PROPERTIES foreign_table = false", "Property \"foreign_table\" cannot be changed; .*");
        assertQueryFails("ALTER TABLE other.moved SET PROPERTIES server = 'nowhere'", "server \"nowhere\" does not exist.*");
        assertUpdate("DROP TABLE other.moved");
    }

    @Test
    void testRenameKeepsWhatATableMapsTo()
    {
        server.execute("CREATE TABLE public.kept (a bigint); INSERT INTO public.kept VALUES (5)");
        assertUpdate("CREATE TABLE public.kept_locally (a bigint) WITH (table_name = 'kept')");
        assertUpdate("ALTER TABLE public.kept_locally RENAME COLUMN a TO b");
        assertUpdate("ALTER TABLE public.kept_locally RENAME TO local.kept_elsewhere");
        assertThat(query("SELECT b FROM local.kept_elsewhere")).matches("VALUES BIGINT '5'");
        assertUpdate("DROP TABLE local.kept_elsewhere");
    }

    @Test
    void testDefinitionsThatDoNotFit()
    {
        assertUpdate("CREATE TABLE local.broken (a bigint) WITH (schema_name = 'public', table_name = 'nosuch')");
        assertQueryFails("SELECT * FROM local.broken", "foreign table \"local.broken\": server \"postgres\" has no table \"public\".\"nosuch\"; .*");
        assertThat((String) computeScalar("SHOW CREATE TABLE local.broken")).contains("table_name = 'nosuch'");
        assertThat(query("SELECT column_name FROM information_schema.columns WHERE table_name = 'broken'")).matches("VALUES VARCHAR 'a'");
        assertUpdate("ALTER TABLE local.broken SET PROPERTIES table_name = 'T 1'");
        assertQueryFails("SELECT * FROM local.broken", "foreign table \"local.broken\": remote table \"public\".\"T 1\" has no column \"a\" for column \"a\"; its columns are .*");
        assertUpdate("DROP TABLE local.broken");
    }

    @Test
    void testClausesBesideOptions()
    {
        executeDdl(
                """
                CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '%s', port '%s', dbname '%s');
                CREATE USER MAPPING FOR PUBLIC SERVER elsewhere OPTIONS (user '%s', password_required 'false');
                CREATE TABLE local.measurement (city_id int NOT NULL, logdate date NOT NULL, len interval hour to minute, CONSTRAINT good CHECK (city_id > 0)) PARTITION BY RANGE (logdate);
                CREATE FOREIGN TABLE local.measurement_1 PARTITION OF local.measurement FOR VALUES FROM ('2016-07-01') TO ('2016-08-01') SERVER elsewhere OPTIONS (table_name 'm');
                CREATE FOREIGN TABLE local.base (a int DEFAULT 5, b text COLLATE "C" DEFAULT upper('x'), g int GENERATED ALWAYS AS (a * 2) STORED) SERVER postgres OPTIONS (table_name 'm');
                CREATE FOREIGN TABLE local.heir (c timestamp DEFAULT now()) INHERITS (local.base) SERVER postgres;
                CREATE FOREIGN TABLE local.declared (v text, pt text) SERVER postgres PARTITION BY LIST (pt) (PARTITION p1 VALUES ('1'), PARTITION p2 VALUES ('2'))
                """.formatted(server.host(), server.port(), server.database(), server.user()));
        for (String table : List.of("measurement_1", "measurement", "heir", "base", "declared")) {
            String ddl = definition("local." + table);
            String create = (String) computeScalar("SHOW CREATE TABLE local." + table);
            if (table.equals("measurement")) {
                assertThat(create).contains("partitioning = 'PARTITION BY RANGE (logdate)'").contains("declared_type = 'interval hour to minute'").contains("checks = ARRAY['CONSTRAINT good CHECK (city_id > 0)']");
            }
            if (table.equals("measurement_1") || table.equals("heir")) {
                assertUpdate("DROP TABLE local." + table);
                assertUpdate(create);
                assertThat(definition("local." + table)).isEqualTo(ddl);
            }
            else {
                assertUpdate(create.replace("local." + table, "local." + table + "_2"));
                assertThat(definition("local." + table + "_2")).isEqualTo(ddl.replace("local." + table, "local." + table + "_2"));
                assertUpdate("DROP TABLE local." + table + "_2");
            }
        }
        assertQueryFails("CREATE TABLE local.bad (a bigint) WITH (partitions = 'PARTITION BY LIST (a); DROP SERVER elsewhere')", "a property of \"local.bad\" holds more than its clause; remove the semicolon");
        assertQueryFails("CREATE TABLE local.bad (a bigint) WITH (partitioning = 'PARTITION BY LIST (nosuch)')", "column \"nosuch\" of foreign table \"local.bad\" does not exist; .*");
        assertQueryFails("CREATE TABLE local.bad (a bigint WITH (declared_type = 'text')) WITH (foreign_table = true)", "Property \"declared_type\" of column \"a\" means varchar, and the column has type bigint; give both the same type");
        executeDdl("DROP SERVER elsewhere CASCADE");
        executeDdl("DROP FOREIGN TABLE local.heir; DROP FOREIGN TABLE local.base; DROP FOREIGN TABLE local.measurement; DROP FOREIGN TABLE local.declared");
    }

    @Test
    void testBadProperties()
    {
        assertQueryFails("CREATE TABLE local.bad (a bigint) WITH (table_name = 'x', mpp_execute = 'everywhere')", "(?s).*invalid value \"everywhere\" for option \"mpp_execute\": must be one of .*");
        assertQueryFails("CREATE TABLE local.bad (a bigint) WITH (table_name = 'x', fetch_size = 0)", "(?s).*invalid value \"0\" for option \"fetch_size\": must be an integer of at least 1");
        assertQueryFails("CREATE TABLE local.bad (a bigint) WITH (host = 'x')", "(?s).*option \"host\" does not belong to a foreign table; set it on a server");
        assertQueryFails("CREATE TABLE local.bad (a bigint) WITH (column_name = 'x')", "(?s).*option \"column_name\" does not belong to a foreign table; set it on a column of a foreign table");
        assertQueryFails("CREATE TABLE local.bad (a bigint) WITH (multi_hosts = 'a b')", "(?s).*option \"multi_hosts\" cannot be used: .*");
        assertQueryFails("CREATE TABLE local.bad (a bigint WITH (table_name = 'x')) WITH (table_name = 'x')", "(?s).*option \"table_name\" does not belong to a column of a foreign table; set it on a foreign table");
        assertQueryFails("CREATE TABLE local.bad (a bigint) WITH (nosuch = 'x')", ".*table property 'nosuch' does not exist");
        assertQueryFails("SET SESSION postgres.host = 'x'", "(?s).*option \"host\" does not belong to a session; set it on a server.*");
    }

    @Test
    void testDefaults()
    {
        server.execute("CREATE TABLE public.defaulted (id serial, a int DEFAULT 100, b text, d date, t timestamp, tz timestamptz, u text, n numeric(6, 2), f float8, bo boolean, c char(3), big numeric(38, 2))");
        executeDdl(
                """
                CREATE FOREIGN TABLE local.defaulted (
                    id int, a int, b text DEFAULT 'it''s'::text, d date DEFAULT '2026-07-01', t timestamp(3) DEFAULT now(), tz timestamptz DEFAULT CURRENT_TIMESTAMP,
                    u text DEFAULT current_user, n numeric(6, 2) DEFAULT -1.5, f float8 DEFAULT 2.5, bo boolean DEFAULT 'on', c char(3) DEFAULT 'x', big numeric(38, 2) DEFAULT 7)
                SERVER postgres OPTIONS (schema_name 'public')""");
        for (String mode : List.of("any", "all segments")) {
            assertUpdate("ALTER TABLE local.defaulted SET PROPERTIES mpp_execute = '" + mode + "'");
            assertUpdate("INSERT INTO local.defaulted (id) VALUES 1, 2", 2);
        }
        // a column without DEFAULT is left to the remote table
        assertThat(query("SELECT DISTINCT a, b, d, u, n, f, bo, c, big, t IS NOT NULL, tz IS NOT NULL FROM local.defaulted"))
                .matches("VALUES (100, VARCHAR 'it''s', DATE '2026-07-01', VARCHAR 'user', CAST(-1.5 AS decimal(6, 2)), 2.5E0, true, CAST('x' AS char(3)), CAST(7 AS decimal(38, 2)), true, true)");
        assertUpdate("INSERT INTO local.defaulted (a, b) VALUES (1, NULL)", 1);
        assertThat(query("SELECT b, id IS NOT NULL FROM local.defaulted WHERE a = 1")).matches("VALUES (CAST(NULL AS varchar), true)");
        assertThat(query("SELECT column_name, column_default FROM information_schema.columns WHERE table_schema = 'local' AND table_name = 'defaulted' AND column_name IN ('a', 'b', 'n', 't')"))
                .skippingTypesCheck().matches("VALUES ('a', NULL), ('b', '''it''''s'''), ('n', 'DECIMAL ''-1.50'''), ('t', NULL)");
        // literals come back in Trino's words
        String create = (String) computeScalar("SHOW CREATE TABLE local.defaulted");
        assertUpdate("DROP TABLE local.defaulted");
        assertUpdate(create);
        assertThat((String) computeScalar("SHOW CREATE TABLE local.defaulted")).isEqualTo(create);
        assertReplays("local.defaulted");

        assertUpdate("ALTER TABLE local.defaulted ALTER COLUMN a SET DEFAULT 9");
        assertUpdate("INSERT INTO local.defaulted (b) VALUES 'nine'", 1);
        assertThat(query("SELECT a FROM local.defaulted WHERE b = 'nine'")).matches("VALUES 9");
        assertUpdate("ALTER TABLE local.defaulted ALTER COLUMN a DROP DEFAULT");
        assertUpdate("INSERT INTO local.defaulted (b) VALUES 'hundred'", 1);
        assertThat(query("SELECT a FROM local.defaulted WHERE b = 'hundred'")).matches("VALUES 100");

        executeDdl("ALTER FOREIGN TABLE local.defaulted ALTER a SET DEFAULT nextval('s')");
        assertQueryFails("INSERT INTO local.defaulted (b) VALUES 'x'", "column \"a\" of local.defaulted has DEFAULT nextval\\('s'\\), which only the remote server can compute; give the column a value, .*");
        assertUpdate("INSERT INTO local.defaulted (a, b) VALUES (5, 'given')", 1);
        executeDdl("ALTER FOREIGN TABLE local.defaulted ALTER a SET DEFAULT 'text'");
        assertQueryFails("INSERT INTO local.defaulted (b) VALUES 'x'", "DEFAULT of column \"a\": 'text' is not a value of type integer; .*");
        executeDdl("DROP FOREIGN TABLE local.defaulted");
        assertQueryFails("CREATE TABLE public.remote_default (a int DEFAULT 1)", "Only foreign tables have defaults here; .* Catalog 'postgres' does not support default value for column name 'a'");
    }

    @Test
    void testConstraintsAndGeneratedColumns()
    {
        server.execute("CREATE TABLE public.computed (a int, g int GENERATED ALWAYS AS (a * 2) STORED, h int)");
        executeDdl("CREATE FOREIGN TABLE local.computed (a int NOT NULL CHECK (a > 0), g int GENERATED ALWAYS AS (a * 2) STORED) SERVER postgres OPTIONS (schema_name 'public')");
        assertUpdate("INSERT INTO local.computed (a) VALUES 3", 1);
        // CHECK is assumed, not enforced; NOT NULL is enforced by the engine
        assertUpdate("INSERT INTO local.computed (a) VALUES -3", 1);
        assertQueryFails("INSERT INTO local.computed (a) VALUES NULL", "NULL value not allowed for NOT NULL column: a");
        assertQueryFails("INSERT INTO local.computed VALUES (1, 2)", "column \"g\" of local.computed is generated and cannot be written; leave it out of the column list");
        assertThat(query("SELECT a, g FROM local.computed")).matches("VALUES (3, 6), (-3, -6)");
        executeDdl("CREATE FOREIGN TABLE local.not_computed (a int, h int GENERATED ALWAYS AS (a * 2) STORED) SERVER postgres OPTIONS (schema_name 'public', table_name 'computed')");
        assertThat(query("SELECT h FROM local.not_computed WHERE a = 3")).matches("VALUES CAST(NULL AS integer)");
        assertQueryFails("INSERT INTO local.not_computed (a) VALUES 3", "column \"h\" of local.not_computed is GENERATED ALWAYS AS \\(a \\* 2\\), which only the remote table can compute, .*");
        executeDdl("DROP FOREIGN TABLE local.computed, local.not_computed");
    }

    @Test
    void testColumnsThatDiffer()
    {
        assertUpdate("CREATE TABLE local.differing (flag varchar, price double, c varchar WITH (column_name = 'C 1')) WITH (schema_name = 'public', table_name = 'T 1')");
        assertThat(query("SELECT flag, price, c FROM local.differing")).skippingTypesCheck().matches("VALUES ('true', 12.5E0, '1'), ('false', NULL, '2')");
        assertUpdate("DROP TABLE local.differing");
    }

    private Object remote(String sql)
    {
        try (Connection connection = server.connect(); Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getObject(1);
        }
        catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertReplays(String table)
    {
        String ddl = definition(table);
        String create = (String) computeScalar("SHOW CREATE TABLE " + table);
        assertUpdate("DROP TABLE " + table);
        assertUpdate(create);
        assertThat(definition(table)).isEqualTo(ddl);
        assertThat((String) computeScalar("SHOW CREATE TABLE " + table)).isEqualTo(create);
    }

    private String definition(String table)
    {
        return (String) computeScalar("SELECT ddl FROM system.foreign_tables WHERE table_schema || '.' || table_name = '" + table + "'");
    }

    private void executeDdl(String ddl)
    {
        assertUpdate("CALL system.execute_ddl('" + ddl.replace("'", "''") + "')");
    }
}
