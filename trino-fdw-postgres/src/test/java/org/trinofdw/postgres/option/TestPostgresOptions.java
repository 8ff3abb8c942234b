package org.trinofdw.postgres.option;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.trinofdw.option.Option;
import org.trinofdw.option.OptionLevel;
import org.trinofdw.option.OptionTable;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every option of libpq and of postgres_fdw, PostgreSQL 11 to 18, with those of Greenplum and Cloudberry, is an option here at the levels that its
 * document gives it, or is refused with a reason.
 */
final class TestPostgresOptions
{
    private static final OptionTable OPTIONS = PostgresOptions.OPTION_TABLE;

    @ParameterizedTest
    @CsvSource({
            // PostgreSQL, postgres_fdw: FDW Options
            "user,USER_MAPPING",
            "password,USER_MAPPING",
            "sslpassword,USER_MAPPING",
            "sslcert,SERVER USER_MAPPING",
            "sslkey,SERVER USER_MAPPING",
            "password_required,USER_MAPPING",
            "use_scram_passthrough,SERVER USER_MAPPING",
            "schema_name,TABLE",
            "table_name,TABLE",
            "column_name,COLUMN",
            "use_remote_estimate,SERVER TABLE",
            "fdw_startup_cost,SERVER",
            "fdw_tuple_cost,SERVER",
            "analyze_sampling,SERVER TABLE",
            "extensions,SERVER",
            "fetch_size,SERVER TABLE",
            "batch_size,SERVER TABLE",
            "async_capable,SERVER TABLE",
            "parallel_commit,SERVER",
            "parallel_abort,SERVER",
            "updatable,SERVER TABLE",
            "truncatable,SERVER TABLE",
            "keep_connections,SERVER",
            "restore_stats,SERVER TABLE",
            "import_collate,IMPORT",
            "import_default,IMPORT",
            "import_generated,IMPORT",
            "import_not_null,IMPORT",
            "application_name,SERVER",
            // libpq, Connection Parameters
            "host,SERVER",
            "hostaddr,SERVER",
            "port,SERVER",
            "dbname,SERVER",
            "connect_timeout,SERVER",
            "options,SERVER",
            "keepalives,SERVER",
            "sslmode,SERVER",
            "sslnegotiation,SERVER",
            "sslrootcert,SERVER",
            "channel_binding,SERVER",
            "require_auth,SERVER",
            "target_session_attrs,SERVER",
            "load_balance_hosts,SERVER",
            "gssencmode,SERVER",
            "krbsrvname,SERVER",
            "service,SERVER",
            // Cloudberry and Greenplum
            "mpp_execute,WRAPPER SERVER TABLE",
            "num_segments,SERVER TABLE",
    })
    void testHonoured(String name, String levels)
    {
        Optional<Option<?>> option = OPTIONS.find(name);
        assertThat(option).isPresent();
        assertThat(option.get().refusal()).isEmpty();
        assertThat(option.get().document()).isNotEmpty();
        Set<OptionLevel> expected = Arrays.stream(levels.split(" ")).map(OptionLevel::valueOf).collect(toSet());
        assertThat(option.get().levels()).containsAll(expected);
        // beside the levels of the document an option may only be a default of the wrapper or a session property
        assertThat(option.get().levels()).isSubsetOf(union(expected, OptionLevel.WRAPPER, OptionLevel.SESSION));
    }

    @ParameterizedTest
    @CsvSource({
            "passfile", "tcp_user_timeout", "keepalives_idle", "keepalives_interval", "keepalives_count", "sslcrl", "sslcrldir", "sslcompression", "sslsni",
            "sslcertmode", "ssl_min_protocol_version", "ssl_max_protocol_version", "requirepeer", "gsslib", "replication", "client_encoding",
            "fallback_application_name", "min_protocol_version", "max_protocol_version", "gssdelegation", "oauth_issuer", "oauth_client_id",
            "oauth_client_secret", "oauth_scope", "scram_client_key", "scram_server_key", "multi_hosts", "multi_ports", "sslkeylogfile", "servicefile", "remotely_inherited",
    })
    void testRefused(String name)
    {
        Option<?> option = OPTIONS.find(name).orElseThrow();
        assertThat(option.refusal()).as(name).isPresent();
        for (OptionLevel level : option.levels()) {
            assertThat(OPTIONS.problem(level, name, "x")).contains("option \"%s\" cannot be used: %s".formatted(name, option.refusal().get()));
        }
    }

    @Test
    void testScramKeysAreNotPassedThrough()
    {
        assertThat(OPTIONS.problem(OptionLevel.SERVER, "use_scram_passthrough", "false")).isEmpty();
        assertThat(OPTIONS.problem(OptionLevel.SERVER, "use_scram_passthrough", "true").orElseThrow()).contains("SCRAM keys of the client are not known to Trino");
    }

    @Test
    void testSecrets()
    {
        assertThat(OPTIONS.options().stream().filter(Option::isSecret).map(Option::name)).containsExactlyInAnyOrder("password", "sslpassword");
    }

    @Test
    void testDocumentedDefaults()
    {
        assertThat(PostgresOptions.FDW_STARTUP_COST.defaultValue()).contains(100.0);
        assertThat(PostgresOptions.FDW_TUPLE_COST.defaultValue()).contains(0.2);
        assertThat(PostgresOptions.USE_REMOTE_ESTIMATE.defaultValue()).contains(false);
        assertThat(PostgresOptions.PARALLEL_COMMIT.defaultValue()).contains(false);
        assertThat(PostgresOptions.PARALLEL_ABORT.defaultValue()).contains(false);
        assertThat(PostgresOptions.UPDATABLE.defaultValue()).contains(true);
        assertThat(PostgresOptions.TRUNCATABLE.defaultValue()).contains(true);
        assertThat(PostgresOptions.KEEP_CONNECTIONS.defaultValue()).contains(true);
        assertThat(PostgresOptions.PASSWORD_REQUIRED.defaultValue()).contains(true);
    }

    private static Set<OptionLevel> union(Set<OptionLevel> levels, OptionLevel... others)
    {
        Set<OptionLevel> all = Arrays.stream(others).collect(toSet());
        all.addAll(levels);
        return all;
    }
}
