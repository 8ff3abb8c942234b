package org.trinofdw.postgres;

import com.google.common.collect.ImmutableMap;
import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a catalog shows and whom it lets in.
 */
final class TestPostgresFdwCatalog
        extends AbstractTestQueryFramework
{
    @TempDir
    private static Path directory;

    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        QueryRunner queryRunner = PostgresQueryRunner.create(server, Map.of(), List.of());
        server.execute(
                """
                CREATE SCHEMA sales;
                CREATE TABLE sales.orders (id int);
                CREATE TABLE sales.orders_old (id int);
                CREATE TABLE sales.secrets (id int);
                CREATE SCHEMA other;
                CREATE TABLE other.orders (id int);
                INSERT INTO sales.orders VALUES (7)""");
        return queryRunner;
    }

    @Test
    void testImportLimits()
    {
        createCatalog("limited", ImmutableMap.of("user", server.user(), "import.limit-to", "sales", "import.except", "sales.*_old,sales.secrets"));
        assertThat(query("SHOW SCHEMAS FROM limited")).matches("VALUES VARCHAR 'information_schema', 'sales', 'system'");
        assertThat(query("SHOW TABLES FROM limited.sales")).matches("VALUES VARCHAR 'orders'");
        assertThat(query("SELECT table_schema, table_name FROM limited.information_schema.columns WHERE table_schema IN ('sales', 'other')"))
                .matches("VALUES (VARCHAR 'sales', VARCHAR 'orders')");
        assertThat(query("SELECT * FROM limited.sales.orders")).matches("VALUES 7");
        assertQueryFails("SELECT * FROM limited.sales.secrets", ".*Table 'limited.sales.secrets' does not exist");
        assertQueryFails("SELECT * FROM limited.other.orders", ".*Schema 'other' does not exist|.*Table 'limited.other.orders' does not exist");
        assertUpdate("DROP CATALOG limited");
    }

    @Test
    void testImportSwitchedOff()
    {
        createCatalog("declared", ImmutableMap.of("user", server.user(), "import-foreign-schema", "false"));
        assertQueryFails("SELECT * FROM declared.sales.orders", ".*(Schema 'sales' does not exist|Table 'declared.sales.orders' does not exist)");
        assertUpdate("CALL declared.system.execute_ddl('CREATE FOREIGN TABLE sales.mine (number bigint OPTIONS (column_name ''id'')) SERVER declared OPTIONS (table_name ''orders'')')");
        assertThat(query("SELECT number FROM declared.sales.mine")).matches("VALUES BIGINT '7'");
        assertThat(query("SHOW TABLES FROM declared.sales")).matches("VALUES VARCHAR 'mine'");
        assertUpdate("DROP CATALOG declared");
    }

    @Test
    void testDefinitionsStayWhenACatalogIsMadeAnew()
    {
        Map<String, String> properties = ImmutableMap.of("user", server.user());
        createCatalog("again", properties);
        assertUpdate("CALL again.system.execute_ddl('CREATE FOREIGN TABLE sales.kept (id integer) SERVER again OPTIONS (table_name ''orders'')')");
        assertUpdate("DROP CATALOG again");
        createCatalog("again", properties);
        assertThat(query("SELECT id FROM again.sales.kept")).matches("VALUES 7");
        assertUpdate("DROP TABLE again.sales.kept");
        assertThat(query("SELECT id FROM again.sales.orders")).matches("VALUES 7");
        assertUpdate("DROP CATALOG again");
    }

    @Test
    void testUserWithoutMapping()
    {
        createCatalog("unmapped", ImmutableMap.of());
        assertQueryFails("SELECT * FROM unmapped.sales.orders", "(?s).*user mapping not found for \"user\" on server \"unmapped\".*");
        assertUpdate("DROP CATALOG unmapped");
    }

    @Test
    void testKeptConnections()
    {
        createCatalog("keeping", ImmutableMap.of("user", server.user()));
        createCatalog("forgetting", ImmutableMap.of("user", server.user(), "keep-connections", "off"));
        for (String catalog : List.of("keeping", "forgetting")) {
            assertThat(query("SELECT * FROM " + catalog + ".sales.orders")).matches("VALUES 7");
        }
        assertThat((long) computeScalar("SELECT sum(idle) FROM keeping.system.connections")).isPositive();
        assertThat((long) computeScalar("SELECT coalesce(sum(idle), 0) FROM forgetting.system.connections")).isZero();
        assertUpdate("DROP CATALOG keeping");
        assertUpdate("DROP CATALOG forgetting");
    }

    private void createCatalog(String name, Map<String, String> properties)
    {
        StringBuilder sql = new StringBuilder("CREATE CATALOG " + name + " USING postgres_fdw WITH (\"host\" = '%s', \"port\" = '%s', \"dbname\" = '%s', \"foreign-table.store-directory\" = '%s'"
                .formatted(server.host(), server.port(), server.database(), directory.resolve(name)));
        properties.forEach((property, value) -> sql.append(", \"%s\" = '%s'".formatted(property, value)));
        assertUpdate(sql.append(")").toString());
    }
}
