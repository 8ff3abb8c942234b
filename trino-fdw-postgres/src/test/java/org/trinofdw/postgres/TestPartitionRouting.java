package org.trinofdw.postgres;

import io.trino.spi.Page;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.Range;
import io.trino.spi.predicate.ValueSet;
import io.trino.spi.type.Type;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.ddl.NativeValues;
import org.trinofdw.ddl.PartitionLiterals;
import org.trinofdw.ddl.TestingCatalogs;
import org.trinofdw.definition.DeclaredType;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.partition.LeafPartition;
import org.trinofdw.partition.LeafPartitions;
import org.trinofdw.partition.PartitionPredicate;
import org.trinofdw.partition.PartitionRouter;
import org.trinofdw.partition.PartitionTree;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.trino.spi.StandardErrorCode.CONSTRAINT_VIOLATION;
import static io.trino.spi.type.TypeUtils.writeNativeValue;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * Random partitioned tables, rows and predicates: a row goes where PostgreSQL puts it for the same DDL, and a predicate that the row meets never leaves out
 * its partition.
 */
@TestInstance(PER_CLASS)
final class TestPartitionRouting
{
    private static final int TABLES = 12;
    private static final int ROWS = 60;
    private static final int PREDICATES = 60;
    private static final String CHECK_VIOLATION = "23514";

    private TestingPostgresServer server;

    @BeforeAll
    void start()
    {
        server = TestingPostgresServer.start();
    }

    @AfterAll
    void stop()
    {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void testRandomTables(long seed)
            throws SQLException
    {
        Random random = new Random(seed);
        int pruned = 0;
        for (int run = 0; run < TABLES; run++) {
            RandomTable table = new RandomTable(random);
            String schema = "s%s_%s".formatted(seed, run);
            server.execute("CREATE SCHEMA %s; %s".formatted(schema, table.nativeScript(schema)));
            ForeignCatalog catalog = TestingCatalogs.create(Map.of(), table.foreignScript());
            ForeignTable parent = catalog.table(new SchemaTableName("public", "t")).orElseThrow();
            PartitionRouter router = new PartitionRouter(PartitionTree.of(catalog, parent), Map.of("a", 0, "b", 1));

            Map<List<Optional<Object>>, String> partitions = new HashMap<>();
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                for (int index = 0; index < ROWS; index++) {
                    List<Optional<String>> row = List.of(table.value(0, random), table.value(1, random));
                    Optional<String> expected = insert(statement, schema, row);
                    List<Optional<Object>> values = nativeValues(parent, row);
                    assertThat(route(router, parent, values))
                            .describedAs("%s of %s", row, table.foreignScript())
                            .isEqualTo(expected);
                    expected.ifPresent(partition -> partitions.put(values, partition));
                }
            }
            List<LeafPartition> leaves = LeafPartitions.of(catalog, parent);
            for (int index = 0; index < PREDICATES; index++) {
                Map<String, Domain> predicate = predicate(random, parent, table);
                PartitionPredicate wanted = new PartitionPredicate(predicate);
                Set<String> remaining = leaves.stream()
                        .filter(wanted::mayMeet)
                        .map(leaf -> leaf.table().name().getTableName())
                        .collect(toImmutableSet());
                pruned += leaves.size() - remaining.size();
                partitions.forEach((values, partition) -> {
                    if (meets(predicate, values)) {
                        assertThat(remaining).describedAs("%s by %s of %s", values, predicate, table.foreignScript()).contains(partition);
                    }
                });
            }
        }
        assertThat(pruned).isGreaterThan(TABLES * PREDICATES);
    }

    private static boolean meets(Map<String, Domain> predicate, List<Optional<Object>> values)
    {
        return (!predicate.containsKey("a") || predicate.get("a").includesNullableValue(values.get(0).orElse(null)))
                && (!predicate.containsKey("b") || predicate.get("b").includesNullableValue(values.get(1).orElse(null)));
    }

    private static Map<String, Domain> predicate(Random random, ForeignTable parent, RandomTable table)
    {
        Map<String, Domain> domains = new HashMap<>();
        for (int column = 0; column < 2; column++) {
            if (random.nextInt(3) > 0) {
                domains.put(parent.columns().get(column).name(), domain(random, parent.columns().get(column).type(), table, column));
            }
        }
        return domains;
    }

    private static Domain domain(Random random, DeclaredType type, RandomTable table, int column)
    {
        Type trinoType = type.trinoType();
        List<Object> values = new ArrayList<>();
        for (int index = 0; index <= random.nextInt(4); index++) {
            values.add(nativeValue(type, table.type(column).value(random)));
        }
        return switch (random.nextInt(4)) {
            case 0 -> Domain.onlyNull(trinoType);
            case 1 -> Domain.create(ValueSet.ofRanges(Range.greaterThanOrEqual(trinoType, values.getFirst())), false);
            case 2 -> Domain.create(ValueSet.ofRanges(Range.lessThan(trinoType, values.getFirst())), random.nextBoolean());
            default -> Domain.create(ValueSet.copyOf(trinoType, values), random.nextBoolean());
        };
    }

