package org.trinofdw.connector.warning;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.trino.plugin.base.classloader.ClassLoaderSafeConnectorMetadata;
import io.trino.spi.connector.ConnectorMetadata;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.ConnectorTableVersion;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.function.BoundSignature;
import io.trino.spi.function.FunctionDependencyDeclaration;
import io.trino.spi.function.FunctionId;
import io.trino.spi.function.FunctionMetadata;
import io.trino.spi.function.SchemaFunctionName;
import io.trino.spi.security.RoleGrant;
import io.trino.spi.security.TrinoPrincipal;
import org.trinofdw.handle.FdwTableHandle;
import org.trinofdw.split.TableWarning;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * Hears which tables a query opens, and describes the functions that carry the warnings about them, see {@link WarningChannel}.
 */
public final class WarningMetadata
        extends ClassLoaderSafeConnectorMetadata
{
    private final WarningChannel channel;

    public WarningMetadata(ConnectorMetadata metadata, WarningChannel channel)
    {
        super(metadata, WarningMetadata.class.getClassLoader());
        this.channel = requireNonNull(channel, "channel is null");
    }

    @Override
    public ConnectorTableHandle getTableHandle(
            ConnectorSession session,
            SchemaTableName tableName,
            Optional<ConnectorTableVersion> startVersion,
            Optional<ConnectorTableVersion> endVersion)
    {
        ConnectorTableHandle handle = super.getTableHandle(session, tableName, startVersion, endVersion);
        if (handle instanceof FdwTableHandle table) {
            channel.tableOpened(session, table);
        }
        return handle;
    }

    @Override
    public void cleanupQuery(ConnectorSession session)
    {
        super.cleanupQuery(session);
        channel.queryEnded(session.getQueryId());
    }

    @Override
    public Collection<FunctionMetadata> getFunctions(ConnectorSession session, SchemaFunctionName name)
    {
        return channel.text(session.getQueryId(), new SchemaTableName(name.schemaName(), name.functionName()))
                .<Collection<FunctionMetadata>>map(warning -> ImmutableList.of(WarningFunction.metadata(name.functionName(), warning)))
                .orElseGet(() -> super.getFunctions(session, name));
    }

    @Override
    public FunctionMetadata getFunctionMetadata(ConnectorSession session, FunctionId functionId)
    {
        return functionId.equals(WarningFunction.ID) ? WarningFunction.metadata(functionId.toString(), "") : super.getFunctionMetadata(session, functionId);
    }

    @Override
    public FunctionDependencyDeclaration getFunctionDependencies(ConnectorSession session, FunctionId functionId, BoundSignature boundSignature)
    {
        return functionId.equals(WarningFunction.ID) ? FunctionDependencyDeclaration.NO_DEPENDENCIES : super.getFunctionDependencies(session, functionId, boundSignature);
    }

    // a catalog with an access control is asked for its roles, so that their tables in information_schema need an answer

    @Override
    public Set<String> listRoles(ConnectorSession session)
    {
        return ImmutableSet.of();
    }

    @Override
    public Set<RoleGrant> listRoleGrants(ConnectorSession session, TrinoPrincipal principal)
    {
        return ImmutableSet.of();
    }

    @Override
    public Set<RoleGrant> listApplicableRoles(ConnectorSession session, TrinoPrincipal principal)
    {
        return ImmutableSet.of();
    }

    @Override
    public Set<String> listEnabledRoles(ConnectorSession session)
    {
        return ImmutableSet.of();
    }

    /** For the UI and for event listeners. */
    @Override
    public Optional<Object> getInfo(ConnectorSession session, ConnectorTableHandle handle)
    {
        return super.getInfo(session, handle).or(() -> {
            List<TableWarning> warnings = channel.warnings(session.getQueryId(), ((FdwTableHandle) handle).name());
            return warnings.isEmpty() ? Optional.empty() : Optional.of(new WarningInfo(warnings.stream().map(TableWarning::message).collect(toImmutableList())));
        });
    }

    /**
     * The warnings about a table that a query reads.
     */
    public record WarningInfo(List<String> warnings)
    {
        public WarningInfo
        {
            warnings = ImmutableList.copyOf(warnings);
        }
    }
}
