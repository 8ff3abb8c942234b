package org.trinofdw.ddl.store;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.SchemaTableName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.ddl.syntax.DeclaredTypes;
import org.trinofdw.definition.DefinitionChanges;
import org.trinofdw.definition.Definitions;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.ForeignTable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static io.trino.spi.type.BigintType.BIGINT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trinofdw.ddl.TestingDdl.TYPES;
import static org.trinofdw.ddl.TestingDdl.catalog;
import static org.trinofdw.ddl.TestingDdl.session;
import static org.trinofdw.error.FdwErrorCode.DEFINITION_STORE_ERROR;

final class TestFileForeignTableStore
{
    private static final String SCRIPT =
            """
            CREATE SERVER "My Server" FOREIGN DATA WRAPPER test_fdw OPTIONS (host 'h');
            CREATE USER MAPPING FOR PUBLIC SERVER "My Server" OPTIONS (user 'u', password 's3cret');
            CREATE USER MAPPING FOR "a/../b" SERVER "My Server" OPTIONS (user 'u2');
            CREATE FOREIGN TABLE s1.t1 (a bigint) SERVER "My Server";
            CREATE FOREIGN TABLE "s/1"."t.ü" (a bigint) SERVER test OPTIONS (table_name 'x');
            CREATE TABLE parent (a bigint) PARTITION BY LIST (a);
            CREATE FOREIGN TABLE child PARTITION OF parent FOR VALUES IN (1) SERVER "My Server";
            COMMENT ON FOREIGN TABLE child IS 'c';
            """;

    @TempDir
    private Path directory;

    @Test
    void testSurvivesRestart()
    {
        List<ForeignTable> tables;
        try (ForeignCatalog catalog = catalog(new FileForeignTableStore(directory, TYPES), ImmutableMap.of())) {
            catalog.execute(session("alice"), SCRIPT);
            tables = catalog.tables();
        }
        assertThat(tables).hasSize(4);
        try (ForeignCatalog catalog = catalog(new FileForeignTableStore(directory, TYPES), ImmutableMap.of())) {
            assertThat(catalog.tables()).isEqualTo(tables);
            assertThat(catalog.server("My Server").options()).isEqualTo(ImmutableMap.of("host", "h"));
            assertThat(catalog.userMappings()).hasSize(2);
            assertThat(catalog.partitionsOf(new SchemaTableName("public", "parent"))).extracting(ForeignTable::comment).containsExactly(Optional.of("c"));
            catalog.execute(session("alice"), "DROP SERVER \"My Server\" CASCADE");
        }
        try (ForeignCatalog catalog = catalog(new FileForeignTableStore(directory, TYPES), ImmutableMap.of())) {
            assertThat(catalog.tables()).extracting(table -> table.name().toString()).containsExactly("public.parent", "s/1.t.ü");
            assertThat(catalog.userMappings()).isEmpty();
        }
    }

