package org.trinofdw.ddl;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.security.ConnectorIdentity;
import org.junit.jupiter.api.Test;
import org.trinofdw.ddl.syntax.DeclaredTypes;
import org.trinofdw.definition.CheckConstraint;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.ForeignServer;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.ImportFilter;
import org.trinofdw.definition.UserMapping;
import org.trinofdw.option.CatalogOptions;
import org.trinofdw.option.CommonOptions;
import org.trinofdw.option.MppExecute;
import org.trinofdw.option.OptionLevel;
import org.trinofdw.option.Options;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static io.trino.spi.StandardErrorCode.ALREADY_EXISTS;
import static io.trino.spi.StandardErrorCode.TABLE_NOT_FOUND;
import static io.trino.spi.type.BigintType.BIGINT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trinofdw.ddl.TestingDdl.FETCH_SIZE;
import static org.trinofdw.ddl.TestingDdl.OPTIONS;
import static org.trinofdw.ddl.TestingDdl.TYPES;
import static org.trinofdw.ddl.TestingDdl.UPDATABLE;
import static org.trinofdw.ddl.TestingDdl.catalog;
import static org.trinofdw.ddl.TestingDdl.session;
import static org.trinofdw.error.FdwErrorCode.USER_MAPPING_NOT_FOUND;

final class TestForeignCatalog
{
    private static final SchemaTableName T = new SchemaTableName("public", "t");

    @Test
    void testMixedScript()
    {
        ForeignCatalog catalog = catalog();
        List<String> notices = catalog.execute(
                session("alice"),
                """
                BEGIN;
                SET statement_timeout = 0;
                SET search_path TO "$user", sales;
                CREATE EXTENSION IF NOT EXISTS test_fdw WITH SCHEMA public;
                CREATE SCHEMA IF NOT EXISTS sales;
                CREATE SERVER IF NOT EXISTS s VERSION '1' FOREIGN DATA WRAPPER test_fdw OPTIONS (host 'h');
                CREATE SERVER IF NOT EXISTS s FOREIGN DATA WRAPPER test_fdw;
                GRANT USAGE ON FOREIGN SERVER s TO bob, PUBLIC;
                CREATE USER MAPPING FOR USER SERVER s OPTIONS (user 'u', "password" $$p$$);
                CREATE USER MAPPING IF NOT EXISTS FOR alice SERVER s;
                CREATE FOREIGN TABLE t (a int, "B b" text) SERVER s;
                CREATE FOREIGN TABLE IF NOT EXISTS t (a int) SERVER s;
                ALTER FOREIGN TABLE t ADD COLUMN c date OPTIONS (column_name 'C'), DROP COLUMN a, ADD CHECK (c > '2020-01-01'), OWNER TO alice;
                ALTER SERVER s OPTIONS (SET host 'i', ADD port '1', ADD fetch_size '7');
                ALTER SERVER s OPTIONS (DROP port);
                DROP FOREIGN TABLE IF EXISTS nosuch;
                DROP SERVER IF EXISTS nosuch CASCADE;
                COMMIT;
                """);
        assertThat(notices).hasSize(13).contains(
                "server \"s\" exists already and is kept",
                "user mapping of \"alice\" for server \"s\" exists already and is kept",
                "foreign table \"sales.t\" exists already and is kept",
                "OWNER TO alice is accepted and has no effect",
                "foreign table \"sales.nosuch\" does not exist and is passed over");
        ForeignTable table = catalog.table(new SchemaTableName("sales", "t")).orElseThrow();
        assertThat(table.columns()).extracting(ForeignColumn::name).containsExactly("b b", "c");
        // a name that Trino cannot keep stays the remote name
        assertThat(table.columns().getFirst().options()).isEqualTo(ImmutableMap.of("column_name", "B b"));
        assertThat(table.checks()).containsExactly(new CheckConstraint(Optional.empty(), "c > '2020-01-01'", false));
        assertThat(catalog.server("s").options()).isEqualTo(ImmutableMap.of("host", "i", "fetch_size", "7"));
        assertThat(catalog.options(Options.EMPTY, table).require(FETCH_SIZE)).isEqualTo(7);
    }

