package org.trinofdw.maxcompute.connector;

import com.google.inject.Inject;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorSession;
import org.trinofdw.connector.PassThrough;
import org.trinofdw.maxcompute.client.DownloadSession;
import org.trinofdw.maxcompute.client.DownloadSource;
import org.trinofdw.maxcompute.client.MaxComputeClient;
import org.trinofdw.maxcompute.connector.MaxComputeTables.LiveProject;
import org.trinofdw.maxcompute.definition.RemoteCatalog;
import org.trinofdw.maxcompute.handle.MaxComputeTableHandle;
import org.trinofdw.maxcompute.handle.RemoteQuery;
import org.trinofdw.maxcompute.handle.SqlStatement;

import java.util.List;

import static io.trino.spi.StandardErrorCode.INVALID_ARGUMENTS;
import static java.util.Objects.requireNonNull;

/**
 * Runs texts that are written for MaxCompute, as instances of the catalog's project. Statements run one after another; those before one that fails stay done.
 */
final class MaxComputePassThrough
        implements PassThrough
{
    private final MaxComputeTables tables;
    private final RemoteCatalog remoteCatalog;

    @Inject
    MaxComputePassThrough(MaxComputeTables tables, RemoteCatalog remoteCatalog)
    {
        this.tables = requireNonNull(tables, "tables is null");
        this.remoteCatalog = requireNonNull(remoteCatalog, "remoteCatalog is null");
    }

    /**
     * The result of a query without its rows tells the columns.
     */
    @Override
    public MaxComputeTableHandle query(ConnectorSession session, String sql)
    {
        RemoteQuery query = RemoteQuery.parse(sql);
        LiveProject project = tables.queryProject(session);
        MaxComputeClient client = project.client();
        String instance = client.sql(project.name()).run(project.name(), query.limited(0), project.hasSchemas());
        DownloadSession result = client.tunnel(project.name()).createDownloadSession(new DownloadSource.QueryRows(project.name(), instance));
        return tables.query(session, project, query, result.schema().columns());
    }

    @Override
    public void execute(ConnectorSession session, String sql)
    {
        List<SqlStatement> statements = SqlStatement.parse(sql);
        if (statements.isEmpty()) {
            throw new TrinoException(INVALID_ARGUMENTS, "There is no statement to execute");
        }
        LiveProject project = tables.queryProject(session);
        try {
            for (SqlStatement statement : statements) {
                project.client().sql(project.name()).run(project.name(), new SqlStatement(statement.settings(), statement.text() + "\n;"), project.hasSchemas());
            }
        }
        finally {
            remoteCatalog.flush();
        }
    }
}
