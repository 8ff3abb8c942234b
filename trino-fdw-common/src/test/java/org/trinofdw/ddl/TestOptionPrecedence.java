package org.trinofdw.ddl;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.trino.spi.connector.SchemaTableName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.option.CatalogOptions;
import org.trinofdw.option.Option;
import org.trinofdw.option.OptionLevel;
import org.trinofdw.option.OptionTable;
import org.trinofdw.option.Options;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.trinofdw.ddl.TestingDdl.TYPES;
import static org.trinofdw.ddl.TestingDdl.session;
import static org.trinofdw.option.OptionLevel.COLUMN;
import static org.trinofdw.option.OptionLevel.SERVER;
import static org.trinofdw.option.OptionLevel.SESSION;
import static org.trinofdw.option.OptionLevel.TABLE;
import static org.trinofdw.option.OptionLevel.WRAPPER;

/**
 * Session property before column, column before table, table before server, server before wrapper, and all of them before the declared default: every
 * combination of the places where an option is set, and with it every pair.
 */
final class TestOptionPrecedence
{
    private static final List<OptionLevel> ORDER = ImmutableList.of(SESSION, COLUMN, TABLE, SERVER, WRAPPER);
    private static final Option<Integer> ROWS = Option.integer("rows", "Rows").at(WRAPPER, SERVER, TABLE, COLUMN, SESSION).withDefault(99);
    private static final OptionTable OPTIONS = OptionTable.of("test_fdw", ImmutableList.of(ROWS));

    @TempDir
    private Path directory;

    static Stream<Set<OptionLevel>> combinations()
    {
        return Sets.powerSet(ORDER.stream().collect(toSet())).stream();
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void testCombination(Set<OptionLevel> set)
            throws IOException
    {
        Path defaults = directory.resolve("defaults.properties");
        Files.writeString(defaults, set.contains(WRAPPER) ? "rows=" + value(WRAPPER) : "");
        Map<String, String> properties = set.contains(SERVER) ? ImmutableMap.of("rows", value(SERVER)) : ImmutableMap.of();
        ForeignCatalog catalog = new ForeignCatalog(
                "test",
                OPTIONS,
                CatalogOptions.of(OPTIONS, properties),
                CatalogOptions.wrapperDefaults(OPTIONS, defaults),
                new TestingDdl.MemoryStore(),
                TYPES,
                "public",
                true);
        catalog.execute(session("alice"), "CREATE FOREIGN TABLE t (a int%s) SERVER test%s".formatted(clause(set, COLUMN), clause(set, TABLE)));
        ForeignTable table = catalog.table(new SchemaTableName("public", "t")).orElseThrow();
        Options session = set.contains(SESSION) ? Options.fromValidated(ImmutableMap.of("rows", value(SESSION))) : Options.EMPTY;

        assertThat(catalog.options(session, table, table.columns().getFirst()).require(ROWS)).isEqualTo(winner(set, ORDER));
        assertThat(catalog.options(session, table).require(ROWS)).isEqualTo(winner(set, List.of(SESSION, TABLE, SERVER, WRAPPER)));
        assertThat(catalog.options(session, "test").require(ROWS)).isEqualTo(winner(set, List.of(SESSION, SERVER, WRAPPER)));
    }

    @Test
    void testAllPairsAreThere()
    {
        for (OptionLevel first : ORDER) {
            for (OptionLevel second : ORDER) {
                assertThat(combinations()).contains(ImmutableSet.of(first, second));
            }
        }
    }

    private static int winner(Set<OptionLevel> set, List<OptionLevel> order)
    {
        return order.stream().filter(set::contains).findFirst().map(level -> Integer.parseInt(value(level))).orElse(99);
    }

    private static String value(OptionLevel level)
    {
        return Integer.toString(ORDER.indexOf(level) + 1);
    }

    private static String clause(Set<OptionLevel> set, OptionLevel level)
    {
        return set.contains(level) ? " OPTIONS (rows '%s')".formatted(value(level)) : "";
    }
}