    @Test
    void testPrecedencePairByPair()
    {
        Options session = OPTIONS.validate(OptionLevel.SESSION, ImmutableMap.of("fetch_size", "4"));
        Options wrapper = OPTIONS.validate(OptionLevel.WRAPPER, ImmutableMap.of("fetch_size", "1", "mpp_execute", "any"));
        ForeignCatalog catalog = new ForeignCatalog("test", OPTIONS, CatalogOptions.of(OPTIONS, ImmutableMap.of("fetch-size", "2")), wrapper, new TestingDdl.MemoryStore(), TYPES, "public", true);
        catalog.execute(
                session("alice"),
                """
                CREATE SERVER bare FOREIGN DATA WRAPPER test_fdw;
                CREATE FOREIGN TABLE on_table (a int) SERVER test OPTIONS (fetch_size '3');
                CREATE FOREIGN TABLE on_server (a int) SERVER test;
                CREATE FOREIGN TABLE on_wrapper (a int) SERVER bare;
                """);
        assertThat(fetchSize(catalog, session, "on_table")).isEqualTo(4);
        assertThat(fetchSize(catalog, session, "on_server")).isEqualTo(4);
        assertThat(fetchSize(catalog, session, "on_wrapper")).isEqualTo(4);
        assertThat(fetchSize(catalog, Options.EMPTY, "on_table")).isEqualTo(3);
        assertThat(fetchSize(catalog, Options.EMPTY, "on_server")).isEqualTo(2);
        assertThat(fetchSize(catalog, Options.EMPTY, "on_wrapper")).isEqualTo(1);
        assertThat(catalog.options(session, "bare").require(FETCH_SIZE)).isEqualTo(4);
        assertThat(catalog.options(Options.EMPTY, "test").require(FETCH_SIZE)).isEqualTo(2);
        assertThat(catalog.options(Options.EMPTY, "bare").require(FETCH_SIZE)).isEqualTo(1);
        assertThat(catalog.options(Options.EMPTY, "test").get(CommonOptions.MPP_EXECUTE)).contains(MppExecute.ANY);
        assertThat(catalog.options(Options.EMPTY, "test").require(UPDATABLE)).isTrue();
    }

    @Test
    void testUserMappings()
    {
        ForeignCatalog catalog = catalog(new TestingDdl.MemoryStore(), ImmutableMap.of(
                "user", "everybody",
                "password", "p",
                "user-credential-name", "pg_user",
                "password-credential-name", "pg_password"));
        catalog.execute(session("alice"), "CREATE SERVER s FOREIGN DATA WRAPPER test_fdw; CREATE USER MAPPING FOR CURRENT_USER SERVER test OPTIONS (user 'a'); CREATE USER MAPPING FOR bob SERVER s OPTIONS (user 'b')");
        assertThat(catalog.userMapping("test", ConnectorIdentity.ofUser("alice")).orElseThrow().options()).isEqualTo(ImmutableMap.of("user", "a"));
        assertThat(catalog.userMapping("test", ConnectorIdentity.ofUser("carol")).orElseThrow().options()).isEqualTo(ImmutableMap.of("user", "everybody", "password", "p"));
        ConnectorIdentity withCredentials = ConnectorIdentity.forUser("carol").withExtraCredentials(ImmutableMap.of("pg_user", "c", "pg_password", "hush")).build();
        assertThat(catalog.userMapping("test", withCredentials)).contains(new UserMapping("carol", "test", ImmutableMap.of("user", "c", "password", "hush")));
        // credentials that were given to the catalog do not go to other servers
        assertThat(catalog.userMapping("s", withCredentials)).isEmpty();
        assertThatThrownBy(() -> catalog.requireUserMapping("s", ConnectorIdentity.ofUser("carol")))
                .isInstanceOfSatisfying(TrinoException.class, e -> assertThat(e.getErrorCode()).isEqualTo(USER_MAPPING_NOT_FOUND.toErrorCode()))
                .hasMessageContaining("user mapping not found for \"carol\"");
        assertThatThrownBy(() -> catalog.execute(session("alice"), "CREATE USER MAPPING FOR PUBLIC SERVER test OPTIONS (user 'x')"))
                .hasMessageContaining("user mapping of \"public\" for server \"test\" already exists");
        assertThat(catalog.userMappings().toString()).doesNotContain("hush", "everybody");
    }

