package org.trinofdw.testing.maxcompute.store;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import org.trinofdw.testing.maxcompute.type.OdpsType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.lang.String.format;
import static java.util.Objects.requireNonNull;

/**
 * A table and its partitions. Thread-safe.
 */
public final class Table
{
    private static final int MAX_COLUMNS = 1200;
    private static final int MAX_PARTITION_LEVELS = 6;

    private final String owner;
    private final Instant created;
    private final ConcurrentSkipListMap<PartitionKey, Partition> partitions = new ConcurrentSkipListMap<>();
    private volatile TableDefinition definition;
    private volatile Instant lastDdl;
    private int nextColumnId = 1;
    private TableStorage storage = TableStorage.MEMORY;

    public Table(TableDefinition definition, String owner)
    {
        this.owner = requireNonNull(owner, "owner is null");
        created = Instant.now();
        lastDdl = created;
        this.definition = definition.withColumns(withIds(definition.columns()));
        requireValid(this.definition);
        if (definition.partitionColumns().isEmpty()) {
            partitions.put(PartitionKey.NONE, new Partition(PartitionKey.NONE));
        }
    }

    private Table(TableDefinition definition, String owner, Instant created, Instant lastDdl, int nextColumnId)
    {
        this.definition = requireNonNull(definition, "definition is null");
        this.owner = requireNonNull(owner, "owner is null");
        this.created = requireNonNull(created, "created is null");
        this.lastDdl = requireNonNull(lastDdl, "lastDdl is null");
        this.nextColumnId = nextColumnId;
    }

    /**
     * A table that was kept.
     *
     * @param partitions none for a table without partition columns that never had a row
     */
    public static Table restore(TableDefinition definition, String owner, Instant created, Instant lastDdl, int nextColumnId, List<Partition> partitions, TableStorage storage)
    {
        Table table = new Table(definition, owner, created, lastDdl, nextColumnId);
        partitions.forEach(partition -> table.partitions.put(partition.key(), partition));
        if (definition.partitionColumns().isEmpty()) {
            table.partitions.putIfAbsent(PartitionKey.NONE, new Partition(PartitionKey.NONE));
        }
        table.attach(storage);
        return table;
    }

    /**
     * @param newStorage keeps all changes from now on, and has the table as it is
     */
    synchronized void attach(TableStorage newStorage)
    {
        storage = requireNonNull(newStorage, "newStorage is null");
        partitions.values().forEach(partition -> partition.attach(newStorage));
    }

    synchronized void rename(String name)
    {
        storage.rename(name, this);
    }

    synchronized void drop()
    {
        storage.drop();
    }

    private List<Column> withIds(List<Column> columns)
    {
        ImmutableList.Builder<Column> result = ImmutableList.builder();
        for (Column column : columns) {
            result.add(column.withId(nextColumnId++));
        }
        return result.build();
    }

    private static void requireValid(TableDefinition definition)
    {
        if (definition.columns().isEmpty()) {
            throw new ServiceException(400, "ODPS-0130161", "a table needs at least one column");
        }
        if (definition.columns().size() > MAX_COLUMNS || definition.partitionColumns().size() > MAX_PARTITION_LEVELS) {
            throw new ServiceException(400, "ODPS-0130071", format("a table has at most %s columns and %s partition columns", MAX_COLUMNS, MAX_PARTITION_LEVELS));
        }
        Set<String> names = new HashSet<>();
        for (Column column : ImmutableList.<Column>builder().addAll(definition.columns()).addAll(definition.partitionColumns()).build()) {
            if (!names.add(column.name())) {
                throw new ServiceException(400, "ODPS-0130071", format("Semantic analysis exception - column %s is duplicate", column.name()));
            }
        }
        for (Column column : definition.partitionColumns()) {
            switch (column.type().kind()) {
                case STRING, VARCHAR, CHAR, TINYINT, SMALLINT, INT, BIGINT -> {}
                case DATE, DATETIME, TIMESTAMP, TIMESTAMP_NTZ, FLOAT, DOUBLE, BOOLEAN, DECIMAL, BINARY, JSON, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, ARRAY, MAP, STRUCT, OTHER ->
                        throw new ServiceException(400, "ODPS-0130071", format("Semantic analysis exception - partition column %s must not be of type %s", column.name(), column.type().text()));
            }
        }
    }

    public String owner()
    {
        return owner;
    }

    public Instant created()
    {
        return created;
    }

    public Instant lastDdl()
    {
        return lastDdl;
    }

    public Instant lastModified()
    {
        return partitions.values().stream()
                .map(partition -> partition.contents().modified())
                .max(Instant::compareTo)
                .orElse(created);
    }

    public synchronized int nextColumnId()
    {
        return nextColumnId;
    }

    public TableDefinition definition()
    {
        return definition;
    }

    public boolean isPartitioned()
    {
        return !definition.partitionColumns().isEmpty();
    }

    public boolean isView()
    {
        return switch (definition.kind()) {
            case VIRTUAL_VIEW -> true;
            case MANAGED_TABLE, EXTERNAL_TABLE, MATERIALIZED_VIEW -> false;
        };
    }

