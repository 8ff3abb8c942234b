package org.trinofdw.connector.warning;

import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.SchemaTableName;
import io.trino.testing.TestingConnectorSession;
import org.junit.jupiter.api.Test;
import org.trinofdw.handle.FdwColumnHandle;
import org.trinofdw.handle.FdwTableHandle;
import org.trinofdw.split.QueryWarnings;
import org.trinofdw.split.TableWarning;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

final class TestWarningChannel
{
    private static final SchemaTableName TABLE = new SchemaTableName("public", "sparse");
    private static final TableWarning WARNING = TableWarning.unmatchedPartitions(TABLE, "the remote side", List.of("p1"));

    @Test
    void testForgetsQueriesThatHaveEnded()
    {
        QueryWarnings queryWarnings = new QueryWarnings();
        WarningChannel channel = new WarningChannel((_, _) -> List.of(WARNING), queryWarnings);
        ConnectorSession ended = TestingConnectorSession.builder().build();
        ConnectorSession running = TestingConnectorSession.builder().build();
        for (ConnectorSession session : List.of(ended, running)) {
            channel.tableOpened(session, new Handle());
            assertThat(channel.mayFilter(session.getQueryId(), TABLE)).isTrue();
        }

        channel.queryEnded(ended.getQueryId());

        assertThat(channel.warnings(ended.getQueryId(), TABLE)).isEmpty();
        assertThat(channel.text(ended.getQueryId(), TABLE)).isEmpty();
        assertThat(channel.text(running.getQueryId(), TABLE)).hasValue(WARNING.message());
        // what system.warnings shows outlives the query
        assertThat(queryWarnings.entries()).extracting(QueryWarnings.Entry::queryId).containsExactly(ended.getQueryId(), running.getQueryId());
    }

    private record Handle()
            implements FdwTableHandle
    {
        @Override
        public SchemaTableName name()
        {
            return TABLE;
        }

        @Override
        public String server()
        {
            return "server";
        }

        @Override
        public boolean foreignTable()
        {
            return true;
        }

        @Override
        public List<? extends FdwColumnHandle> columns()
        {
            return List.of();
        }
    }
}