    @Test
    void testTablesFromTrino()
    {
        ForeignCatalog catalog = catalog();
        ForeignTable table = new ForeignTable(T, "test", ImmutableList.of(new ForeignColumn("a", DeclaredTypes.of(BIGINT))), ImmutableMap.of("fetch_size", "5"));
        catalog.createTable(table);
        assertThat(catalog.table(T)).contains(table);
        assertThatThrownBy(() -> catalog.createTable(table))
                .isInstanceOfSatisfying(TrinoException.class, e -> assertThat(e.getErrorCode()).isEqualTo(ALREADY_EXISTS.toErrorCode()));
        assertThatThrownBy(() -> catalog.replaceTable(table.withOptions(ImmutableMap.of("fetch_size", "x", "hots", "y"))))
                .hasMessageContaining("2 problems with options:")
                .hasMessageContaining("foreign table \"public.t\": invalid option \"hots\"");
        catalog.replaceTable(table.withComment(Optional.of("c")));
        SchemaTableName moved = new SchemaTableName("other", "u");
        catalog.renameTable(T, moved);
        assertThat(catalog.table(T)).isEmpty();
        assertThat(catalog.table(moved).orElseThrow().comment()).contains("c");
        catalog.dropTable(moved);
        assertThatThrownBy(() -> catalog.dropTable(moved))
                .isInstanceOfSatisfying(TrinoException.class, e -> assertThat(e.getErrorCode()).isEqualTo(TABLE_NOT_FOUND.toErrorCode()));
        assertThat(catalog.tables()).isEmpty();
    }

    @Test
    void testInheritance()
    {
        ForeignCatalog catalog = catalog();
        catalog.execute(
                session("alice"),
                """
                CREATE FOREIGN TABLE cities (name text, population int CHECK (population > 0), CHECK (name <> '') NO INHERIT) SERVER test;
                CREATE FOREIGN TABLE t (state char(2), name text NOT NULL) INHERITS (cities) SERVER test;
                ALTER FOREIGN TABLE cities ADD COLUMN elevation int, RENAME COLUMN population TO people;
                """);
        ForeignTable heir = catalog.table(T).orElseThrow();
        assertThat(heir.columns()).extracting(ForeignColumn::name).containsExactly("name", "people", "state", "elevation");
        assertThat(heir.column("name").orElseThrow().nullable()).isFalse();
        assertThat(heir.checks()).extracting(CheckConstraint::expression).containsExactly("people > 0");
        assertThat(catalog.heirsOf(new SchemaTableName("public", "cities"))).containsExactly(heir);
        catalog.execute(session("alice"), "ALTER FOREIGN TABLE t NO INHERIT cities; ALTER FOREIGN TABLE cities DROP people; DROP FOREIGN TABLE cities");
        assertThat(catalog.table(T).orElseThrow().column("people")).isPresent();
    }

