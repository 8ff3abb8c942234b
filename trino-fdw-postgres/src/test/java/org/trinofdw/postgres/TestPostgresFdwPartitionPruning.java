package org.trinofdw.postgres;

import io.trino.testing.AbstractTestQueryFramework;
import io.trino.testing.QueryRunner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random partitioned tables, rows and predicates end to end: what is read from the partitions that Trino leaves over equals what PostgreSQL reads from its own
 * parent of the same tables, and rows that are inserted through both go to the same partitions. More seeds with {@code -Dfdw.pruning.seeds=N}.
 */
final class TestPostgresFdwPartitionPruning
        extends AbstractTestQueryFramework
{
    private static final int TABLES = 4;
    private static final int ROWS = 80;
    private static final int PREDICATES = 12;
    private static final Pattern PARTITIONS = Pattern.compile("(\\d+) of \\d+ partitions of");

    private TestingPostgresServer server;

    @Override
    protected QueryRunner createQueryRunner()
            throws Exception
    {
        server = closeAfterClass(TestingPostgresServer.start());
        return PostgresQueryRunner.create(server, Map.of(), List.of());
    }

    static LongStream seeds()
    {
        return LongStream.rangeClosed(1, Long.getLong("fdw.pruning.seeds", 1));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void testRandomTables(long seed)
            throws SQLException
    {
        Random random = new Random(seed);
        int pruned = 0;
        for (int run = 0; run < TABLES; run++) {
            RandomPartitionedTable table = new RandomPartitionedTable(random);
            String schema = "s%s_%s".formatted(seed, run);
            server.execute("CREATE SCHEMA %s; %s".formatted(schema, table.nativeScript(schema)));
            // the declared tables have other names, so that both are seen
            String script = table.foreignScript("declared_" + schema + ".", "postgres OPTIONS (schema_name '%s')".formatted(schema));
            getQueryRunner().execute("CALL postgres.system.execute_ddl('%s')".formatted(script.replace("'", "''")));
            String foreign = "postgres.declared_%s.t".formatted(schema);
            String live = "postgres.%s.t".formatted(schema);

            List<List<Optional<String>>> rows = insert(table, schema, random);
            if (rows.isEmpty()) {
                continue;
            }
            assertUpdate("INSERT INTO %s VALUES %s".formatted(foreign, rows.stream().map(row -> "(%s, %s)".formatted(literal(table, 0, row), literal(table, 1, row))).collect(joining(", "))), rows.size());
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                // each row is where its twin is
                assertThat(statement.executeQuery("SELECT 1 FROM %s.t GROUP BY tableoid, a, b HAVING count(*) %% 2 <> 0".formatted(schema)).next()).describedAs(script).isFalse();
            }
            int partitions = partitions(foreign, "true");
            for (int index = 0; index < PREDICATES; index++) {
                String predicate = predicate(table, random);
                assertThat(query("SELECT a, b FROM %s WHERE %s".formatted(foreign, predicate)))
                        .describedAs("%s of %s", predicate, script)
                        .matches("SELECT a, b FROM %s WHERE %s".formatted(live, predicate));
                pruned += partitions - partitions(foreign, predicate);
            }
            // the join leaves partitions out only when it runs
            String keys = "(VALUES %s) AS k (k)".formatted(LongStream.range(0, 5).mapToObj(_ -> "(%s)".formatted(table.type(0).trinoLiteral(table.type(0).value(random)))).collect(joining(", ")));
            assertThat(query("SELECT a, b FROM %s JOIN %s ON a = k".formatted(foreign, keys)))
                    .describedAs(script)
                    .matches("SELECT a, b FROM %s JOIN %s ON a = k".formatted(live, keys));
        }
        assertThat(pruned).isGreaterThan(TABLES * PREDICATES / 2);
    }

    /** Partitions that EXPLAIN says are read; none if the optimizer removed the scan. */
    private int partitions(String table, String predicate)
    {
        Matcher matcher = PARTITIONS.matcher((String) computeScalar("EXPLAIN SELECT a, b FROM %s WHERE %s".formatted(table, predicate)));
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /** Rows that PostgreSQL has a partition for, inserted there. */
    private List<List<Optional<String>>> insert(RandomPartitionedTable table, String schema, Random random)
            throws SQLException
    {
        List<List<Optional<String>>> rows = new ArrayList<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            for (int index = 0; index < ROWS; index++) {
                List<Optional<String>> row = List.of(table.value(0, random), table.value(1, random));
                try {
                    statement.execute("INSERT INTO %s.t VALUES (%s)".formatted(schema, row.stream().map(value -> value.map("'%s'"::formatted).orElse("NULL")).collect(joining(", "))));
                    rows.add(row);
                }
                catch (SQLException e) {
                    assertThat(e.getSQLState()).isEqualTo(TestPartitionRouting.CHECK_VIOLATION);
                }
            }
        }
        return rows;
    }

    private static String literal(RandomPartitionedTable table, int column, List<Optional<String>> row)
    {
        return row.get(column).map(table.type(column)::trinoLiteral).orElse("NULL");
    }

    private static String predicate(RandomPartitionedTable table, Random random)
    {
        String first = condition(table, 0, random);
        String second = condition(table, 1, random);
        return switch (random.nextInt(5)) {
            case 0, 1 -> first;
            case 2 -> second;
            case 3 -> "%s AND %s".formatted(first, second);
            default -> "(%s OR %s)".formatted(first, second);
        };
    }

    private static String condition(RandomPartitionedTable table, int column, Random random)
    {
        String name = column == 0 ? "a" : "b";
        PartitionKeyType type = table.type(column);
        String value = type.trinoLiteral(type.value(random));
        String other = type.trinoLiteral(type.value(random));
        return switch (random.nextInt(8)) {
            case 0 -> "%s IS NULL".formatted(name);
            case 1 -> "%s > %s".formatted(name, value);
            case 2 -> "%s <= %s".formatted(name, value);
            case 3 -> "%s IN (%s, %s)".formatted(name, value, other);
            case 4 -> "%s BETWEEN %s AND %s".formatted(name, value, other);
            case 5 -> "(%s = %s OR %s IS NULL)".formatted(name, value, name);
            case 6 -> "%s IS DISTINCT FROM %s".formatted(name, value);
            default -> "%s = %s".formatted(name, value);
        };
    }
}