    public Optional<Column> column(String name)
    {
        String lowerCaseName = name.toLowerCase(Locale.ENGLISH);
        return definition.columns().stream()
                .filter(column -> column.name().equals(lowerCaseName))
                .findFirst();
    }

    public synchronized void alter(UnaryOperator<TableDefinition> change)
    {
        TableDefinition changed = change.apply(definition);
        requireValid(changed);
        definition = changed;
        lastDdl = Instant.now();
        storage.saveDefinition(this);
    }

    public synchronized void addColumns(List<Column> columns, boolean ifNotExists)
    {
        List<Column> added = ifNotExists
                ? columns.stream().filter(column -> column(column.name()).isEmpty()).collect(toImmutableList())
                : columns;
        List<Column> all = new ArrayList<>(definition.columns());
        all.addAll(withIds(added));
        alter(current -> current.withColumns(all));
    }

    /**
     * The rows in partitions; one partition with an empty key if the table is not partitioned.
     */
    public Collection<Partition> partitions()
    {
        return partitions.values();
    }

    public Optional<Partition> partition(PartitionKey key)
    {
        return Optional.ofNullable(partitions.get(key));
    }

    /**
     * @return whether the partition is new
     */
    public synchronized boolean addPartition(PartitionKey key)
    {
        if (partitions.containsKey(key)) {
            return false;
        }
        Partition partition = new Partition(key);
        storage.savePartition(key, partition);
        partition.attach(storage);
        partitions.put(key, partition);
        lastDdl = Instant.now();
        return true;
    }

    public synchronized boolean dropPartition(PartitionKey key)
    {
        Partition dropped = partitions.remove(key);
        if (dropped == null) {
            return false;
        }
        dropped.attach(TableStorage.MEMORY);
        storage.dropPartition(key);
        lastDdl = Instant.now();
        return true;
    }

    /**
     * The key of a full partition specification.
     *
     * @throws ServiceException InvalidPartitionSpec if it does not name exactly the partition columns with values of their types
     */
    public PartitionKey key(Map<String, String> specification)
    {
        ImmutableList.Builder<String> values = ImmutableList.builder();
        for (Column column : definition.partitionColumns()) {
            String value = specification.get(column.name());
            if (value == null) {
                throw invalidPartition("partition column %s is missing in %s".formatted(column.name(), specification));
            }
            requireValue(column, value);
            values.add(value);
        }
        if (specification.size() != definition.partitionColumns().size()) {
            throw invalidPartition("%s has other columns than the partition columns %s".formatted(specification, partitionColumnNames()));
        }
        return new PartitionKey(values.build());
    }

    private static void requireValue(Column column, String value)
    {
        OdpsType type = column.type();
        switch (type.kind()) {
            case TINYINT, SMALLINT, INT, BIGINT -> {
                try {
                    Long.parseLong(value);
                }
                catch (NumberFormatException _) {
                    throw invalidPartition("value %s of partition column %s is not a %s".formatted(value, column.name(), type.text()));
                }
            }
            case STRING, VARCHAR, CHAR, DATE, DATETIME, TIMESTAMP, TIMESTAMP_NTZ, FLOAT, DOUBLE, BOOLEAN, DECIMAL, BINARY, JSON, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, ARRAY, MAP, STRUCT, OTHER -> {}
        }
    }

    /**
     * The partitions that have all the values of a specification, which may leave columns out.
     *
     * @throws ServiceException InvalidPartitionSpec if a name in it is no partition column
     */
    public List<Partition> partitions(Map<String, String> specification)
    {
        List<String> names = partitionColumnNames();
        Set<String> unknown = Sets.difference(specification.keySet(), Set.copyOf(names));
        if (!unknown.isEmpty()) {
            throw invalidPartition("%s has other columns than the partition columns %s".formatted(specification, names));
        }
        Map<Integer, String> values = new HashMap<>();
        specification.forEach((name, value) -> values.put(names.indexOf(name), value));
        return partitions.values().stream()
                .filter(partition -> values.entrySet().stream().allMatch(value -> partition.key().values().get(value.getKey()).equals(value.getValue())))
                .collect(toImmutableList());
    }

    public Map<String, String> specification(PartitionKey key)
    {
        ImmutableMap.Builder<String, String> specification = ImmutableMap.builder();
        List<String> names = partitionColumnNames();
        for (int index = 0; index < names.size(); index++) {
            specification.put(names.get(index), key.values().get(index));
        }
        return specification.buildOrThrow();
    }

    private List<String> partitionColumnNames()
    {
        return definition.partitionColumns().stream().map(Column::name).collect(toImmutableList());
    }

    private static ServiceException invalidPartition(String reason)
    {
        return new ServiceException(400, "InvalidPartitionSpec", "The specified partition name is not valid: " + reason);
    }

    public void truncate()
    {
        partitions.values().forEach(partition -> partition.commit(ImmutableList.of(), true));
    }

    public long rows()
    {
        return partitions.values().stream().mapToLong(partition -> partition.contents().rows()).sum();
    }

    public long bytes()
    {
        return partitions.values().stream().mapToLong(partition -> partition.contents().bytes()).sum();
    }
}