    @Test
    void testPartitionsAreTables()
    {
        ForeignCatalog catalog = catalog();
        catalog.execute(
                session("alice"),
                """
                CREATE TABLE t (k int, v text DEFAULT 'x') PARTITION BY LIST (k);
                CREATE FOREIGN TABLE t1 PARTITION OF t (v NOT NULL) FOR VALUES IN (1) SERVER test OPTIONS (table_name 'remote_1');
                CREATE FOREIGN TABLE t2 (k int, v text) SERVER test;
                ALTER TABLE t ATTACH PARTITION t2 FOR VALUES IN (2, NULL);
                ALTER TABLE t RENAME TO u;
                ALTER TABLE u ADD w date;
                """);
        SchemaTableName u = new SchemaTableName("public", "u");
        assertThat(catalog.partitionsOf(u)).extracting(table -> table.name().getTableName()).containsExactly("t1", "t2");
        assertThat(catalog.partitionsOf(u)).allSatisfy(table -> assertThat(table.columns()).extracting(ForeignColumn::name).containsExactly("k", "v", "w"));
        ForeignColumn value = catalog.partitionsOf(u).getFirst().column("v").orElseThrow();
        assertThat(value.nullable()).isFalse();
        assertThat(value.defaultExpression()).contains("'x'");
        catalog.execute(session("alice"), "ALTER TABLE u DETACH PARTITION t2");
        // partitions go with their table
        assertThat(catalog.execute(session("alice"), "DROP TABLE u")).containsExactly("drop cascades to foreign table \"public.t1\"");
        assertThat(catalog.tables()).extracting(table -> table.name().getTableName()).containsExactly("t2");
    }

    @Test
    void testImport()
    {
        ForeignCatalog catalog = catalog();
        List<String> asked = new ArrayList<>();
        List<String> notices = catalog.execute(
                session("alice"),
                "CREATE USER MAPPING FOR PUBLIC SERVER test OPTIONS (user 'u'); IMPORT FOREIGN SCHEMA \"Remote\" LIMIT TO (a, \"B\") FROM SERVER test INTO local OPTIONS (import_default 'true')",
                (session, server, mapping, remoteSchema, filter, localSchema, options) -> {
                    asked.add("%s %s %s %s %s".formatted(session.getUser(), server.name(), mapping.options(), remoteSchema, options.asMap()));
                    assertThat(filter).isEqualTo(new ImportFilter(ImportFilter.Kind.LIMIT_TO, ImmutableSet.of("a", "B")));
                    return List.of(new ForeignTable(new SchemaTableName(localSchema, "a"), server.name(), ImmutableList.of(), Map.of("schema_name", remoteSchema)));
                });
        assertThat(asked).containsExactly("alice test {user=u} Remote {import_default=true}");
        assertThat(notices).containsExactly("1 foreign table(s) imported from schema \"Remote\" of server \"test\"");
        assertThat(catalog.table(new SchemaTableName("local", "a")).orElseThrow().options()).isEqualTo(ImmutableMap.of("schema_name", "Remote"));
    }

    @Test
    void testServers()
    {
        ForeignCatalog catalog = catalog(new TestingDdl.MemoryStore(), ImmutableMap.of("host", "h"));
        catalog.execute(session("alice"), "CREATE SERVER s FOREIGN DATA WRAPPER test_fdw; CREATE FOREIGN TABLE t (a int) SERVER s; CREATE USER MAPPING FOR PUBLIC SERVER s; ALTER SERVER s RENAME TO r");
        assertThat(catalog.servers()).extracting(ForeignServer::name).containsExactlyInAnyOrder("r", "test");
        assertThat(catalog.ownServer().options()).isEqualTo(ImmutableMap.of("host", "h"));
        assertThat(catalog.table(T).orElseThrow().server()).isEqualTo("r");
        assertThat(catalog.userMapping("r", ConnectorIdentity.ofUser("x"))).isPresent();
        assertThatThrownBy(() -> catalog.server("s")).hasMessageContaining("server \"s\" does not exist");
        assertThat(catalog.execute(session("alice"), "DROP SERVER r CASCADE"))
                .containsExactly("drop cascades to user mapping of \"public\"", "drop cascades to foreign table \"public.t\"");
    }

    @Test
    void testManyTables()
    {
        ForeignCatalog catalog = catalog();
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            script.append("CREATE FOREIGN TABLE t%s (a int) SERVER test;\n".formatted(i));
        }
        catalog.execute(session("alice"), script.toString());
        assertThat(catalog.tables()).hasSize(2_000);
    }

    private static int fetchSize(ForeignCatalog catalog, Options session, String table)
    {
        return catalog.options(session, catalog.table(new SchemaTableName("public", table)).orElseThrow()).require(FETCH_SIZE);
    }
}
