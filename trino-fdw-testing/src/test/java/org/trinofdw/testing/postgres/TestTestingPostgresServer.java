package org.trinofdw.testing.postgres;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestTestingPostgresServer
{
    @Test
    void testLifecycle()
            throws Exception
    {
        Path directory;
        String url;
        try (TestingPostgresServer server = TestingPostgresServer.builder().setting("work_mem", "5MB").start()) {
            directory = server.dataDirectory();
            url = server.jdbcUrl();
            server.execute("CREATE TABLE t (x int); INSERT INTO t VALUES (42)");
            assertThat(query(server, "SELECT x FROM t")).isEqualTo("42");
            assertThat(query(server, "SHOW work_mem")).isEqualTo("5MB");
            assertThat(query(server, "SHOW fsync")).isEqualTo("off");
            assertThat(query(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(server, "SHOW max_prepared_transactions")).isEqualTo("100");
            assertThat(query(server, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(directory).exists();
        }
        assertThat(directory).doesNotExist();
        assertThatThrownBy(() -> DriverManager.getConnection(url, "postgres", "")).isInstanceOf(SQLException.class);
    }

    @Test
    void testPasswords()
            throws Exception
    {
        try (TestingPostgresServer server = TestingPostgresServer.builder().requirePasswords().start()) {
            server.execute("CREATE ROLE alice LOGIN PASSWORD 'right'");
            try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), "alice", "right")) {
                assertThat(connection.isValid(10)).isTrue();
            }
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), "alice", "wrong"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    private static String query(TestingPostgresServer server, String sql)
            throws SQLException
    {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet resultSet = statement.executeQuery(sql)) {
            assertThat(resultSet.next()).isTrue();
            return resultSet.getString(1);
        }
    }
}
