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
import java.util.ArrayList;
import java.util.HashMap;
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
    static final String CHECK_VIOLATION = "23514";

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
            RandomPartitionedTable table = new RandomPartitionedTable(random);
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

    private static Map<String, Domain> predicate(Random random, ForeignTable parent, RandomPartitionedTable table)
    {
        Map<String, Domain> domains = new HashMap<>();
        for (int column = 0; column < 2; column++) {
            if (random.nextInt(3) > 0) {
                domains.put(parent.columns().get(column).name(), domain(random, parent.columns().get(column).type(), table, column));
            }
        }
        return domains;
    }

    private static Domain domain(Random random, DeclaredType type, RandomPartitionedTable table, int column)
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
}
