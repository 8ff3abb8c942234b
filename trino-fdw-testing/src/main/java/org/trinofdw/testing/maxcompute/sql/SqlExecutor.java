package org.trinofdw.testing.maxcompute.sql;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.trinofdw.testing.maxcompute.store.Column;
import org.trinofdw.testing.maxcompute.store.MetaStore;
import org.trinofdw.testing.maxcompute.store.Namespace;
import org.trinofdw.testing.maxcompute.store.PartitionKey;
import org.trinofdw.testing.maxcompute.store.Project;
import org.trinofdw.testing.maxcompute.store.ServiceException;
import org.trinofdw.testing.maxcompute.store.Table;
import org.trinofdw.testing.maxcompute.store.TableDefinition;
import org.trinofdw.testing.maxcompute.store.TableKind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.lang.String.format;
import static java.util.Objects.requireNonNull;

/**
 * Executes the statements of one SQL task.
 */
public final class SqlExecutor
{
    private final MetaStore store;

    public SqlExecutor(MetaStore store)
    {
        this.store = requireNonNull(store, "store is null");
    }

    /**
     * @param hints settings of the task; names in lower case
     * @return the result of the last statement
     * @throws SqlException if a statement fails; those before it stay executed
     */
    public SqlResult execute(Project project, Map<String, String> hints, String sql)
    {
        Map<String, String> allHints = new HashMap<>(hints);
        List<Statement> statements = new SqlParser(sql).parse(allHints);
        TableResolver resolver = new TableResolver(store, project, allHints);
        SqlResult result = SqlResult.ofText("OK");
        for (Statement statement : statements) {
            try {
                result = execute(resolver, statement);
            }
            catch (ServiceException e) {
                throw new SqlException(e.code().startsWith("ODPS-") ? format("%s:%s", e.code(), e.getMessage()) : ddlFailure(e.code(), e.getMessage()));
            }
        }
        return result;
    }

    private SqlResult execute(TableResolver resolver, Statement statement)
    {
        switch (statement) {
            case Statement.CreateTable create -> createTable(resolver, create);
            case Statement.CreateView create -> createView(resolver, create);
            case Statement.DropTable drop -> dropTable(resolver, drop);
            case Statement.AddPartitions add -> addPartitions(resolver.table(add.name()), add);
            case Statement.DropPartitions drop -> dropPartitions(resolver.table(drop.name()), drop);
            case Statement.AddColumns add -> {
                resolver.typeSystem().requireEnabled(add.columns());
                resolver.table(add.name()).addColumns(add.columns(), add.ifNotExists());
            }
            case Statement.DropColumns drop -> dropColumns(resolver.table(drop.name()), drop.columns());
            case Statement.ChangeColumn change -> changeColumn(resolver.table(change.name()), change);
            case Statement.RenameTable rename -> renameTable(resolver, rename);
            case Statement.SetComment set -> resolver.table(set.name()).alter(definition -> definition.withComment(set.comment()));
            case Statement.SetLifecycle set -> resolver.table(set.name()).alter(definition -> definition.withLifecycle(set.days()));
            case Statement.SetProperties set -> resolver.table(set.name()).alter(definition -> definition.withProperties(
                    ImmutableMap.<String, String>builder().putAll(definition.properties()).putAll(set.properties()).buildKeepingLast()));
            case Statement.Touch touch -> resolver.table(touch.name());
            case Statement.Truncate truncate -> truncate(resolver.table(truncate.name()), truncate);
            case Statement.CreateSchema create -> createSchema(resolver, create);
            case Statement.DropSchema drop -> dropSchema(resolver, drop);
            case Statement.Select select -> {
                return new SelectExecutor(resolver).execute(select);
            }
        }
        return SqlResult.ofText("OK");
    }

    private static void createTable(TableResolver resolver, Statement.CreateTable create)
    {
        resolver.typeSystem().requireEnabled(create.definition().columns());
        resolver.typeSystem().requireEnabled(create.definition().partitionColumns());
        Namespace namespace = resolver.namespace(create.name());
        Table table = new Table(create.definition(), resolver.project().owner());
        if (!namespace.addTable(create.name().last(), table) && !create.ifNotExists()) {
            throw tableExists(create.name());
        }
    }

    private static void createView(TableResolver resolver, Statement.CreateView create)
    {
        Namespace namespace = resolver.namespace(create.name());
        List<Column> columns = new SelectExecutor(resolver).columns(create.query());
        if (!create.columnNames().isEmpty()) {
            if (create.columnNames().size() != columns.size()) {
                throw new SqlException("ODPS-0130071: Semantic analysis exception - view has %s names for %s columns".formatted(create.columnNames().size(), columns.size()));
            }
            List<Column> renamed = new ArrayList<>();
            for (int index = 0; index < columns.size(); index++) {
                renamed.add(columns.get(index).withName(create.columnNames().get(index)));
            }
            columns = renamed;
        }
        if (create.orReplace() && namespace.table(create.name().last()).map(Table::isView).orElse(false)) {
            namespace.dropTable(create.name().last());
        }
        TableDefinition definition = new TableDefinition(TableKind.VIRTUAL_VIEW, columns, ImmutableList.of(), create.comment(), OptionalLong.empty(), ImmutableMap.of(), ImmutableList.of(), Optional.of(create.text()));
        if (!namespace.addTable(create.name().last(), new Table(definition, resolver.project().owner())) && !create.ifNotExists()) {
            throw tableExists(create.name());
        }
    }

