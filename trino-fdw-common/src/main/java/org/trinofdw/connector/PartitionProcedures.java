package org.trinofdw.connector;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import io.trino.spi.classloader.ThreadContextClassLoader;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.connector.TableNotFoundException;
import io.trino.spi.procedure.Procedure;
import io.trino.spi.procedure.Procedure.Argument;
import org.trinofdw.ddl.DeclaredPartitionEditor;
import org.trinofdw.ddl.DeclaredPartitionEditor.Difference;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.RemotePartitionLister;

import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;

import static io.airlift.slice.Slices.utf8Slice;
import static io.trino.spi.StandardErrorCode.INVALID_PROCEDURE_ARGUMENT;
import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.lang.invoke.MethodHandles.lookup;
import static java.lang.invoke.MethodType.methodType;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;

/**
 * {@code add_partition}, {@code drop_partition} and {@code sync_partitions} for partitions that are declared inside their foreign table. They change the
 * definition, never the remote table.
 */
final class PartitionProcedures
        implements ProcedureGroup
{
    private static final MethodHandle ADD;
    private static final MethodHandle DROP;
    private static final MethodHandle SYNCHRONIZE;

    static {
        try {
            ADD = lookup().findVirtual(PartitionProcedures.class, "addPartition", methodType(void.class, String.class, String.class, String.class));
            DROP = lookup().findVirtual(PartitionProcedures.class, "dropPartition", methodType(void.class, String.class, String.class, String.class));
            SYNCHRONIZE = lookup().findVirtual(PartitionProcedures.class, "syncPartitions", methodType(void.class, ConnectorSession.class, String.class, String.class, String.class, Boolean.class));
        }
        catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private final ForeignCatalog foreignCatalog;
    private final DeclaredPartitionEditor editor;
    private final Optional<RemotePartitionLister> lister;
    private final Notices notices;

    @Inject
    PartitionProcedures(ForeignCatalog foreignCatalog, DeclaredPartitionEditor editor, Optional<RemotePartitionLister> lister, Notices notices)
    {
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
        this.editor = requireNonNull(editor, "editor is null");
        this.lister = requireNonNull(lister, "lister is null");
        this.notices = requireNonNull(notices, "notices is null");
    }

    @Override
    public List<Procedure> procedures()
    {
        Argument schema = new Argument("SCHEMA_NAME", VARCHAR);
        Argument table = new Argument("TABLE_NAME", VARCHAR);
        return ImmutableList.of(
                new Procedure("system", "add_partition", ImmutableList.of(schema, table, new Argument("PARTITION", VARCHAR)), ADD.bindTo(this)),
                new Procedure("system", "drop_partition", ImmutableList.of(schema, table, new Argument("PARTITION", VARCHAR)), DROP.bindTo(this)),
                new Procedure("system", "sync_partitions", ImmutableList.of(schema, table, new Argument("MODE", VARCHAR, false, utf8Slice("FULL")), new Argument("DRY_RUN", BOOLEAN, false, true)), SYNCHRONIZE.bindTo(this)));
    }

    void addPartition(String schema, String table, String partition)
    {
        try (ThreadContextClassLoader _ = new ThreadContextClassLoader(getClass().getClassLoader())) {
            editor.add(name(schema, table), required("partition", partition));
        }
    }

    void dropPartition(String schema, String table, String partition)
    {
        try (ThreadContextClassLoader _ = new ThreadContextClassLoader(getClass().getClassLoader())) {
            editor.drop(name(schema, table), required("partition", partition));
        }
    }

    /**
     * Makes the declared partitions those that the remote table has.
     *
     * @param mode ADD what is missing, DROP what is unmatched, or FULL for both
     * @param dryRun only tells what would be done, in system.warnings
     */
    void syncPartitions(ConnectorSession session, String schema, String table, String mode, Boolean dryRun)
    {
        try (ThreadContextClassLoader _ = new ThreadContextClassLoader(getClass().getClassLoader())) {
            SchemaTableName name = name(schema, table);
            ForeignTable definition = foreignCatalog.table(name).orElseThrow(() -> new TableNotFoundException(name));
            RemotePartitionLister remote = lister.orElseThrow(() -> new TrinoException(NOT_SUPPORTED, "foreign data wrapper \"%s\" has no declared partitions; its partitions are tables of their own".formatted(foreignCatalog.optionTable().wrapperName())));
            Difference difference = selected(DeclaredPartitionEditor.compare(definition, remote.listPartitions(session, definition)), required("mode", mode));
            boolean dry = dryRun == null || dryRun;
            if (!dry) {
                editor.apply(name, difference);
            }
            ImmutableList.Builder<String> messages = ImmutableList.builder();
            difference.missing().forEach(values -> messages.add("%s partition %s of %s, which the remote table has".formatted(dry ? "would add" : "added", DeclaredPartitionEditor.path(definition, values), name)));
            difference.unmatched().forEach(values -> messages.add("%s partition %s of %s, which the remote table does not have".formatted(dry ? "would drop" : "dropped", DeclaredPartitionEditor.path(definition, values), name)));
            notices.add(session, messages.build());
        }
    }

    private static Difference selected(Difference difference, String mode)
    {
        return switch (mode.toUpperCase(ENGLISH)) {
            case "FULL" -> difference;
            case "ADD" -> new Difference(difference.missing(), ImmutableList.of());
            case "DROP" -> new Difference(ImmutableList.of(), difference.unmatched());
            default -> throw new TrinoException(INVALID_PROCEDURE_ARGUMENT, "mode must be ADD, DROP or FULL, not \"%s\"".formatted(mode));
        };
    }

    private static SchemaTableName name(String schema, String table)
    {
        return new SchemaTableName(required("schema_name", schema), required("table_name", table));
    }

    private static String required(String argument, String value)
    {
        if (value == null) {
            throw new TrinoException(INVALID_PROCEDURE_ARGUMENT, argument + " cannot be null");
        }
        return value;
    }
}
