package org.trinofdw.connector.warning;

import com.google.common.collect.ImmutableList;
import io.trino.plugin.base.security.ForwardingConnectorAccessControl;
import io.trino.spi.connector.ConnectorAccessControl;
import io.trino.spi.connector.ConnectorSecurityContext;
import io.trino.spi.connector.SchemaRoutineName;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.security.ViewExpression;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * Allows what the access control below it allows, and gives tables with warnings a row filter that is always true, see {@link WarningChannel}.
 */
public final class WarningAccessControl
        extends ForwardingConnectorAccessControl
{
    private final ConnectorAccessControl delegate;
    private final WarningChannel channel;
    private final String catalog;

    public WarningAccessControl(ConnectorAccessControl delegate, WarningChannel channel, String catalog)
    {
        this.delegate = requireNonNull(delegate, "delegate is null");
        this.channel = requireNonNull(channel, "channel is null");
        this.catalog = requireNonNull(catalog, "catalog is null");
    }

    @Override
    protected ConnectorAccessControl delegate()
    {
        return delegate;
    }

    // MERGE asks for any of the three, by its cases

    @Override
    public void checkCanInsertIntoTable(ConnectorSecurityContext context, SchemaTableName tableName, Optional<String> branch)
    {
        super.checkCanInsertIntoTable(context, tableName, branch);
        channel.isTarget(queryId(context), tableName);
    }

    @Override
    public void checkCanDeleteFromTable(ConnectorSecurityContext context, SchemaTableName tableName, Optional<String> branch)
    {
        super.checkCanDeleteFromTable(context, tableName, branch);
        channel.isTarget(queryId(context), tableName);
    }

    @Override
    public void checkCanUpdateTableColumns(ConnectorSecurityContext context, SchemaTableName tableName, Optional<String> branch, Set<String> updatedColumnNames)
    {
        super.checkCanUpdateTableColumns(context, tableName, branch, updatedColumnNames);
        channel.isTarget(queryId(context), tableName);
    }

    @Override
    public void checkCanExecuteTableProcedure(ConnectorSecurityContext context, SchemaTableName tableName, String procedure)
    {
        super.checkCanExecuteTableProcedure(context, tableName, procedure);
        channel.isTarget(queryId(context), tableName);
    }

    @Override
    public List<ViewExpression> getRowFilters(ConnectorSecurityContext context, SchemaTableName tableName)
    {
        List<ViewExpression> filters = super.getRowFilters(context, tableName);
        if (!channel.mayFilter(queryId(context), tableName)) {
            return filters;
        }
        return ImmutableList.<ViewExpression>builder()
                .addAll(filters)
                .add(ViewExpression.builder()
                        .expression("%s.%s.%s()".formatted(quoted(catalog), quoted(tableName.getSchemaName()), quoted(tableName.getTableName())))
                        .build())
                .build();
    }

    @Override
    public boolean canExecuteFunction(ConnectorSecurityContext context, SchemaRoutineName function)
    {
        return isWarning(context, function) || super.canExecuteFunction(context, function);
    }

    @Override
    public boolean canCreateViewWithExecuteFunction(ConnectorSecurityContext context, SchemaRoutineName function)
    {
        return isWarning(context, function) || super.canCreateViewWithExecuteFunction(context, function);
    }

    private boolean isWarning(ConnectorSecurityContext context, SchemaRoutineName function)
    {
        return channel.text(queryId(context), new SchemaTableName(function.getSchemaName(), function.getRoutineName())).isPresent();
    }

    private static String queryId(ConnectorSecurityContext context)
    {
        return context.getQueryId().toString();
    }

    private static String quoted(String name)
    {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
