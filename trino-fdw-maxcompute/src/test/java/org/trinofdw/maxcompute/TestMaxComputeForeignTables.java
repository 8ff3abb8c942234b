package org.trinofdw.maxcompute;

import com.google.common.collect.ImmutableList;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.trinofdw.testing.maxcompute.LocalMaxCompute;
import org.trinofdw.testing.maxcompute.LocalMaxComputeBuilder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The three kinds of foreign table of AnalyticDB's document, over a server with its tunnel's endpoint alone and over one that can ask the service.
 */
@Execution(ExecutionMode.SAME_THREAD)
final class TestMaxComputeForeignTables
        extends AbstractTestQueryFramework
{
    private static final String PROJECT = LocalMaxComputeBuilder.DEFAULT_PROJECT;

    private LocalMaxCompute service;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        service = closeAfterClass(LocalMaxCompute.start());
        Path store = Files.createTempDirectory("odps-fdw-test");
        closeAfterClass(() -> deleteRecursively(store, ALLOW_INSECURE));
        service.execute(PROJECT, "CREATE TABLE lineitem_big (l_orderkey BIGINT, l_quantity DOUBLE, l_returnflag STRING, l_shipdate DATE, l_comment STRING, l_changed DATETIME, l_price DECIMAL(38,18))");
        service.load(PROJECT, Optional.empty(), "lineitem_big", Optional.empty(), ImmutableList.of());
        service.execute(PROJECT, "CREATE TABLE src (key STRING, value BIGINT) PARTITIONED BY (pt STRING, region STRING)");
        long value = 0;
        for (String pt : List.of("20170601", "20170602")) {
            for (String region : List.of("hangzhou", "shanghai", "nanjing")) {
                if (!(pt.equals("20170602") && region.equals("shanghai"))) {
                    service.load(PROJECT, Optional.empty(), "src", Optional.of("pt=%s,region=%s".formatted(pt, region)), ImmutableList.of(List.of("a", value), List.of("b", value + 1)));
                    value += 10;
                }
            }
        }
        QueryRunner queryRunner = MaxComputeQueryRunner.builder(service)
                .setWorkerCount(0)
                .addCatalogProperty("foreign-table.store-directory", store.toString())
                .build();
        for (String server : List.of("odps_serv", "odps_full")) {
            queryRunner.execute(ddl("""
                    CREATE SERVER %s FOREIGN DATA WRAPPER odps_fdw OPTIONS (%s '%s');
                    CREATE USER MAPPING FOR PUBLIC SERVER %s OPTIONS (id '%s', key '%s');
                    """.formatted(
                    server,
                    server.equals("odps_serv") ? "tunnel_endpoint" : "odps_endpoint",
                    server.equals("odps_serv") ? service.tunnelEndpoint() : service.endpoint(),
                    server,
                    LocalMaxComputeBuilder.DEFAULT_ACCESS_ID,
                    LocalMaxComputeBuilder.DEFAULT_ACCESS_KEY)));
        }
        return queryRunner;
    }

    private static String ddl(String statements)
    {
        return "CALL odps.system.execute_ddl('%s')".formatted(statements.replace("'", "''"));
    }

    @Test
    void testNonPartitioned()
    {
        for (String server : List.of("odps_serv", "odps_full")) {
            assertUpdate(ddl("""
                    CREATE FOREIGN TABLE IF NOT EXISTS items_%s (
                        l_comment varchar(44), l_orderkey bigint, l_returnflag char(1), l_shipdate date, l_changed timestamp, l_price numeric(12, 2), l_quantity double precision)
                    SERVER %s OPTIONS (project 'local_project', table 'lineitem_big')
                    """.formatted(server, server)));
            assertUpdate("INSERT INTO items_" + server + " VALUES ('text', 5, 'R', DATE '1998-09-02', TIMESTAMP '2026-07-01 12:00:00.123', 12.50, 1.5)", 1);
        }
        for (String server : List.of("odps_serv", "odps_full")) {
            assertThat(query("SELECT DISTINCT l_comment, l_orderkey, l_returnflag, l_shipdate, l_changed, l_price, l_quantity FROM items_" + server))
                    .matches("VALUES (CAST('text' AS varchar(44)), BIGINT '5', CAST('R' AS char(1)), DATE '1998-09-02', TIMESTAMP '2026-07-01 12:00:00.123000', CAST(12.50 AS decimal(12, 2)), 1.5E0)");
        }
        // the instant that the wall clock of the project's zone means
        assertThat(query("SELECT DISTINCT l_changed AT TIME ZONE 'Asia/Shanghai' = TIMESTAMP '2026-07-01 04:00:00.123 UTC' FROM (SELECT with_timezone(l_changed, 'Asia/Shanghai') AS l_changed FROM lineitem_big)"))
                .matches("VALUES true");
        assertThat(service.rowCount(PROJECT, Optional.empty(), "lineitem_big")).isEqualTo(2);
    }

    @Test
    void testValuesThatDoNotFit()
    {
        service.execute(PROJECT, "CREATE TABLE wide (s STRING, d DECIMAL(38,18), n BIGINT)");
        assertUpdate("INSERT INTO wide VALUES ('too long', 1.239, 70000)", 1);
        assertUpdate(ddl("CREATE FOREIGN TABLE narrow (s varchar(3), d numeric(5, 2), n int2) SERVER odps_full OPTIONS (project 'local_project', table 'wide')"));
        assertQueryFails("SELECT s FROM narrow", "Rows 0 to \\d+ of table local_project.\\w+: Value 'too long' of column \"s\" does not fit into varchar\\(3\\); declare a wider type");
        assertQueryFails("SELECT d FROM narrow", "Rows 0 to \\d+ of table local_project.\\w+: Value 1.239.* of column \"d\" does not fit into decimal\\(5,2\\); declare a wider type");
        assertQueryFails("SELECT n FROM narrow", "Rows 0 to \\d+ of table local_project.\\w+: Value 70000 of column \"n\" does not fit into smallint; declare a wider type");
    }

    @Test
    void testLowestLevelPartition()
    {
        for (String server : List.of("odps_serv", "odps_full")) {
            assertUpdate(ddl("CREATE FOREIGN TABLE one_%s (key text, value bigint) SERVER %s OPTIONS (project 'local_project', table 'src', partition 'pt=20170601,region=hangzhou')".formatted(server, server)));
            assertThat(query("SELECT key, value FROM one_" + server)).matches("VALUES (VARCHAR 'a', BIGINT '0'), (VARCHAR 'b', BIGINT '1')");
        }
        for (String path : List.of("pt=20170601", "region=hangzhou,pt=20170601", "pt=20170601, region=hangzhou", "pt=20170601,region=", "20170601")) {
            assertUpdate(ddl("CREATE FOREIGN TABLE wrong_path (key text, value bigint) SERVER odps_full OPTIONS (project 'local_project', table 'src', partition '%s')".formatted(path)));
            assertQueryFails("SELECT * FROM wrong_path", "invalid value '%s' for option \"partition\"; give the full path of a lowest-level partition in the order of the hierarchy, without spaces: pt=value,region=value".formatted(path));
            assertUpdate(ddl("DROP FOREIGN TABLE wrong_path"));
        }
    }

    @Test
    void testPartitioned()
    {
        for (String server : List.of("odps_serv", "odps_full")) {
            String table = "parts_" + server;
            assertUpdate(ddl("""
                    CREATE FOREIGN TABLE %s (key text, value bigint, pt text, region text)
                    SERVER %s OPTIONS (project 'local_project', table 'src')
                    PARTITION BY LIST (pt) SUBPARTITION BY LIST (region)
                        SUBPARTITION TEMPLATE (SUBPARTITION hangzhou VALUES ('hangzhou'), SUBPARTITION shanghai VALUES ('shanghai'))
                    (PARTITION "20170601" VALUES ('20170601'), PARTITION "20170602" VALUES ('20170602'))
                    """.formatted(table, server)));
            // 20170602/shanghai has no counterpart, nanjing is not declared
            assertThat(query("SELECT pt, region, count(*), min(value) FROM " + table + " GROUP BY 1, 2"))
                    .matches("VALUES (VARCHAR '20170601', VARCHAR 'hangzhou', BIGINT '2', BIGINT '0'), ('20170601', 'shanghai', 2, 10), ('20170602', 'hangzhou', 2, 30)");
            service.requests().reset();
            assertThat(query("SELECT value FROM " + table + " WHERE pt = '20170602' AND region = 'hangzhou'")).matches("VALUES BIGINT '30', 31");
            assertThat(service.requestCount("download-session")).isEqualTo(1);
            assertUpdate(ddl("ALTER TABLE %s ALTER PARTITION \"20170601\" ADD PARTITION \"nanjing\" VALUES ('nanjing')".formatted(table)));
            assertThat(query("SELECT count(*) FROM " + table)).matches("VALUES BIGINT '8'");
            assertUpdate(ddl("ALTER TABLE %s DROP PARTITION \"20170602\"".formatted(table)));
            assertThat(query("SELECT count(*) FROM " + table)).matches("VALUES BIGINT '6'");
        }
    }

    @Test
    void testDefinitionsThatDoNotFit()
    {
        assertUpdate(ddl("CREATE FOREIGN TABLE bad_column (nosuch text) SERVER odps_full OPTIONS (project 'local_project', table 'src')"));
        assertQueryFails("SELECT * FROM bad_column", "Foreign table default.bad_column: MaxCompute table local_project.src has no column \"nosuch\"; its columns are \\[key, value\\]");
        assertUpdate(ddl("CREATE FOREIGN TABLE bad_type (key date) SERVER odps_full OPTIONS (project 'local_project', table 'src')"));
        assertQueryFails("SELECT * FROM bad_type", "Foreign table default.bad_type on MaxCompute table local_project.src: Column \"key\" has type string in MaxCompute, which cannot be read as date");
        assertUpdate(ddl("CREATE FOREIGN TABLE bad_table (key text) SERVER odps_full OPTIONS (project 'local_project', table 'nosuch')"));
        assertQueryFails("SELECT * FROM bad_table", "Foreign table default.bad_table: MaxCompute has no table local_project.nosuch");
    }

    @Test
    void testTrinoDdl()
    {
        assertUpdate("CREATE TABLE native_src (k varchar WITH (column_name = 'key'), value bigint COMMENT 'A value') WITH (\"table\" = 'src', project = 'local_project', partition = 'pt=20170601,region=hangzhou', server = 'odps_full')");
        assertThat(query("SELECT k, value FROM native_src")).matches("VALUES (VARCHAR 'a', BIGINT '0'), (VARCHAR 'b', BIGINT '1')");
        assertThat((String) computeScalar("SHOW CREATE TABLE native_src")).isEqualTo(
                """
                CREATE TABLE odps.default.native_src (
                   k varchar WITH (column_name = 'key'),
                   value bigint COMMENT 'A value'
                )
                WITH (
                   foreign_table = true,
                   partition = 'pt=20170601,region=hangzhou',
                   project = 'local_project',
                   server = 'odps_full',
                   "table" = 'src'
                )""");
        assertUpdate("ALTER TABLE native_src SET PROPERTIES partition = 'pt=20170601,region=shanghai'");
        assertThat(query("SELECT value FROM native_src")).matches("VALUES BIGINT '10', 11");
        assertUpdate("ALTER TABLE native_src RENAME COLUMN value TO v");
        assertUpdate("ALTER TABLE native_src RENAME TO native_renamed");
        assertUpdate("ALTER TABLE native_renamed ALTER COLUMN v SET DATA TYPE varchar");
        assertUpdate("ALTER TABLE native_renamed DROP COLUMN k");
        assertUpdate("COMMENT ON TABLE native_renamed IS 'Renamed'");
        assertThat(query("SELECT * FROM native_renamed")).matches("VALUES VARCHAR '10', '11'");
        assertUpdate("ALTER TABLE native_renamed SET PROPERTIES partition = 'pt=20170601'");
        assertQueryFails("SELECT * FROM native_renamed", "invalid value 'pt=20170601' for option \"partition\"; .*");
        // what cannot be read can be shown and dropped
        assertThat((String) computeScalar("SHOW CREATE TABLE native_renamed")).contains("COMMENT 'Renamed'").contains("column_name = 'value'");
        assertUpdate("DROP TABLE native_renamed");
        assertThat(query("SELECT count(*) FROM src")).matches("VALUES BIGINT '10'");
    }

    @Test
    void testTrinoDdlOfPartitions()
    {
        assertUpdate(ddl("""
                CREATE FOREIGN TABLE shown (key text, value bigint, pt text, region text)
                SERVER odps_full OPTIONS (project 'local_project', table 'src')
                PARTITION BY LIST (pt) SUBPARTITION BY LIST (region)
                    SUBPARTITION TEMPLATE (SUBPARTITION hangzhou VALUES ('hangzhou'))
                (PARTITION "20170601" VALUES ('20170601'))"""));
        String definition = (String) computeScalar("SELECT ddl FROM system.foreign_tables WHERE table_name = 'shown'");
        String create = (String) computeScalar("SHOW CREATE TABLE shown");
        assertUpdate("DROP TABLE shown");
        assertUpdate(create);
        assertThat((String) computeScalar("SELECT ddl FROM system.foreign_tables WHERE table_name = 'shown'")).isEqualTo(definition);
        assertThat(query("SELECT pt, region, value FROM shown")).matches("VALUES (VARCHAR '20170601', VARCHAR 'hangzhou', BIGINT '0'), ('20170601', 'hangzhou', 1)");
        assertUpdate("DROP TABLE shown");
    }

    @Test
    void testDefaults()
    {
        service.execute(PROJECT, "CREATE TABLE defaulted (a BIGINT, b STRING, d DATE)");
        assertUpdate(ddl("CREATE FOREIGN TABLE local_defaulted (a bigint, b text DEFAULT 'x'::text, d date DEFAULT '2026-07-01') SERVER odps_full OPTIONS (project 'local_project', table 'defaulted')"));
        assertUpdate("INSERT INTO local_defaulted (a) VALUES 1", 1);
        assertUpdate("INSERT INTO local_defaulted (b) VALUES 'given'", 1);
        assertThat(query("SELECT * FROM local_defaulted")).matches("VALUES (BIGINT '1', VARCHAR 'x', DATE '2026-07-01'), (NULL, 'given', DATE '2026-07-01')");
        assertUpdate(ddl("ALTER FOREIGN TABLE local_defaulted ALTER d SET DEFAULT CURRENT_DATE"));
        assertQueryFails("INSERT INTO local_defaulted (a) VALUES 2", "column \"d\" of default.local_defaulted has DEFAULT CURRENT_DATE, which only the remote server can compute; .*");
        assertUpdate("DROP TABLE local_defaulted");
    }

    @Test
    void testRemoteTablesHaveNoOptionsOfForeignTables()
    {
        assertQueryFails("CREATE TABLE copied WITH (\"table\" = 'src') AS SELECT 1 AS a", "Property \"table\" is for foreign tables, and this statement creates \"default.copied\" on the remote server; leave it out");
    }

    @Test
    void testImport()
    {
        assertUpdate(ddl("IMPORT FOREIGN SCHEMA local_project LIMIT TO (src, \"LINEITEM_BIG\") FROM SERVER odps_full INTO imported"));
        assertThat(query("SHOW TABLES FROM imported")).matches("VALUES VARCHAR 'lineitem_big', 'src'");
        assertThat(query("SELECT count(*), count(DISTINCT pt), count(DISTINCT region) FROM imported.src")).matches("VALUES (BIGINT '10', BIGINT '2', BIGINT '3')");
        assertThat((String) computeScalar("SELECT ddl FROM system.foreign_tables WHERE table_schema = 'imported' AND table_name = 'src'")).isEqualTo(
                """
                CREATE FOREIGN TABLE imported.src (
                    key text,
                    value bigint,
                    pt text,
                    region text
                )
                SERVER odps_full
                OPTIONS (
                    project 'local_project'
                );
                """);
        assertUpdate("CALL system.import_foreign_schema(remote_schema => 'default', local_schema => 'rest', exclude => ARRAY['src', 'lineitem_big', 'wide', 'defaulted'])");
        assertThat(query("SELECT table_name FROM system.foreign_tables WHERE table_schema = 'rest' AND table_name IN ('src', 'lineitem_big')")).returnsEmptyResult();
        assertQueryFails(ddl("IMPORT FOREIGN SCHEMA local_project FROM SERVER odps_serv INTO x"), "line 1:1: server \"odps_serv\" has a tunnel endpoint alone, which lists no tables; .*");
        assertQueryFails(ddl("IMPORT FOREIGN SCHEMA nosuch FROM SERVER odps_full INTO x"), "(?s)line 1:1: .*nosuch.*");
    }

    @Test
    void testImportOfSchemas()
    {
        String project = LocalMaxComputeBuilder.DEFAULT_SCHEMA_PROJECT;
        service.execute(project, "CREATE SCHEMA sales");
        service.execute(project, "CREATE TABLE sales.orders (id BIGINT NOT NULL, note STRING)");
        service.load(project, Optional.of("sales"), "orders", Optional.empty(), ImmutableList.of(List.of(1L, "one")));
        assertUpdate(ddl("IMPORT FOREIGN SCHEMA \"%s.sales\" FROM SERVER odps_full INTO three_tiers".formatted(project)));
        assertThat(query("SELECT id, note FROM three_tiers.orders")).matches("VALUES (BIGINT '1', VARCHAR 'one')");
        assertUpdate(ddl("""
                CREATE SERVER odps_schemas FOREIGN DATA WRAPPER odps_fdw OPTIONS (odps_endpoint '%s', project '%s');
                CREATE USER MAPPING FOR PUBLIC SERVER odps_schemas OPTIONS (id '%s', key '%s');
                IMPORT FOREIGN SCHEMA sales FROM SERVER odps_schemas INTO of_server OPTIONS (import_not_null 'false')
                """.formatted(service.endpoint(), project, LocalMaxComputeBuilder.DEFAULT_ACCESS_ID, LocalMaxComputeBuilder.DEFAULT_ACCESS_KEY)));
        assertThat(query("SELECT id, note FROM of_server.orders")).matches("VALUES (BIGINT '1', VARCHAR 'one')");
        assertThat((String) computeScalar("SHOW CREATE TABLE of_server.orders")).contains("id bigint,").contains("schema = 'sales'");
        assertThat((String) computeScalar("SHOW CREATE TABLE three_tiers.orders")).contains("id bigint NOT NULL,");
        assertQueryFails(ddl("IMPORT FOREIGN SCHEMA nosuch FROM SERVER odps_schemas INTO x"), "line 1:1: schema \"nosuch\" is not present in project local_schema_project; its schemas are .*sales.*");
    }

    @Test
    void testPartitionProcedures()
    {
        assertUpdate(ddl("""
                CREATE FOREIGN TABLE synced (key text, value bigint, pt text, region text)
                SERVER odps_full OPTIONS (project 'local_project', table 'src')
                PARTITION BY LIST (pt) SUBPARTITION BY LIST (region)
                    SUBPARTITION TEMPLATE (SUBPARTITION hangzhou VALUES ('hangzhou'), SUBPARTITION shanghai VALUES ('shanghai'))
                (PARTITION "20170601" VALUES ('20170601'))"""));
        assertUpdate("CALL system.add_partition('default', 'synced', 'pt=20170603')");
        assertUpdate("CALL system.add_partition('default', 'synced', 'pt=20170601,region=nanjing')");
        assertQueryFails("CALL system.add_partition('default', 'synced', 'pt=20170601,region=nanjing')", "partition \"pt=20170601,region=nanjing\" of foreign table \"default.synced\" already exists; .*");
        assertQueryFails("CALL system.add_partition('default', 'synced', 'region=x,pt=1')", "invalid partition \"region=x,pt=1\" of foreign table \"default.synced\"; write its keys in their order, without spaces: pt=value,region=value");
        assertPartitions("20170601/hangzhou", "20170601/shanghai", "20170601/nanjing", "20170603/hangzhou", "20170603/shanghai");
        assertUpdate("CALL system.drop_partition('default', 'synced', 'pt=20170601,region=nanjing')");
        assertQueryFails("CALL system.drop_partition('default', 'synced', 'pt=1')", "partition \"pt=1\" of foreign table \"default.synced\" does not exist; .*");
        assertQueryFails("CALL system.sync_partitions('default', 'nosuch')", "Table 'default.nosuch' not found");
        assertQueryFails("CALL system.sync_partitions('default', 'synced', 'SOME')", "mode must be ADD, DROP or FULL, not \"SOME\"");

        // tells what it would do, and does nothing
        assertUpdate("CALL system.sync_partitions('default', 'synced')");
        assertThat(query("SELECT message FROM system.warnings WHERE message LIKE 'would %'")).matches("""
                VALUES VARCHAR 'would add partition pt=20170601,region=nanjing of default.synced, which the remote table has',
                    'would add partition pt=20170602,region=hangzhou of default.synced, which the remote table has',
                    'would add partition pt=20170602,region=nanjing of default.synced, which the remote table has',
                    'would drop partition pt=20170603,region=hangzhou of default.synced, which the remote table does not have',
                    'would drop partition pt=20170603,region=shanghai of default.synced, which the remote table does not have'""");
        assertPartitions("20170601/hangzhou", "20170601/shanghai", "20170603/hangzhou", "20170603/shanghai");
        assertUpdate("CALL system.sync_partitions('default', 'synced', 'ADD', false)");
        assertPartitions("20170601/hangzhou", "20170601/shanghai", "20170601/nanjing", "20170603/hangzhou", "20170603/shanghai", "20170602/hangzhou", "20170602/nanjing");
        assertUpdate("CALL system.sync_partitions(schema_name => 'default', table_name => 'synced', dry_run => false)");
        assertPartitions("20170601/hangzhou", "20170601/shanghai", "20170601/nanjing", "20170602/hangzhou", "20170602/nanjing");
        assertThat(query("SELECT count(*) FROM synced")).matches("VALUES BIGINT '10'");
        assertUpdate("DROP TABLE synced");
    }

    private void assertPartitions(String... names)
    {
        assertThat(computeActual("SELECT partition_name FROM system.foreign_partitions WHERE table_name = 'synced'").getOnlyColumnAsSet())
                .containsExactlyInAnyOrder((Object[]) names);
    }
}
