package org.trinofdw.ddl;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.security.ConnectorIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trinofdw.definition.UserMapping;
import org.trinofdw.option.CatalogOptions;
import org.trinofdw.option.Options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trinofdw.ddl.TestingDdl.OPTIONS;
import static org.trinofdw.ddl.TestingDdl.TYPES;
import static org.trinofdw.ddl.TestingDdl.session;

final class TestDefinitionFiles
{
    @TempDir
    private Path directory;

    @Test
    void testScripts()
            throws IOException
    {
        Files.writeString(directory.resolve("1.sql"), "CREATE EXTENSION x; CREATE SERVER s FOREIGN DATA WRAPPER test_fdw; CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (user 'u');");
        Files.writeString(directory.resolve("2.sql"), "CREATE FOREIGN TABLE t (a int) SERVER s;");
        Files.writeString(directory.resolve("other.txt"), "is not read");
        ForeignCatalog catalog = catalog(ImmutableMap.of("foreign-ddl.files", directory + "/*.sql"));
        SchemaTableName t = new SchemaTableName("public", "t");
        assertThat(catalog.table(t)).isPresent();
        assertThat(catalog.isFixed(t)).isTrue();
        assertThat(catalog.requireUserMapping("s", ConnectorIdentity.ofUser("x")).options()).isEqualTo(ImmutableMap.of("user", "u"));

        // read-only from SQL, and usable there
        assertThatThrownBy(() -> catalog.execute(session("alice"), "DROP FOREIGN TABLE t")).hasMessageContaining("foreign table \"public.t\" is defined in a script file; change the file instead");
        assertThatThrownBy(() -> catalog.execute(session("alice"), "ALTER FOREIGN TABLE t ADD b int")).hasMessageContaining("is defined in a script file");
        assertThatThrownBy(() -> catalog.execute(session("alice"), "CREATE FOREIGN TABLE t (a int) SERVER s")).hasMessageContaining("already exists");
        assertThatThrownBy(() -> catalog.execute(session("alice"), "ALTER SERVER s OPTIONS (ADD host 'x')")).hasMessageContaining("server \"s\" is defined outside SQL");
        catalog.execute(session("alice"), "CREATE FOREIGN TABLE u (a int) SERVER s");

        // read again when changed
        Files.writeString(directory.resolve("2.sql"), "CREATE FOREIGN TABLE t (a int, b text) SERVER s; CREATE FOREIGN TABLE v (a int) SERVER s;");
        assertThat(catalog.table(t).orElseThrow().columns()).hasSize(2);
        Files.writeString(directory.resolve("3.sql"), "CREATE FOREIGN TABLE w (a int) SERVER s");
        assertThat(catalog.tables()).extracting(table -> table.name().getTableName()).containsExactly("t", "u", "v", "w");

        // a bad change changes nothing
        Files.writeString(directory.resolve("3.sql"), "CREATE FOREIGN TABLE x (a int) SERVER s; CREATE FOREIGN TABLE y (a int) SERVER nosuch;");
        assertThat(catalog.tables()).extracting(table -> table.name().getTableName()).containsExactly("t", "u", "v", "w");
        Files.delete(directory.resolve("3.sql"));
        assertThat(catalog.tables()).extracting(table -> table.name().getTableName()).containsExactly("t", "u", "v");
    }

    @Test
    void testBadScripts()
            throws IOException
    {
        Path script = directory.resolve("bad.sql");
        Files.writeString(script, "CREATE SERVER s FOREIGN DATA WRAPPER test_fdw;\nCREATE FOREIGN TABLE t (a int) SERVER nosuch;");
        assertThatThrownBy(() -> catalog(ImmutableMap.of("foreign-ddl.files", script.toString())))
                .isInstanceOf(TrinoException.class)
                .hasMessageContaining(script + ", line 2:1: server \"nosuch\" does not exist");
        Files.writeString(script, "CREATE USER MAPPING FOR CURRENT_USER SERVER test");
        assertThatThrownBy(() -> catalog(ImmutableMap.of("foreign-ddl.files", script.toString()))).hasMessageContaining("a script file has no current user; name the user");
        Files.writeString(script, "IMPORT FOREIGN SCHEMA x FROM SERVER test INTO y");
        assertThatThrownBy(() -> catalog(ImmutableMap.of("foreign-ddl.files", script.toString()))).hasMessageContaining("IMPORT FOREIGN SCHEMA cannot stand in a script file");
        assertThatThrownBy(() -> catalog(ImmutableMap.of("foreign-ddl.files", directory.resolve("nosuch.sql").toString()))).hasMessageContaining("named by \"foreign-ddl.files\" does not exist");
    }

    @Test
    void testUserMappingFile()
            throws IOException
    {
        Path file = directory.resolve("users.json");
        Files.writeString(file, "{\"alice\": {\"user\": \"a\", \"password\": \"hush\"}}");
        ForeignCatalog catalog = catalog(ImmutableMap.of("user", "everybody", "user-mapping.file", file.toString()));
        assertThat(mapping(catalog, "alice")).contains(new UserMapping("alice", "test", ImmutableMap.of("user", "a", "password", "hush")));
        assertThat(mapping(catalog, "bob").orElseThrow().options()).isEqualTo(ImmutableMap.of("user", "everybody"));

        Files.writeString(file, "{\"alice\": {\"user\": \"a2\"}, \"bob\": {\"user\": \"b\"}, \"public\": {\"user\": \"rest\"}}");
        assertThat(mapping(catalog, "alice").orElseThrow().options()).isEqualTo(ImmutableMap.of("user", "a2"));
        assertThat(mapping(catalog, "bob").orElseThrow().options()).isEqualTo(ImmutableMap.of("user", "b"));
        assertThat(mapping(catalog, "carol").orElseThrow().options()).isEqualTo(ImmutableMap.of("user", "rest"));
        assertThatThrownBy(() -> catalog.execute(session("alice"), "CREATE USER MAPPING FOR bob SERVER test")).hasMessageContaining("already exists");

        // a bad change changes nothing
        Files.writeString(file, "{\"alice\": {\"user\": \"a3\"");
        assertThat(mapping(catalog, "alice").orElseThrow().options()).isEqualTo(ImmutableMap.of("user", "a2"));
        assertThatThrownBy(() -> catalog(ImmutableMap.of("user-mapping.file", file.toString())))
                .isInstanceOf(TrinoException.class)
                .hasMessageContaining("must be a JSON object that has for each user an object of options");
        Files.writeString(file, "{\"alice\": {\"pasword\": \"hush\"}, \"bob\": {\"host\": \"hush\"}}");
        assertThatThrownBy(() -> catalog(ImmutableMap.of("user-mapping.file", file.toString())))
                .hasMessageContaining("user \"alice\" in " + file + ": invalid option \"pasword\"; perhaps you meant \"password\"")
                .hasMessageContaining("user \"bob\" in " + file + ": option \"host\" does not belong to a user mapping")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> catalog(ImmutableMap.of("user-mapping.file", directory.resolve("nosuch").toString()))).hasMessageContaining("cannot read the file");
    }

    private static Optional<UserMapping> mapping(ForeignCatalog catalog, String user)
    {
        return catalog.userMapping("test", ConnectorIdentity.ofUser(user));
    }

    private static ForeignCatalog catalog(Map<String, String> properties)
    {
        // files are looked at whenever the definitions are
        return new ForeignCatalog("test", OPTIONS, CatalogOptions.of(OPTIONS, properties), Options.EMPTY, new TestingDdl.MemoryStore(), TYPES, "public", true, Duration.ZERO);
    }
}