    /** The name of the partition that PostgreSQL chooses. */
    private static Optional<String> insert(Statement statement, String schema, List<Optional<String>> row)
            throws SQLException
    {
        String values = row.stream().map(value -> value.map("'%s'"::formatted).orElse("NULL")).collect(joining(", "));
        try (ResultSet results = statement.executeQuery("INSERT INTO %s.t VALUES (%s) RETURNING (SELECT relname FROM pg_class WHERE oid = t.tableoid)".formatted(schema, values))) {
            results.next();
            return Optional.of(results.getString(1));
        }
        catch (SQLException e) {
            if (CHECK_VIOLATION.equals(e.getSQLState())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Optional<String> route(PartitionRouter router, ForeignTable parent, List<Optional<Object>> values)
    {
        Block[] blocks = new Block[values.size()];
        for (int column = 0; column < blocks.length; column++) {
            blocks[column] = writeNativeValue(parent.columns().get(column).type().trinoType(), values.get(column).orElse(null));
        }
        try {
            return Optional.of(router.route(new Page(blocks), 0).getTableName());
        }
        catch (TrinoException e) {
            assertThat(e.getErrorCode()).isEqualTo(CONSTRAINT_VIOLATION.toErrorCode());
            assertThat(e).hasMessageContaining("no partition of relation");
            return Optional.empty();
        }
    }

    private static List<Optional<Object>> nativeValues(ForeignTable parent, List<Optional<String>> row)
    {
        return List.of(
                row.get(0).map(value -> nativeValue(parent.columns().get(0).type(), value)),
                row.get(1).map(value -> nativeValue(parent.columns().get(1).type(), value)));
    }

    private static Object nativeValue(DeclaredType type, String value)
    {
        return NativeValues.of(type.trinoType(), PartitionLiterals.value(type, value, "value")).orElseThrow();
    }

    /**
     * Types with few values, so that rows meet bounds.
     */
    private enum KeyType
    {
        SMALLINT("smallint"),
        INTEGER("integer"),
        BIGINT("bigint"),
        DATE("date"),
        TIMESTAMP("timestamp"),
        TIMESTAMPTZ("timestamptz"),
        NUMERIC("numeric(8, 2)"),
        TEXT("text COLLATE \"C\""),
        VARCHAR("varchar(20) COLLATE \"C\""),
        UUID("uuid"),
        BOOLEAN("boolean");

        private final String text;

        KeyType(String text)
        {
            this.text = text;
        }

        String value(Random random)
        {
            return value(random.nextInt(-30, 30));
        }

        /** Values in the order of the numbers. */
        String value(int number)
        {
            return switch (this) {
                case SMALLINT, INTEGER -> Integer.toString(number);
                case BIGINT -> Long.toString(number * 10_000_000_000L);
                case DATE -> LocalDate.of(2000, 1, 1).plusDays(number).toString();
                case TIMESTAMP -> LocalDateTime.of(2000, 1, 1, 0, 0, 0, 1_000).plusMinutes(number).toString();
                case TIMESTAMPTZ -> LocalDateTime.of(2000, 1, 1, 0, 0, 1).plusHours(number).toString().replace('T', ' ') + "+00";
                case NUMERIC -> "%s.%s".formatted(number, number < 0 ? "00" : "25");
                case TEXT, VARCHAR -> "k%02d".formatted(number + 30);
                case UUID -> "00000000-0000-0000-0000-0000000000%02d".formatted(number + 30);
                case BOOLEAN -> Boolean.toString(number >= 0);
            };
        }
    }

    /**
     * A table t (a, b) with partitions, of which some are partitioned again.
     */
    private static final class RandomTable
    {
        private final List<KeyType> types;
        private final List<String> statements = new ArrayList<>();
        private int partitions;

        RandomTable(Random random)
        {
            types = List.of(randomType(random), randomType(random));
            statements.addAll(partitioned(random, "t", "CREATE TABLE SCHEMA.t (a %s, b %s) %%s;".formatted(types.get(0).text, types.get(1).text), 0));
        }

        private static KeyType randomType(Random random)
        {
            return KeyType.values()[random.nextInt(KeyType.values().length)];
        }

        KeyType type(int column)
        {
            return types.get(column);
        }

        Optional<String> value(int column, Random random)
        {
            return random.nextInt(8) == 0 ? Optional.empty() : Optional.of(types.get(column).value(random));
        }

        String nativeScript(String schema)
        {
            return statements.stream()
                    .map(statement -> statement.replace("SCHEMA.", schema + ".").replace("FOREIGN TABLE", "TABLE").replace(" SERVER test", ""))
                    .collect(joining("\n"));
        }

        String foreignScript()
        {
            return statements.stream()
                    .map(statement -> statement.replace("SCHEMA.", ""))
                    .collect(joining("\n"));
        }

        /**
         * @param statement creates the parent, with a place for the clause that partitions it
         * @return it with those that create the partitions
         */
        private List<String> partitioned(Random random, String parent, String statement, int depth)
        {
            int column = random.nextInt(2);
            String name = column == 0 ? "a" : "b";
            KeyType type = types.get(column);
            List<String> bounds = new ArrayList<>();
            String clause = switch (random.nextInt(4)) {
                case 0 -> {
                    addHashBounds(random, bounds);
                    yield "PARTITION BY HASH (%s)".formatted(random.nextBoolean() ? name : "a, b");
                }
                case 1 -> {
                    addListBounds(random, type, bounds);
                    yield "PARTITION BY LIST (%s)".formatted(name);
                }
                case 2 -> {
                    addRowBounds(random, bounds);
                    yield "PARTITION BY RANGE (a, b)";
                }
                default -> {
                    addRangeBounds(random, type, bounds);
                    yield "PARTITION BY RANGE (%s)".formatted(name);
                }
            };
            List<String> result = new ArrayList<>();
            result.add(statement.formatted(clause));
            for (String bound : bounds) {
                String child = "p" + partitions++;
                String create = "CREATE FOREIGN TABLE SCHEMA.%s PARTITION OF SCHEMA.%s %s %%s SERVER test;".formatted(child, parent, bound);
                result.addAll(depth == 0 && random.nextInt(4) == 0 ? partitioned(random, child, create, depth + 1) : List.of(create.formatted("")));
            }
            return result;
        }

        private static void addHashBounds(Random random, List<String> bounds)
        {
            int modulus = random.nextInt(1, 6);
            for (int remainder = 0; remainder < modulus; remainder++) {
                if (random.nextInt(6) > 0) {
                    bounds.add("FOR VALUES WITH (MODULUS %s, REMAINDER %s)".formatted(modulus, remainder));
                }
                else {
                    // half of its rows only
                    bounds.add("FOR VALUES WITH (MODULUS %s, REMAINDER %s)".formatted(2 * modulus, remainder));
                }
            }
        }

        private static void addListBounds(Random random, KeyType type, List<String> bounds)
        {
            Set<String> used = new HashSet<>();
            for (int partition = 0; partition < 4; partition++) {
                List<String> values = new ArrayList<>();
                for (int index = 0; index < 6; index++) {
                    String value = type.value(random);
                    if (used.add(value)) {
                        values.add("'" + value + "'");
                    }
                }
                if (random.nextInt(4) == 0 && used.add("NULL")) {
                    values.add("NULL");
                }
                if (!values.isEmpty()) {
                    bounds.add("FOR VALUES IN (%s)".formatted(String.join(", ", values)));
                }
            }
            addDefault(random, bounds);
        }

        private static void addRangeBounds(Random random, KeyType type, List<String> bounds)
        {
            List<String> cuts = random.ints(6, -30, 30).sorted().mapToObj(type::value).distinct().toList();
            for (int index = 0; index + 1 < cuts.size(); index++) {
                if (random.nextInt(5) > 0) {
                    bounds.add("FOR VALUES FROM (%s) TO (%s)".formatted(
                            index == 0 && random.nextBoolean() ? "MINVALUE" : "'" + cuts.get(index) + "'",
                            index + 2 == cuts.size() && random.nextBoolean() ? "MAXVALUE" : "'" + cuts.get(index + 1) + "'"));
                }
            }
            addDefault(random, bounds);
        }

        private void addRowBounds(Random random, List<String> bounds)
        {
            List<String> cuts = random.ints(5, -30, 30)
                    .sorted()
                    .mapToObj(number -> types.get(0).value(number))
                    .distinct()
                    .map("'%s'"::formatted)
                    .toList();
            for (int index = 0; index + 1 < cuts.size(); index++) {
                bounds.add("FOR VALUES FROM (%s, %s) TO (%s, %s)".formatted(cuts.get(index), secondLimit(index), cuts.get(index + 1), secondLimit(index + 1)));
            }
            addDefault(random, bounds);
        }

        /** Of neighbours the upper one of the first and the lower one of the second are the same. */
        private String secondLimit(int cut)
        {
            return switch (cut % 3) {
                case 0 -> "MINVALUE";
                case 1 -> "'" + types.get(1).value(cut) + "'";
                default -> "MAXVALUE";
            };
        }

        private static void addDefault(Random random, List<String> bounds)
        {
            if (random.nextBoolean()) {
                bounds.add("DEFAULT");
            }
        }
    }
}