    private static void dropTable(TableResolver resolver, Statement.DropTable drop)
    {
        Namespace namespace = resolver.namespace(drop.name());
        Optional<Table> table = namespace.table(drop.name().last());
        if (table.isEmpty() && drop.ifExists()) {
            return;
        }
        if (resolver.table(drop.name()).isView() != drop.view()) {
            throw new SqlException(ddlFailure("InvalidOperationException", "%s is %s view".formatted(drop.name(), drop.view() ? "not a" : "a")));
        }
        namespace.dropTable(drop.name().last());
    }

    private static void addPartitions(Table table, Statement.AddPartitions add)
    {
        List<PartitionKey> keys = add.partitions().stream()
                .map(table::key)
                .collect(toImmutableList());
        for (PartitionKey key : keys) {
            if (!add.ifNotExists() && table.partition(key).isPresent()) {
                throw new SqlException(ddlFailure("AlreadyExistsException", "Partition already exists, existed values: %s".formatted(key.values())));
            }
        }
        requirePartitioned(table, add.name());
        keys.forEach(table::addPartition);
    }

    private static void dropPartitions(Table table, Statement.DropPartitions drop)
    {
        requirePartitioned(table, drop.name());
        List<PartitionKey> keys = drop.partitions().stream()
                .map(table::key)
                .collect(toImmutableList());
        for (PartitionKey key : keys) {
            if (!drop.ifExists() && table.partition(key).isEmpty()) {
                throw noSuchPartition(key);
            }
        }
        keys.forEach(table::dropPartition);
    }

    private static void requirePartitioned(Table table, QualifiedName name)
    {
        if (!table.isPartitioned()) {
            throw new SqlException(ddlFailure("InvalidOperationException", "table %s is not a partitioned table".formatted(name)));
        }
    }

    private static void dropColumns(Table table, List<String> columns)
    {
        List<String> names = columns.stream()
                .map(name -> existingColumn(table, name).name())
                .collect(toImmutableList());
        table.alter(definition -> definition.withColumns(definition.columns().stream()
                .filter(column -> !names.contains(column.name()))
                .collect(toImmutableList())));
    }

    private static void changeColumn(Table table, Statement.ChangeColumn change)
    {
        Column old = existingColumn(table, change.column());
        Column changed = old;
        if (change.newName().isPresent()) {
            changed = changed.withName(change.newName().get());
        }
        if (change.type().isPresent()) {
            if (!TypeChanges.isAllowed(old.type(), change.type().get())) {
                throw new SqlException(ddlFailure("InvalidOperationException", "column %s cannot be changed from %s to %s".formatted(old.name(), old.type().text(), change.type().get().text())));
            }
            changed = changed.withType(change.type().get());
        }
        if (change.comment().isPresent()) {
            changed = changed.withComment(change.comment().get());
        }
        if (change.nullable().isPresent()) {
            changed = changed.withNullable(change.nullable().get());
        }
        Column target = changed;
        table.alter(definition -> definition.withColumns(definition.columns().stream()
                .map(column -> column.id() == target.id() ? target : column)
                .collect(toImmutableList())));
    }

    private static Column existingColumn(Table table, String name)
    {
        return table.column(name)
                .orElseThrow(() -> new SqlException("ODPS-0130071: Semantic analysis exception - column %s cannot be resolved".formatted(name)));
    }

    private static void renameTable(TableResolver resolver, Statement.RenameTable rename)
    {
        Namespace namespace = resolver.namespace(rename.name());
        // an error when there is none
        resolver.table(rename.name());
        if (!namespace.renameTable(rename.name().last(), rename.newName())) {
            throw new SqlException(ddlFailure("AlreadyExistsException", "Table %s already exists".formatted(rename.newName())));
        }
    }

    private static void truncate(Table table, Statement.Truncate truncate)
    {
        if (truncate.partitions().isEmpty()) {
            if (table.isPartitioned()) {
                throw new SqlException("ODPS-0130071: Semantic analysis exception - table %s is partitioned, TRUNCATE needs its partitions".formatted(truncate.name()));
            }
            table.truncate();
            return;
        }
        List<PartitionKey> keys = truncate.partitions().stream()
                .map(table::key)
                .collect(toImmutableList());
        for (PartitionKey key : keys) {
            table.partition(key).orElseThrow(() -> noSuchPartition(key)).commit(ImmutableList.of(), true);
        }
    }

    private static void createSchema(TableResolver resolver, Statement.CreateSchema create)
    {
        Project owner = resolver.schemaOwner(create.name());
        if (!owner.addNamespace(new Namespace(create.name().last(), create.comment())) && !create.ifNotExists()) {
            throw new SqlException(ddlFailure("AlreadyExistsException", "Schema %s already exists".formatted(create.name())));
        }
    }

    private static void dropSchema(TableResolver resolver, Statement.DropSchema drop)
    {
        Project owner = resolver.schemaOwner(drop.name());
        Optional<Namespace> namespace = owner.namespace(drop.name().last());
        if (namespace.isEmpty()) {
            if (drop.ifExists()) {
                return;
            }
            throw new SqlException("ODPS-0422155: Schema not found - %s.%s".formatted(owner.name(), drop.name().last().toLowerCase(Locale.ENGLISH)));
        }
        if (!namespace.get().tables().isEmpty()) {
            throw new SqlException(ddlFailure("InvalidOperationException", "schema %s is not empty".formatted(drop.name())));
        }
        owner.dropNamespace(drop.name().last());
    }

    private static SqlException tableExists(QualifiedName name)
    {
        return new SqlException(ddlFailure("AlreadyExistsException", "Table %s already exists".formatted(name)));
    }

    private static SqlException noSuchPartition(PartitionKey key)
    {
        return new SqlException(ddlFailure("NoSuchObjectException", "partition not found, values: %s".formatted(key.values())));
    }

    private static String ddlFailure(String exception, String message)
    {
        return format("ODPS-0110061: Failed to run ddltask - %s(message:%s)", exception, message);
    }
}
