package org.trinofdw.partition;

import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.Range;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.predicate.ValueSet;
import io.trino.spi.type.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.ddl.TestingCatalogs;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.airlift.slice.Slices.utf8Slice;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.CharType.createCharType;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.DecimalType.createDecimalType;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.TimestampType.TIMESTAMP_MICROS;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

final class TestPartitionDomains
{
    private static final int SEEDS_PER_METHOD = 200;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void testRandomRanges(long seed)
    {
        Random random = new Random(seed);
        for (int run = 0; run < SEEDS_PER_METHOD / 5; run++) {
            TreeSet<Integer> bounds = new TreeSet<>();
            while (bounds.size() < 2 + random.nextInt(8)) {
                bounds.add(random.nextInt(-50, 50));
            }
            List<Integer> cuts = List.copyOf(bounds);
            boolean withDefault = random.nextBoolean();
            boolean withGap = random.nextBoolean();
            StringBuilder script = new StringBuilder("CREATE TABLE t (k int, v int) PARTITION BY RANGE (k);\n");
            List<int[]> ranges = new ArrayList<>();
            for (int index = 0; index < cuts.size() - 1; index++) {
                if (withGap && index == 1) {
                    ranges.add(null);
                    continue;
                }
                boolean fromInfinity = index == 0 && random.nextBoolean();
                ranges.add(new int[] {fromInfinity ? Integer.MIN_VALUE : cuts.get(index), cuts.get(index + 1)});
                script.append("CREATE FOREIGN TABLE p%s PARTITION OF t FOR VALUES FROM (%s) TO (%s) SERVER test;\n".formatted(index, fromInfinity ? "MINVALUE" : cuts.get(index), cuts.get(index + 1)));
            }
            if (withDefault) {
                script.append("CREATE FOREIGN TABLE rest PARTITION OF t DEFAULT SERVER test;\n");
            }
            List<LeafPartition> leaves = leaves(script.toString());
            for (int value = -60; value <= 60; value++) {
                int key = value;
                List<String> expected = IntStream.range(0, ranges.size())
                        .filter(index -> ranges.get(index) != null && ranges.get(index)[0] <= key && key < ranges.get(index)[1])
                        .mapToObj("p%s"::formatted)
                        .collect(toImmutableList());
                assertThat(holding(leaves, "k", Domain.singleValue(INTEGER, (long) key)))
                        .describedAs("%s in %s", key, script)
                        .isEqualTo(expected.isEmpty() && withDefault ? List.of("rest") : expected);
            }
            assertThat(holding(leaves, "k", Domain.onlyNull(INTEGER))).isEqualTo(withDefault ? List.of("rest") : List.of());
            assertThat(holding(leaves, "v", Domain.singleValue(INTEGER, 1L))).hasSize(leaves.size());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void testRandomLists(long seed)
    {
        Random random = new Random(seed);
        for (int run = 0; run < SEEDS_PER_METHOD / 5; run++) {
            List<List<Integer>> lists = IntStream.range(0, 5).<List<Integer>>mapToObj(_ -> new ArrayList<>()).toList();
            int nullsIn = random.nextInt(7);
            for (int value = -20; value < 20; value++) {
                int partition = random.nextInt(8);
                if (partition < lists.size()) {
                    lists.get(partition).add(value);
                }
            }
            boolean withDefault = random.nextBoolean();
            StringBuilder script = new StringBuilder("CREATE TABLE t (k int, v int) PARTITION BY LIST (k);\n");
            for (int index = 0; index < lists.size(); index++) {
                String values = lists.get(index).stream().map(String::valueOf).collect(joining(", "));
                if (index == nullsIn) {
                    values = values.isEmpty() ? "NULL" : values + ", NULL";
                }
                if (!values.isEmpty()) {
                    script.append("CREATE FOREIGN TABLE p%s PARTITION OF t FOR VALUES IN (%s) SERVER test;\n".formatted(index, values));
                }
            }
            if (withDefault) {
                script.append("CREATE FOREIGN TABLE rest PARTITION OF t DEFAULT SERVER test;\n");
            }
            List<LeafPartition> leaves = leaves(script.toString());
            List<String> otherwise = withDefault ? List.of("rest") : List.of();
            for (int value = -25; value < 25; value++) {
                int key = value;
                Optional<String> expected = IntStream.range(0, lists.size())
                        .filter(index -> lists.get(index).contains(key))
                        .mapToObj("p%s"::formatted)
                        .findFirst();
                assertThat(holding(leaves, "k", Domain.singleValue(INTEGER, (long) key)))
                        .describedAs("%s in %s", key, script)
                        .isEqualTo(expected.map(List::of).orElse(otherwise));
            }
            assertThat(holding(leaves, "k", Domain.onlyNull(INTEGER))).isEqualTo(nullsIn < lists.size() ? List.of("p" + nullsIn) : otherwise);
        }
    }

    /** A range over several keys is one of rows, not a box: a row in it must never be left out. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void testRandomRangesOfTwoKeys(long seed)
    {
        Random random = new Random(seed);
        for (int run = 0; run < 50; run++) {
            TreeSet<Integer> cuts = new TreeSet<>();
            while (cuts.size() < 6) {
                cuts.add(random.nextInt(100));
            }
            List<Integer> bounds = List.copyOf(cuts);
            StringBuilder script = new StringBuilder("CREATE TABLE t (a int, b int) PARTITION BY RANGE (a, b);\n");
            for (int index = 0; index < bounds.size() - 1; index++) {
                script.append("CREATE FOREIGN TABLE p%s PARTITION OF t FOR VALUES FROM (%s, %s) TO (%s, %s) SERVER test;\n".formatted(
                        index,
                        bounds.get(index) / 10,
                        bounds.get(index) % 10,
                        bounds.get(index + 1) / 10,
                        bounds.get(index + 1) % 10));
            }
            List<LeafPartition> leaves = leaves(script.toString());
            for (int row = 0; row < 100; row++) {
                for (int index = 0; index < bounds.size() - 1; index++) {
                    if (bounds.get(index) <= row && row < bounds.get(index + 1)) {
                        assertThat(holding(leaves, Map.of("a", Domain.singleValue(INTEGER, (long) row / 10), "b", Domain.singleValue(INTEGER, (long) row % 10))))
                                .describedAs("%s in %s", row, script)
                                .contains("p" + index);
                    }
                }
            }
            // and something is left out
            assertThat(holding(leaves, "a", Domain.singleValue(INTEGER, 1000L))).isEmpty();
        }
    }

    @Test
    void testTypes()
    {
        assertListValue("date", "'2016-07-01'", DATE, LocalDate.parse("2016-07-01").toEpochDay(), LocalDate.parse("2016-07-02").toEpochDay());
        assertListValue("timestamp", "'2016-07-01 00:00:00.000001'", TIMESTAMP_MICROS, 1467331200000001L, 1467331200000000L);
        assertListValue("numeric(5, 2)", "'1.5'", createDecimalType(5, 2), 150L, 151L);
        assertListValue("boolean", "'yes'", BOOLEAN, true, false);
        assertListValue("text", "'Zürich'", VARCHAR, utf8Slice("Zürich"), utf8Slice("zürich"));
        assertListValue("char(4)", "'DE  '", createCharType(4), utf8Slice("DE"), utf8Slice("D"));
    }

    @Test
    void testTextRangesPruneByCodePointsOnly()
    {
        String partitions = "CREATE FOREIGN TABLE low PARTITION OF t FOR VALUES FROM ('A') TO ('a') SERVER test; CREATE FOREIGN TABLE high PARTITION OF t FOR VALUES FROM ('a') TO ('z') SERVER test;";
        assertThat(holding(leaves("CREATE TABLE t (k text COLLATE \"C\") PARTITION BY RANGE (k);" + partitions), "k", Domain.singleValue(VARCHAR, utf8Slice("b")))).containsExactly("high");
        // another collation may hold b between A and a
        assertThat(holding(leaves("CREATE TABLE t (k text) PARTITION BY RANGE (k);" + partitions), "k", Domain.singleValue(VARCHAR, utf8Slice("b")))).containsExactlyInAnyOrder("low", "high");
    }

    @Test
    void testHash()
    {
        List<LeafPartition> leaves = leaves("CREATE TABLE t (k int, note text) PARTITION BY HASH (k, note);" + hashPartitions(8));
        // both keys must be known
        assertThat(holding(leaves, "k", Domain.singleValue(INTEGER, 1L))).hasSize(8);
        List<String> holding = holding(leaves, Map.of("k", Domain.singleValue(INTEGER, 1L), "note", Domain.singleValue(VARCHAR, utf8Slice("one"))));
        assertThat(holding).hasSize(1);
        assertThat(holding(leaves, Map.of("k", Domain.multipleValues(INTEGER, List.of(1L, 2L)), "note", Domain.create(ValueSet.of(VARCHAR, utf8Slice("one"), utf8Slice("two")), true))))
                .containsAll(holding)
                .hasSizeLessThanOrEqualTo(6);
        // no key is hashed, which leaves the remainder 0
        assertThat(holding(leaves, Map.of("k", Domain.onlyNull(INTEGER), "note", Domain.onlyNull(VARCHAR)))).containsExactly("p0");
        // the server's database may have another encoding
        assertThat(holding(leaves, Map.of("k", Domain.singleValue(INTEGER, 1L), "note", Domain.singleValue(VARCHAR, utf8Slice("Z\u00fcrich"))))).hasSize(8);
    }

    @Test
    void testHashPrunesEqualityAndShortRanges()
    {
        List<LeafPartition> leaves = leaves("CREATE TABLE t (k int) PARTITION BY HASH (k);" + hashPartitions(64));
        assertThat(holding(leaves, "k", Domain.singleValue(INTEGER, 1L))).hasSize(1);
        assertThat(holding(leaves, "k", Domain.create(ValueSet.ofRanges(Range.range(INTEGER, 1L, true, 4L, false)), false))).hasSizeBetween(1, 3);
        assertThat(holding(leaves, "k", Domain.create(ValueSet.ofRanges(Range.greaterThan(INTEGER, 1L)), false))).hasSize(64);
    }

    @Test
    void testUnknownCollationsAreNotHashed()
    {
        // one of them may be equal for texts with different bytes
        List<LeafPartition> leaves = leaves("CREATE TABLE t (k text COLLATE ignore_case) PARTITION BY HASH (k);" + hashPartitions(4));
        assertThat(holding(leaves, "k", Domain.singleValue(VARCHAR, utf8Slice("a")))).hasSize(4);
    }

    private static String hashPartitions(int modulus)
    {
        return IntStream.range(0, modulus)
                .mapToObj(index -> "CREATE FOREIGN TABLE p%s PARTITION OF t FOR VALUES WITH (MODULUS %s, REMAINDER %s) SERVER test;".formatted(index, modulus, index))
                .collect(joining());
    }

    @Test
    void testFloatsAreNotPruned()
    {
        // NaN is greater than all numbers in PostgreSQL and in no range in Trino
        assertThat(leaves("CREATE TABLE t (k double precision) PARTITION BY RANGE (k); CREATE FOREIGN TABLE p PARTITION OF t FOR VALUES FROM (1) TO (MAXVALUE) SERVER test;").getFirst().domain())
                .isEqualTo(TupleDomain.all());
    }

    @Test
    void testManyPartitions()
    {
        String script = IntStream.range(0, 5000)
                .mapToObj(index -> "CREATE FOREIGN TABLE p%s PARTITION OF t FOR VALUES FROM (%s) TO (%s) SERVER test;".formatted(index, index * 10, index * 10 + 10))
                .collect(joining("\n", "CREATE TABLE t (k int, v int) PARTITION BY RANGE (k);\n", ""));
        ForeignCatalog catalog = TestingCatalogs.create(Map.of(), script);
        List<LeafPartition> leaves = LeafPartitions.of(catalog, catalog.table(new SchemaTableName("public", "t")).orElseThrow());
        assertThat(holding(leaves, "k", Domain.singleValue(INTEGER, 12345L))).containsExactly("p1234");
        assertThat(leaves).hasSize(5000);
    }

    private static void assertListValue(String type, String literal, Type trinoType, Object inside, Object outside)
    {
        List<LeafPartition> leaves = leaves("CREATE TABLE t (k %s) PARTITION BY LIST (k); CREATE FOREIGN TABLE p PARTITION OF t FOR VALUES IN (%s) SERVER test;".formatted(type, literal));
        assertThat(holding(leaves, "k", Domain.singleValue(trinoType, inside))).containsExactly("p");
        assertThat(holding(leaves, "k", Domain.singleValue(trinoType, outside))).isEmpty();
    }

    private static List<LeafPartition> leaves(String script)
    {
        ForeignCatalog catalog = TestingCatalogs.create(Map.of(), script);
        return LeafPartitions.of(catalog, catalog.table(new SchemaTableName("public", "t")).orElseThrow());
    }

    private static List<String> holding(List<LeafPartition> leaves, String column, Domain domain)
    {
        return holding(leaves, Map.of(column, domain));
    }

    private static List<String> holding(List<LeafPartition> leaves, Map<String, Domain> domains)
    {
        PartitionPredicate predicate = new PartitionPredicate(domains);
        return leaves.stream()
                .filter(predicate::mayMeet)
                .map(leaf -> leaf.table().name().getTableName())
                .collect(toImmutableList());
    }
}
