package org.trinofdw.connector;

import io.trino.spi.connector.ConnectorSession;
import org.trinofdw.handle.FdwTableHandle;

/**
 * Runs texts that a user wrote in the language of the remote server. A wrapper that has one installs {@link PassThroughModule}.
 */
public interface PassThrough
{
    /**
     * The result of a query as a table, whose columns are found without running the query.
     *
     * @throws io.trino.spi.TrinoException INVALID_FUNCTION_ARGUMENT if the text is not one query
     */
    FdwTableHandle query(ConnectorSession session, String sql);

    /** Runs statements and throws their results away. */
    void execute(ConnectorSession session, String sql);
}
