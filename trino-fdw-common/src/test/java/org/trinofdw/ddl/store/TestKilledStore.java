package org.trinofdw.ddl.store;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.connector.SchemaTableName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.definition.ForeignTable;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.trinofdw.ddl.TestingDdl.TYPES;
import static org.trinofdw.ddl.TestingDdl.catalog;
import static org.trinofdw.ddl.TestingDdl.session;

/**
 * A process that is killed in the middle of 1,000 changes of definitions: every file is whole, and every acknowledged change is there.
 */
final class TestKilledStore
{
    private static final int CHANGES = 1_000;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 137, 500, 999})
    void testKill(int acknowledged)
            throws Exception
    {
        Process process = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                Changes.class.getName(),
                directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int last = 0;
        try (BufferedReader output = process.inputReader(UTF_8)) {
            while (last < acknowledged) {
                last = Integer.parseInt(output.readLine());
            }
            // SIGKILL, while the next changes are under way
            process.destroyForcibly();
            for (String line = output.readLine(); line != null && !line.isEmpty(); line = output.readLine()) {
                last = Integer.parseInt(line);
            }
        }
        catch (IOException e) {
            // the pipe of a killed process
        }
        assertThat(process.waitFor()).isNotZero();

        try (ForeignCatalog catalog = catalog(new FileForeignTableStore(directory, TYPES), ImmutableMap.of())) {
            int changes = appliedChanges(catalog);
            // one change may have become durable without anybody hearing of it
            assertThat(changes).isBetween(last, Math.min(CHANGES, last + 1));
            // and the store goes on
            catalog.execute(session("alice"), "CREATE FOREIGN TABLE after_all (a bigint) SERVER test");
            assertThat(catalog.tables()).extracting(ForeignTable::name).contains(new SchemaTableName("public", "after_all"));
        }
    }

    /**
     * How many of the changes the definitions show; fails if they show half of one.
     */
    private static int appliedChanges(ForeignCatalog catalog)
    {
        int counter = catalog.table(new SchemaTableName("public", "counter")).flatMap(ForeignTable::comment).map(Integer::parseInt).orElse(0);
        for (int change = 1; change <= CHANGES; change++) {
            // each change creates one table, drops another one, and counts
            boolean present = change <= counter && change > counter - 5;
            assertThat(catalog.table(new SchemaTableName("public", "t" + change)).isPresent()).as("t%s after %s changes", change, counter).isEqualTo(present);
        }
        return counter;
    }

    /** The process that is killed. It prints the number of each change that was acknowledged. */
    public static final class Changes
    {
        private Changes() {}

        static void main(String[] arguments)
                throws IOException
        {
            try (ForeignCatalog catalog = catalog(new FileForeignTableStore(Path.of(arguments[0]), TYPES), ImmutableMap.of())) {
                catalog.execute(session("alice"), "CREATE FOREIGN TABLE counter (a bigint) SERVER test");
                for (int change = 1; change <= CHANGES; change++) {
                    Optional<String> drop = change > 5 ? Optional.of("DROP FOREIGN TABLE t%s;".formatted(change - 5)) : Optional.empty();
                    catalog.execute(session("alice"), "CREATE FOREIGN TABLE t%s (a bigint, b text) SERVER test OPTIONS (table_name 'T %s'); COMMENT ON FOREIGN TABLE counter IS '%s'; %s".formatted(
                            change, change, change, drop.orElse("")));
                    System.out.println(change);
                    System.out.flush();
                }
                // until the kill, or the end of the test that would have killed it
                System.in.read();
            }
        }
    }
}
