package org.trinofdw.postgres;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import static java.util.stream.Collectors.joining;

/**
 * A table t (a, b) with partitions, of which some are partitioned again.
 */
final class RandomPartitionedTable
{
    private final List<PartitionKeyType> types;
    private final List<String> statements = new ArrayList<>();
    private int partitions;

    RandomPartitionedTable(Random random)
    {
        types = List.of(PartitionKeyType.random(random), PartitionKeyType.random(random));
        statements.addAll(partitioned(random, "t", "CREATE TABLE SCHEMA.t (a %s, b %s) %%s;".formatted(types.get(0).text(), types.get(1).text()), 0));
    }

    PartitionKeyType type(int column)
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

    /** Foreign tables without a schema, on the server "test". */
    String foreignScript()
    {
        return foreignScript("", "test");
    }

    /**
     * @param prefix of the names, such as {@code schema.}
     * @param server what follows the word SERVER
     */
    String foreignScript(String prefix, String server)
    {
        return statements.stream()
                .map(statement -> statement.replace("SCHEMA.", prefix).replace(" SERVER test", " SERVER " + server))
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
        PartitionKeyType type = types.get(column);
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

    private static void addListBounds(Random random, PartitionKeyType type, List<String> bounds)
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

    private static void addRangeBounds(Random random, PartitionKeyType type, List<String> bounds)
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
