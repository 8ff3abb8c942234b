package org.trinofdw.postgres.connection;

import com.google.common.collect.ImmutableMap;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.trinofdw.handle.FdwTableCredentials;
import org.trinofdw.option.EffectiveOptions;
import org.trinofdw.option.Option;
import org.trinofdw.option.Options;
import org.trinofdw.postgres.option.PostgresOptions;
import org.trinofdw.postgres.option.SslMode;

import javax.sql.DataSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * What it takes to connect: the options of a server and a user mapping in the words of the JDBC driver.
 */
final class ConnectionSettings
{
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(1);
    private static final Duration ACQUIRE_TIMEOUT = Duration.ofSeconds(60);

    private static final Map<PGProperty, Option<String>> TEXT_PROPERTIES = ImmutableMap.<PGProperty, Option<String>>builder()
            .put(PGProperty.OPTIONS, PostgresOptions.OPTIONS)
            .put(PGProperty.SSL_NEGOTIATION, PostgresOptions.SSLNEGOTIATION)
            .put(PGProperty.SSL_ROOT_CERT, PostgresOptions.SSLROOTCERT)
            .put(PGProperty.SSL_CERT, PostgresOptions.SSLCERT)
            .put(PGProperty.SSL_KEY, PostgresOptions.SSLKEY)
            .put(PGProperty.SSL_PASSWORD, PostgresOptions.SSLPASSWORD)
            .put(PGProperty.CHANNEL_BINDING, PostgresOptions.CHANNEL_BINDING)
            .put(PGProperty.REQUIRE_AUTH, PostgresOptions.REQUIRE_AUTH)
            .put(PGProperty.GSS_ENC_MODE, PostgresOptions.GSSENCMODE)
            .put(PGProperty.KERBEROS_SERVER_NAME, PostgresOptions.KRBSRVNAME)
            .put(PGProperty.SERVICE, PostgresOptions.SERVICE)
            .put(PGProperty.USER, PostgresOptions.USER)
            .put(PGProperty.PASSWORD, PostgresOptions.PASSWORD)
            .buildOrThrow();

    private final EffectiveOptions options;

    private ConnectionSettings(EffectiveOptions options)
    {
        this.options = requireNonNull(options, "options is null");
    }

    static ConnectionSettings of(FdwTableCredentials credentials)
    {
        Options mapping = credentials.userMapping().map(found -> Options.fromValidated(found.options())).orElse(Options.EMPTY);
        return new ConnectionSettings(EffectiveOptions.of(mapping, Options.fromValidated(credentials.server().options())));
    }

    int maxConnections()
    {
        return options.require(PostgresOptions.MAX_CONNECTIONS);
    }

    Duration idleTimeout()
    {
        return IDLE_TIMEOUT;
    }

    /** How long a query waits for a connection when all of the pool are in use. */
    Duration acquireTimeout()
    {
        return ACQUIRE_TIMEOUT;
    }

    DataSource dataSource()
    {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setServerNames(options.get(PostgresOptions.HOSTADDR).orElseGet(() -> options.require(PostgresOptions.HOST)).split(",", -1));
        dataSource.setPortNumbers(ports());
        options.get(PostgresOptions.DBNAME).or(() -> options.get(PostgresOptions.USER)).ifPresent(dataSource::setDatabaseName);
        dataSource.setTcpKeepAlive(options.require(PostgresOptions.KEEPALIVES));
        dataSource.setSslMode(options.get(PostgresOptions.SSLMODE).orElse(SslMode.PREFER).text());
        dataSource.setTargetServerType(options.require(PostgresOptions.TARGET_SESSION_ATTRS).targetServerType());
        dataSource.setConnectTimeout((int) options.require(PostgresOptions.CONNECT_TIMEOUT).roundTo(SECONDS));
        dataSource.setApplicationName(options.get(PostgresOptions.APPLICATION_NAME).orElse("trino-fdw"));
        dataSource.setLoadBalanceHosts(options.get(PostgresOptions.LOAD_BALANCE_HOSTS).map("random"::equals).orElse(false));
        TEXT_PROPERTIES.forEach((property, option) -> options.get(option).ifPresent(value -> dataSource.setProperty(property, value)));
        return dataSource;
    }

    private int[] ports()
    {
        return Arrays.stream(options.require(PostgresOptions.PORT).split(",", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
