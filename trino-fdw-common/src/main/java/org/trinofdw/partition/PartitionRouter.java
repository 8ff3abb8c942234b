package org.trinofdw.partition;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.trino.spi.Page;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.type.Type;
import org.trinofdw.definition.PartitionBound;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import static io.trino.spi.StandardErrorCode.CONSTRAINT_VIOLATION;
import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static io.trino.spi.type.TypeUtils.readNativeValue;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * Chooses the partition of a row as PostgreSQL does (PostgreSQL, "Table Partitioning" and CREATE TABLE, "PARTITION OF").
 */
public final class PartitionRouter
{
    private final PartitionTree tree;
    private final List<KeyChannel> keys;
    private final BoundIndex bounds;
    private final Map<SchemaTableName, PartitionRouter> subtrees;

    /**
     * @param channels the places of the columns in the pages; a key without one is NULL
     * @throws TrinoException NOT_SUPPORTED if values of a key cannot be compared with bounds here
     */
    public PartitionRouter(PartitionTree tree, Map<String, Integer> channels)
    {
        this.tree = requireNonNull(tree, "tree is null");
        tree.keys().forEach(key -> checkSupported(tree, key));
        this.keys = tree.keys().stream()
                .map(key -> new KeyChannel(key, Optional.ofNullable(channels.get(key.column()))))
                .toList();
        this.bounds = new BoundIndex(tree);
        ImmutableMap.Builder<SchemaTableName, PartitionRouter> builder = ImmutableMap.builder();
        for (PartitionTree.Branch branch : tree.branches()) {
            branch.subtree().ifPresent(subtree -> builder.put(branch.name(), new PartitionRouter(subtree, channels)));
        }
        this.subtrees = builder.buildOrThrow();
    }

    /**
     * The name of the partition that takes a row.
     *
     * @throws TrinoException CONSTRAINT_VIOLATION if none does; it names the values of the keys
     */
    public SchemaTableName route(Page page, int position)
    {
        List<Optional<Comparable<?>>> values = new ArrayList<>(keys.size());
        for (KeyChannel key : keys) {
            values.add(key.value(tree, page, position));
        }
        SchemaTableName partition = bounds.find(values).orElseThrow(() -> noPartition(values));
        PartitionRouter subtree = subtrees.get(partition);
        return subtree == null ? partition : subtree.route(page, position);
    }

    private TrinoException noPartition(List<Optional<Comparable<?>>> values)
    {
        return new TrinoException(CONSTRAINT_VIOLATION, "no partition of relation \"%s\" found for row: its partition key (%s) is (%s)".formatted(
                tree.table(),
                tree.keys().stream().map(PartitionKey::column).collect(joining(", ")),
                values.stream().map(value -> value.map(Object::toString).orElse("null")).collect(joining(", "))));
    }

    private static void checkSupported(PartitionTree tree, PartitionKey key)
    {
        for (PartitionTree.Branch branch : tree.branches()) {
            switch (branch.bound()) {
                case PartitionBound.Hash _ -> check(PartitionHash.isSupported(key.type()), tree, key, "hashed");
                case PartitionBound.Range _ -> {
                    check(KeyValues.isSupported(key.type()), tree, key, "compared");
                    if (!key.isOrderedAlike()) {
                        throw new TrinoException(NOT_SUPPORTED, "cannot choose partitions of \"%s\": only PostgreSQL knows the order of its key \"%s\"; declare the column as text COLLATE \"C\", if that is its order, or write to the partitions".formatted(tree.table(), key.column()));
                    }
                }
                case PartitionBound.In _, PartitionBound.Default _ -> check(KeyValues.isSupported(key.type()), tree, key, "compared");
            }
        }
    }

    private static void check(boolean supported, PartitionTree tree, PartitionKey key, String activity)
    {
        if (!supported) {
            throw new TrinoException(NOT_SUPPORTED, "cannot choose partitions of \"%s\": values of type %s, which its key \"%s\" has, cannot be %s here; write to the partitions".formatted(
                    tree.table(),
                    key.type().text(),
                    key.column(),
                    activity));
        }
    }

    /**
     * Where a key is in the rows.
     */
    private record KeyChannel(PartitionKey key, Optional<Integer> channel)
    {
        Optional<Comparable<?>> value(PartitionTree tree, Page page, int position)
        {
            if (channel.isEmpty()) {
                return Optional.empty();
            }
            Block block = page.getBlock(channel.get());
            if (block.isNull(position)) {
                return Optional.empty();
            }
            Type type = key.type().trinoType();
            Object value = readNativeValue(type, block, position);
            return Optional.of(KeyValues.of(key.type(), value).orElseThrow(() -> new TrinoException(NOT_SUPPORTED, "cannot choose a partition of \"%s\" for %s in its key \"%s\"; write to the partition".formatted(tree.table(), value, key.column()))));
        }
    }

    /**
     * Finds the bound that takes given values.
     */
    private static final class BoundIndex
    {
        private final PartitionTree tree;
        private final Map<Optional<Comparable<?>>, SchemaTableName> lists;
        private final RangeIndex ranges;
        private final Map<Integer, Map<Integer, SchemaTableName>> hashesByModulus;
        private final Optional<SchemaTableName> others;

        BoundIndex(PartitionTree tree)
        {
            this.tree = tree;
            ImmutableMap.Builder<Optional<Comparable<?>>, SchemaTableName> listBuilder = ImmutableMap.builder();
            List<RangeIndex.Entry> rangeEntries = new ArrayList<>();
            Map<Integer, Map<Integer, SchemaTableName>> hashes = new LinkedHashMap<>();
            Optional<SchemaTableName> rest = Optional.empty();
            for (PartitionTree.Branch branch : tree.branches()) {
                switch (branch.bound()) {
                    case PartitionBound.In in -> in.values().forEach(value -> listBuilder.put(RangeIndex.literal(tree, 0, value), branch.name()));
                    case PartitionBound.Range range -> rangeEntries.add(new RangeIndex.Entry(range, branch.name()));
                    case PartitionBound.Hash hash -> hashes.computeIfAbsent(hash.modulus(), _ -> new HashMap<>()).put(hash.remainder(), branch.name());
                    case PartitionBound.Default _ -> rest = Optional.of(branch.name());
                }
            }
            this.lists = listBuilder.buildOrThrow();
            this.ranges = new RangeIndex(tree, rangeEntries);
            this.hashesByModulus = hashes;
            this.others = rest;
        }

        Optional<SchemaTableName> find(List<Optional<Comparable<?>>> values)
        {
            if (!hashesByModulus.isEmpty()) {
                return findHash(values);
            }
            Optional<SchemaTableName> found = lists.isEmpty() ? ranges.find(values) : Optional.ofNullable(lists.get(values.getFirst()));
            return found.or(() -> others);
        }

        private Optional<SchemaTableName> findHash(List<Optional<Comparable<?>>> values)
        {
            ImmutableList.Builder<OptionalLong> hashes = ImmutableList.builder();
            for (int index = 0; index < values.size(); index++) {
                PartitionKey key = tree.keys().get(index);
                hashes.add(values.get(index).map(value -> OptionalLong.of(PartitionHash.of(key.type(), value))).orElseGet(OptionalLong::empty));
            }
            long hash = PartitionHash.ofRow(hashes.build());
            return hashesByModulus.entrySet().stream()
                    .flatMap(entry -> Optional.ofNullable(entry.getValue().get((int) Long.remainderUnsigned(hash, entry.getKey()))).stream())
                    .findFirst();
        }
    }
}
