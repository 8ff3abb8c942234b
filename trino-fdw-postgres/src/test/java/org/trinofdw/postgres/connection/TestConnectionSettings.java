package org.trinofdw.postgres.connection;

import io.trino.spi.TrinoException;
import org.junit.jupiter.api.Test;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.trinofdw.definition.ForeignServer;
import org.trinofdw.definition.UserMapping;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.option.Options;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.trinofdw.definition.UserMapping.PUBLIC;

/**
 * What the options of a server and of a user mapping become in the driver's words.
 */
final class TestConnectionSettings
{
    private static final Map<String, String> CERTIFICATE_OF_SERVER = Map.of("sslcert", "server.crt", "sslkey", "server.key", "sslmode", "verify-full");

    @Test
    void testMappingBeforeServer()
            throws SQLException
    {
        PGSimpleDataSource server = dataSource(CERTIFICATE_OF_SERVER, "alice", Map.of("password", "x"));
        assertThat(server.getProperty(PGProperty.SSL_CERT)).isEqualTo("server.crt");
        assertThat(server.getProperty(PGProperty.SSL_KEY)).isEqualTo("server.key");
        assertThat(server.getProperty(PGProperty.SSL_PASSWORD)).isNull();
        PGSimpleDataSource mapping = dataSource(CERTIFICATE_OF_SERVER, "alice", Map.of("password", "x", "sslcert", "alice.crt", "sslkey", "alice.key", "sslpassword", "hush"));
        assertThat(mapping.getProperty(PGProperty.SSL_CERT)).isEqualTo("alice.crt");
        assertThat(mapping.getProperty(PGProperty.SSL_KEY)).isEqualTo("alice.key");
        assertThat(mapping.getProperty(PGProperty.SSL_PASSWORD)).isEqualTo("hush");
        assertThat(mapping.getSslMode()).isEqualTo("verify-full");
    }

    @Test
    void testPasswordRequired()
            throws SQLException
    {
        assertThatThrownBy(() -> dataSource(Map.of(), "alice", Map.of("user", "a")))
                .isInstanceOf(TrinoException.class)
                .hasMessage("user mapping of \"alice\" for server \"s\" has no password, and one is required; set its option password, or password_required 'false'");
        assertThatThrownBy(() -> dataSource(Map.of(), PUBLIC, Map.of("user", "a"))).hasMessageContaining("has no password, and one is required");
        assertThat(dataSource(Map.of(), "alice", Map.of("password", "x")).getProperty(PGProperty.REQUIRE_AUTH)).isEqualTo("password,md5,scram-sha-256");
        assertThat(dataSource(Map.of("require_auth", "scram-sha-256"), "alice", Map.of("password", "x")).getProperty(PGProperty.REQUIRE_AUTH)).isEqualTo("scram-sha-256");
        assertThat(dataSource(Map.of(), "alice", Map.of("user", "a", "password_required", "false")).getProperty(PGProperty.REQUIRE_AUTH)).isNull();
    }

    @Test
    void testOperatorsMappingNeedsNoPassword()
            throws SQLException
    {
        FdwTableCredentials credentials = credentials(Map.of(), PUBLIC, Map.of("user", "a"));
        assertThat(((PGSimpleDataSource) ConnectionSettings.of(credentials, "s", Options.EMPTY).dataSource()).getProperty(PGProperty.REQUIRE_AUTH)).isNull();
        FdwTableCredentials required = credentials(Map.of(), PUBLIC, Map.of("user", "a", "password_required", "true"));
        assertThatThrownBy(() -> ConnectionSettings.of(required, "s", Options.EMPTY)).hasMessageContaining("has no password, and one is required");
    }

    /** A pool sets the time to log in by its own lights. */
    @Test
    void testConnectTimeoutIsForTheLogInToo()
    {
        for (String timeout : List.of("25", "0")) {
            PGSimpleDataSource dataSource = dataSource(Map.of("connect_timeout", timeout), "alice", Map.of("password", "x"));
            dataSource.setLoginTimeout(1);
            assertThat(dataSource.getLoginTimeout()).isEqualTo(Integer.parseInt(timeout));
            assertThat(dataSource.getConnectTimeout()).isEqualTo(Integer.parseInt(timeout));
        }
    }

    private static PGSimpleDataSource dataSource(Map<String, String> server, String user, Map<String, String> mapping)
    {
        return (PGSimpleDataSource) ConnectionSettings.of(credentials(server, user, mapping), "another", Options.EMPTY).dataSource();
    }

    private static FdwTableCredentials credentials(Map<String, String> server, String user, Map<String, String> mapping)
    {
        return new FdwTableCredentials(new ForeignServer("s", "postgres_fdw", server), Optional.of(new UserMapping(user, "s", mapping)), Optional.empty());
    }
}
