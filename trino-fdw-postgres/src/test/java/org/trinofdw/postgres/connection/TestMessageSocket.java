package org.trinofdw.postgres.connection;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PgConnection;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the driver and the server do with {@link ServerMessages}.
 */
final class TestMessageSocket
{
    private static final int ROWS = 30_000;
    /** The server tells of something amid the rows, as it may at any time. */
    private static final String COPY = "COPY (SELECT CASE WHEN tell(i) THEN i END FROM generate_series(1, %s) i) TO STDOUT".formatted(ROWS);
    private static final String TELL = "CREATE FUNCTION tell(i integer) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN IF i % 1000 = 0 THEN RAISE NOTICE 'at %', i; END IF; RETURN true; END $$";

    @ParameterizedTest
    @ValueSource(strings = {"disable", "prefer"})
    void testRowsPastTheDriver(String sslMode)
            throws Exception
    {
        try (TestingPostgresServer server = TestingPostgresServer.start()) {
            server.execute(TELL);
            try (Connection connection = connect(server, sslMode)) {
                // a connection serves many scans
                for (int scan = 0; scan < 3; scan++) {
                    int past = copy(connection);
                    // the driver reads a row with each notice, and what the format has at its ends is none
                    assertThat(past).isBetween(ROWS - 2 * ROWS / 1000, ROWS);
                }
            }
        }
    }

    @Test
    void testDriverAloneReadsWhatIsEncrypted()
            throws Exception
    {
        try (TestingPostgresServer server = TestingPostgresServer.builder().requireEncryption().start()) {
            server.execute(TELL);
            try (Connection connection = connect(server, "require")) {
                assertThat(copy(connection)).isZero();
            }
        }
    }

    /**
     * @return how many rows were read past the driver
     */
    private static int copy(Connection connection)
            throws SQLException
    {
        ServerMessages messages = MessageSocket.messages(connection).orElseThrow();
        messages.share();
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(COPY);
        List<String> rows = new ArrayList<>();
        int past = 0;
        while (true) {
            if (messages.nextRow(() -> {})) {
                rows.add(new String(messages.rowBytes(), messages.rowStart(), messages.rowEnd() - messages.rowStart(), US_ASCII).strip());
                past++;
                continue;
            }
            byte[] row = copy.readFromCopy();
            if (row == null) {
                break;
            }
            rows.add(new String(row, US_ASCII).strip());
        }
        messages.unshare();
        assertThat(rows).isEqualTo(IntStream.rangeClosed(1, ROWS).mapToObj(String::valueOf).toList());
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT sum(i) FROM generate_series(1, 1000) i")) {
            assertThat(result.next()).isTrue();
            assertThat(result.getLong(1)).isEqualTo(500_500);
        }
        return past;
    }

    private static Connection connect(TestingPostgresServer server, String sslMode)
            throws SQLException
    {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(server.jdbcUrl());
        dataSource.setUser(server.user());
        dataSource.setPassword(server.password());
        dataSource.setSslMode(sslMode);
        dataSource.setSocketFactory(InterruptibleSocketFactory.class.getName());
        return dataSource.getConnection().unwrap(PgConnection.class);
    }
}
