package org.trinofdw.connector;

import com.google.common.collect.ImmutableList;
import io.airlift.slice.Slice;
import io.trino.plugin.base.classloader.ClassLoaderSafeConnectorMetadata;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorInsertTableHandle;
import io.trino.spi.connector.ConnectorMergeTableHandle;
import io.trino.spi.connector.ConnectorOutputMetadata;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.RetryMode;
import io.trino.spi.predicate.NullableValue;
import io.trino.spi.statistics.ComputedStatistics;
import org.trinofdw.ddl.DefaultExpression;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.handle.FdwColumnHandle;
import org.trinofdw.handle.FdwTableHandle;
import org.trinofdw.handle.FdwWritableTableHandle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;

/**
 * Gives the columns that an INSERT into a foreign table leaves out the values of their DEFAULT (CREATE FOREIGN TABLE, "DEFAULT default_expr"). Columns
 * without one are left to the remote table.
 */
final class DefaultsMetadata
        extends ClassLoaderSafeConnectorMetadata
{
    private final FdwMetadata metadata;

    DefaultsMetadata(FdwMetadata metadata)
    {
        super(metadata, DefaultsMetadata.class.getClassLoader());
        this.metadata = metadata;
    }

    @Override
    public ConnectorInsertTableHandle beginInsert(ConnectorSession session, ConnectorTableHandle tableHandle, List<ColumnHandle> columns, RetryMode retryMode)
    {
        FdwTableHandle table = (FdwTableHandle) tableHandle;
        Optional<ForeignTable> definition = metadata.definition(table);
        if (definition.isEmpty()) {
            return super.beginInsert(session, tableHandle, columns, retryMode);
        }
        Map<String, ColumnHandle> handles = getColumnHandles(session, tableHandle);
        Set<ColumnHandle> given = new HashSet<>(columns);
        List<ColumnHandle> written = new ArrayList<>(columns);
        ImmutableList.Builder<NullableValue> defaults = ImmutableList.builder();
        for (ForeignColumn column : definition.get().columns()) {
            FdwColumnHandle handle = (FdwColumnHandle) handles.get(column.name());
            checkGenerated(table, column, handle, given.contains(handle) && supportsMissingColumnsOnInsert());
            DefaultExpression.of(column).filter(_ -> !given.contains(handle) || !supportsMissingColumnsOnInsert()).ifPresent(expression -> {
                if (given.contains(handle)) {
                    // the engine has put the default into the rows if it is a literal, and null if not
                    checkLiteral(table, column, expression);
                    return;
                }
                written.add(handle);
                defaults.add(expression.evaluate(session).orElseThrow(() -> notComputed(table, column, expression)));
            });
        }
        ConnectorInsertTableHandle target = super.beginInsert(session, tableHandle, written, retryMode);
        List<NullableValue> values = defaults.build();
        return values.isEmpty() ? target : new DefaultsWriteHandle(target, table.name(), table.server(), ((FdwWritableTableHandle) target).servers(), values);
    }

    @Override
    public Optional<ConnectorOutputMetadata> finishInsert(
            ConnectorSession session,
            ConnectorInsertTableHandle insertHandle,
            List<ConnectorTableHandle> sourceTableHandles,
            Collection<Slice> fragments,
            Collection<ComputedStatistics> computedStatistics)
    {
        ConnectorInsertTableHandle target = insertHandle instanceof DefaultsWriteHandle defaults ? defaults.target() : insertHandle;
        return super.finishInsert(session, target, sourceTableHandles, fragments, computedStatistics);
    }

    /** The engine puts defaults into the rows of a MERGE, as far as they are literals. */
    @Override
    public ConnectorMergeTableHandle beginMerge(ConnectorSession session, ConnectorTableHandle tableHandle, Map<Integer, Collection<ColumnHandle>> updateCaseColumns, RetryMode retryMode)
    {
        FdwTableHandle table = (FdwTableHandle) tableHandle;
        metadata.definition(table).ifPresent(definition -> {
            Map<String, ColumnHandle> handles = getColumnHandles(session, tableHandle);
            for (ForeignColumn column : definition.columns()) {
                checkGenerated(table, column, (FdwColumnHandle) handles.get(column.name()), false);
                DefaultExpression.of(column).ifPresent(expression -> checkLiteral(table, column, expression));
            }
        });
        return super.beginMerge(session, tableHandle, updateCaseColumns, retryMode);
    }

    /** Generated columns are computed on write; a wrapper cannot compute them, the remote table can. */
    private static void checkGenerated(FdwTableHandle table, ForeignColumn column, FdwColumnHandle handle, boolean given)
    {
        if (column.generationExpression().isEmpty()) {
            return;
        }
        if (given) {
            throw new TrinoException(NOT_SUPPORTED, "column \"%s\" of %s is generated and cannot be written; leave it out of the column list".formatted(column.name(), table.name()));
        }
        if (!handle.generatedRemotely()) {
            throw new TrinoException(NOT_SUPPORTED, "column \"%s\" of %s is GENERATED ALWAYS AS (%s), which only the remote table can compute, and there it is an ordinary column; make it a generated column there, or drop the clause".formatted(
                    column.name(),
                    table.name(),
                    column.generationExpression().get()));
        }
    }

    private static void checkLiteral(FdwTableHandle table, ForeignColumn column, DefaultExpression expression)
    {
        if (expression.literal().isEmpty()) {
            throw notComputed(table, column, expression);
        }
    }

    private static TrinoException notComputed(FdwTableHandle table, ForeignColumn column, DefaultExpression expression)
    {
        return new TrinoException(NOT_SUPPORTED, "column \"%s\" of %s has DEFAULT %s, which only the remote server can compute; give the column a value, or drop its default to have that of the remote column".formatted(
                column.name(),
                table.name(),
                expression.text()));
    }
}
