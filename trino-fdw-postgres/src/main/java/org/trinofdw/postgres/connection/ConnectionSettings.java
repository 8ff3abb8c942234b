package org.trinofdw.postgres.connection;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.TrinoException;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.trinofdw.definition.UserMapping;
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
import java.util.Optional;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.trinofdw.definition.UserMapping.PUBLIC;
import static org.trinofdw.error.FdwErrorCode.INVALID_OPTION;

/**
 * What it takes to connect: the options of a server and a user mapping in the words of the JDBC driver.
 */
final class ConnectionSettings
{
    private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(1);

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

    /** What asks for a password; a server that lets everybody in is refused then. */
    private static final String PASSWORD_METHODS = "password,md5,scram-sha-256";

    private final EffectiveOptions options;
    private final boolean passwordRequired;
    private final String catalog;

    private ConnectionSettings(EffectiveOptions options, boolean passwordRequired, String catalog)
    {
        this.options = requireNonNull(options, "options is null");
        this.passwordRequired = passwordRequired;
        this.catalog = requireNonNull(catalog, "catalog is null");
    }

    /**
     * @param ownServer the server of the catalog; its mapping for everybody is the operator's, of whom no password is required
     * @throws TrinoException INVALID_OPTION if the mapping needs a password and has none
     */
    static ConnectionSettings of(FdwTableCredentials credentials, String ownServer, Options wrapperDefaults)
    {
        Options mapping = credentials.userMapping().map(found -> Options.fromValidated(found.options())).orElse(Options.EMPTY);
        boolean operators = credentials.server().name().equals(ownServer) && credentials.userMapping().map(UserMapping::user).filter(PUBLIC::equals).isPresent();
        boolean passwordRequired = mapping.get(PostgresOptions.PASSWORD_REQUIRED).orElse(!operators);
        if (passwordRequired && !mapping.contains(PostgresOptions.PASSWORD)) {
            throw new TrinoException(INVALID_OPTION, "user mapping of \"%s\" for server \"%s\" has no password, and one is required; set its option password, or password_required 'false'".formatted(
                    credentials.userMapping().map(UserMapping::user).orElse(PUBLIC),
                    credentials.server().name()));
        }
        return new ConnectionSettings(EffectiveOptions.of(mapping, Options.fromValidated(credentials.server().options()), wrapperDefaults), passwordRequired, ownServer);
    }

    boolean keepConnections()
    {
        return options.require(PostgresOptions.KEEP_CONNECTIONS);
    }

    ApplicationName applicationName()
    {
        return new ApplicationName(options.get(PostgresOptions.APPLICATION_NAME).orElse(ApplicationName.DEFAULT), catalog, ProcessHandle.current().pid());
    }

    int maxConnections()
    {
        return options.require(PostgresOptions.MAX_CONNECTIONS);
    }

    Duration idleTimeout()
    {
        return IDLE_TIMEOUT;
    }

    DataSource dataSource()
    {
        PGSimpleDataSource dataSource = new TimedLoginDataSource((int) options.require(PostgresOptions.CONNECT_TIMEOUT).roundTo(SECONDS));
        dataSource.setServerNames(options.get(PostgresOptions.HOSTADDR).orElseGet(() -> options.require(PostgresOptions.HOST)).split(",", -1));
        dataSource.setPortNumbers(ports());
        options.get(PostgresOptions.DBNAME).or(() -> options.get(PostgresOptions.USER)).ifPresent(dataSource::setDatabaseName);
        dataSource.setTcpKeepAlive(options.require(PostgresOptions.KEEPALIVES));
        dataSource.setSslMode(options.get(PostgresOptions.SSLMODE).orElse(SslMode.PREFER).text());
        dataSource.setTargetServerType(options.require(PostgresOptions.TARGET_SESSION_ATTRS).targetServerType());
        dataSource.setProperty(PGProperty.SOCKET_FACTORY, InterruptibleSocketFactory.class.getName());
        dataSource.setApplicationName(applicationName().expand(Optional.empty()));
        dataSource.setLoadBalanceHosts(options.get(PostgresOptions.LOAD_BALANCE_HOSTS).map("random"::equals).orElse(false));
        if (passwordRequired) {
            // before the option require_auth, which goes before it
            dataSource.setProperty(PGProperty.REQUIRE_AUTH, PASSWORD_METHODS);
        }
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