    @Test
    void testFilesArePrivate()
            throws IOException
    {
        try (ForeignCatalog catalog = catalog(new FileForeignTableStore(directory, TYPES), ImmutableMap.of())) {
            catalog.execute(session("alice"), SCRIPT);
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(directory)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        assertThat(files).hasSize(8).allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------"));
        assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp") || file.endsWith("journal.json"));
        assertThat(directory.resolve("tables/s1/t1.sql")).hasContent(
                """
                -- Trino FDW definition, format 1
                CREATE FOREIGN TABLE s1.t1 (
                    a bigint
                )
                SERVER "My Server";
                """);
    }

    @Test
    void testLock()
    {
        try (FileForeignTableStore _ = new FileForeignTableStore(directory, TYPES)) {
            assertThatThrownBy(() -> new FileForeignTableStore(directory, TYPES))
                    .isInstanceOfSatisfying(TrinoException.class, e -> assertThat(e.getErrorCode()).isEqualTo(DEFINITION_STORE_ERROR.toErrorCode()))
                    .hasMessageContaining("is in use by another catalog or server");
        }
        new FileForeignTableStore(directory, TYPES).close();
    }

    @Test
    void testDamagedFiles()
            throws IOException
    {
        try (ForeignCatalog catalog = catalog(new FileForeignTableStore(directory, TYPES), ImmutableMap.of())) {
            catalog.execute(session("alice"), SCRIPT);
        }
        Files.writeString(directory.resolve("tables/s1/t1.sql"), "-- Trino FDW definition, format 1\nCREATE FOREIGN TABLE s1.t1 (\n    a bigint\n");
        Files.writeString(directory.resolve("tables/public/parent.sql"), "-- Trino FDW definition, format 2\nwhatever");
        Files.writeString(directory.resolve("tables/public/child.sql"), "");
        Files.writeString(directory.resolve("tables/README"), "is not a definition");
        try (FileForeignTableStore store = new FileForeignTableStore(directory, TYPES)) {
            assertThatThrownBy(store::load)
                    .isInstanceOf(TrinoException.class)
                    .hasMessageContaining("repair or remove these files")
                    .hasMessageContaining("t1.sql (line 4:1: found the end of the text; expected")
                    .hasMessageContaining("parent.sql (its format is of a newer version)")
                    .hasMessageContaining("child.sql (its first line must be: -- Trino FDW definition, format 1)");
        }
    }

    @Test
    void testHandEditedFile()
            throws IOException
    {
        try (ForeignCatalog catalog = catalog(new FileForeignTableStore(directory, TYPES), ImmutableMap.of())) {
            catalog.execute(session("alice"), SCRIPT);
        }
        Files.writeString(directory.resolve("tables/s1/t1.sql"), "-- Trino FDW definition, format 1\n/* kept by hand */ create foreign table s1.t1 (a int, b text) server \"My Server\"");
        try (FileForeignTableStore store = new FileForeignTableStore(directory, TYPES)) {
            assertThat(store.load().table(new SchemaTableName("s1", "t1")).orElseThrow().columns()).hasSize(2);
        }
    }

    /**
     * A commit of several changes that fails at any of its file operations leaves all of them or none, both to the
     * running catalog and after a restart.
     */
    @Test
    void testFailureAtEachOperation()
            throws IOException
    {
        int failures = 0;
        for (int failingOperation = 1; ; failingOperation++) {
            Path store = directory.resolve("store" + failingOperation);
            FailingFiles files = new FailingFiles();
            boolean acknowledged;
            try (ForeignCatalog catalog = catalog(new FileForeignTableStore(store, TYPES, files), ImmutableMap.of())) {
                catalog.execute(session("alice"), "CREATE FOREIGN TABLE old1 (a bigint) SERVER test; CREATE FOREIGN TABLE old2 (a bigint) SERVER test");
                files.failAt(failingOperation);
                acknowledged = execute(catalog, "CREATE FOREIGN TABLE new1 (a bigint) SERVER test; CREATE FOREIGN TABLE new2 (a bigint) SERVER test; DROP FOREIGN TABLE old1");
                assertThat(names(catalog.tables())).isEqualTo(acknowledged ? List.of("new1", "new2", "old2") : List.of("old1", "old2"));
            }
            try (FileForeignTableStore restarted = new FileForeignTableStore(store, TYPES)) {
                assertThat(names(restarted.load().tables().values().stream().toList())).isEqualTo(acknowledged ? List.of("new1", "new2", "old2") : List.of("old1", "old2"));
            }
            if (!files.failed()) {
                break;
            }
            failures++;
        }
        // the journal, three files, and the removal of the journal
        assertThat(failures).isGreaterThanOrEqualTo(7);
    }

    /**
     * What is left undone after the journal is in place is done before the next commit.
     */
    @Test
    void testUnfinishedJournalIsFinishedFirst()
    {
        FailingFiles files = new FailingFiles();
        try (ForeignCatalog catalog = catalog(new FileForeignTableStore(directory, TYPES, files), ImmutableMap.of())) {
            files.failFrom(3);
            assertThat(execute(catalog, "CREATE FOREIGN TABLE a (a bigint) SERVER test; CREATE FOREIGN TABLE b (a bigint) SERVER test")).isTrue();
            assertThat(directory.resolve("journal.json")).exists();
            // nothing more can be changed while the disk fails
            assertThat(execute(catalog, "DROP FOREIGN TABLE a")).isFalse();
            files.failFrom(Integer.MAX_VALUE);
            assertThat(execute(catalog, "DROP FOREIGN TABLE a")).isTrue();
            assertThat(directory.resolve("journal.json")).doesNotExist();
        }
        try (FileForeignTableStore restarted = new FileForeignTableStore(directory, TYPES)) {
            assertThat(names(restarted.load().tables().values().stream().toList())).containsExactly("b");
        }
    }

    @Test
    void testSameFileNameIsNeverGivenTwice()
    {
        assertThat(FileForeignTableStore.fileName("plain_1")).isEqualTo("plain_1");
        assertThat(FileForeignTableStore.fileName("A")).isEqualTo("%41").isNotEqualTo(FileForeignTableStore.fileName("a"));
        assertThat(FileForeignTableStore.fileName("%41")).isEqualTo("%2541");
        assertThat(FileForeignTableStore.fileName("../x")).isEqualTo("%2e%2e%2fx");
        String longName = "x".repeat(300);
        assertThat(FileForeignTableStore.fileName(longName)).hasSize(200).isNotEqualTo(FileForeignTableStore.fileName(longName + "y"));
    }

    @Test
    void testWhatDoesNotReadBackIsNotStored()
    {
        try (FileForeignTableStore store = new FileForeignTableStore(directory, TYPES)) {
            SchemaTableName name = new SchemaTableName("s", "t");
            ForeignTable table = new ForeignTable(
                    name,
                    "test",
                    List.of(new ForeignColumn("a", DeclaredTypes.of(BIGINT)).withDefaultExpression(Optional.of("1, b bigint"))),
                    ImmutableMap.of());
            DefinitionChanges changes = new DefinitionChanges(ImmutableMap.of(), ImmutableMap.of(), ImmutableMap.of(name, Optional.of(table)));
            assertThatThrownBy(() -> store.commit(changes)).hasMessageContaining("reads back as another one");
            assertThat(store.load()).isEqualTo(Definitions.EMPTY);
        }
    }

    private static boolean execute(ForeignCatalog catalog, String ddl)
    {
        try {
            catalog.execute(session("alice"), ddl);
            return true;
        }
        catch (TrinoException e) {
            assertThat(e.getErrorCode()).isEqualTo(DEFINITION_STORE_ERROR.toErrorCode());
            assertThat(e).hasMessageContaining("no space left");
            return false;
        }
    }

    private static List<String> names(List<ForeignTable> tables)
    {
        return tables.stream().map(table -> table.name().getTableName()).toList();
    }

    /**
     * Fails before or in the middle of chosen file operations, as a full disk does.
     */
    private static final class FailingFiles
            extends StoreFiles
    {
        private int first = Integer.MAX_VALUE;
        private int last = Integer.MAX_VALUE;
        private final List<Path> operations = new ArrayList<>();

        void failAt(int operation)
        {
            operations.clear();
            first = operation;
            last = operation;
        }

        void failFrom(int operation)
        {
            operations.clear();
            first = operation;
            last = Integer.MAX_VALUE;
        }

        boolean failed()
        {
            return operations.size() >= first;
        }

        @Override
        void write(Path file, String content)
                throws IOException
        {
            step(file);
            super.write(file, content);
        }

        @Override
        void move(Path from, Path to)
                throws IOException
        {
            step(to);
            super.move(from, to);
        }

        @Override
        void delete(Path file)
                throws IOException
        {
            step(file);
            super.delete(file);
        }

        private void step(Path file)
                throws IOException
        {
            operations.add(file);
            if (operations.size() >= first && operations.size() <= last) {
                throw new IOException("no space left");
            }
        }
    }
}
