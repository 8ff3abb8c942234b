package org.trinofdw.postgres.option;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.airlift.units.Duration;
import org.trinofdw.option.CommonOptions;
import org.trinofdw.option.Option;
import org.trinofdw.option.OptionTable;
import org.trinofdw.postgres.type.ValuePolicies.EndOfDay;
import org.trinofdw.postgres.type.ValuePolicies.ExcessDigits;
import org.trinofdw.postgres.type.ValuePolicies.InvalidText;
import org.trinofdw.postgres.type.ValuePolicies.NulCharacter;
import org.trinofdw.postgres.type.ValuePolicies.UnrepresentableValue;

import java.util.List;
import java.util.Optional;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.trinofdw.option.OptionLevel.CATALOG;
import static org.trinofdw.option.OptionLevel.COLUMN;
import static org.trinofdw.option.OptionLevel.SERVER;
import static org.trinofdw.option.OptionLevel.SESSION;
import static org.trinofdw.option.OptionLevel.TABLE;
import static org.trinofdw.option.OptionLevel.USER_MAPPING;
import static org.trinofdw.option.OptionLevel.WRAPPER;

/**
 * The options of postgres_fdw: those of libpq and of postgres_fdw up to PostgreSQL 18, honoured or refused with the reason.
 */
public final class PostgresOptions
{
    private static final String LIBPQ = "PostgreSQL libpq, Connection Parameters";
    private static final String POSTGRES_FDW = "PostgreSQL 15, F.38.1 FDW Options of postgres_fdw";

    public static final Option<String> HOST = Option.string("host", "Host names or addresses of the server, separated by commas; the first that answers is used")
            .at(SERVER)
            .withDefault("localhost")
            .documented(LIBPQ);

    public static final Option<String> HOSTADDR = Option.string("hostaddr", "Numeric address of the server; goes before host")
            .at(SERVER)
            .documented(LIBPQ);

    public static final Option<String> PORT = Option.string("port", "Port of the server, or one for each host, separated by commas")
            .at(SERVER)
            .withDefault("5432")
            .documented(LIBPQ);

    public static final Option<String> DBNAME = Option.string("dbname", "Name of the remote database; if not set, that of the remote user")
            .at(SERVER)
            .documented(LIBPQ);

    public static final Option<Duration> CONNECT_TIMEOUT = Option.seconds("connect_timeout", "Time allowed for a connection to be made; 0 waits for ever")
            .at(SERVER)
            .withDefault(new Duration(10, SECONDS))
            .documented(LIBPQ);

    public static final Option<String> APPLICATION_NAME = Option.string("application_name", "Name of the sessions on the remote server; %a is replaced by the source of the query, %c by its id, %u by the user, %d by the catalog, %p by the process id of the node, %% by %")
            .at(SERVER)
            .checked(name -> name.contains("%C") ? Optional.of("free of %C: Trino tells no connector the name of its cluster") : Optional.empty())
            .documented("PostgreSQL 15, F.38.8 Configuration Parameters");

    public static final Option<Boolean> KEEPALIVES = Option.bool("keepalives", "Whether TCP keepalives are sent")
            .at(SERVER)
            .withDefault(true)
            .documented(LIBPQ);

    public static final Option<String> OPTIONS = Option.string("options", "Command-line options for the remote session, such as -c work_mem=64MB")
            .at(SERVER)
            .documented(LIBPQ);

    public static final Option<SslMode> SSLMODE = Option.oneOf("sslmode", "Whether the connection is encrypted and the server is verified", SslMode.class)
            .at(SERVER)
            .withDefault(SslMode.PREFER)
            .documented(LIBPQ);

    public static final Option<String> SSLNEGOTIATION = Option.string("sslnegotiation", "How encryption is begun: postgres or direct")
            .at(SERVER)
            .documented("PostgreSQL 17 libpq");

    public static final Option<String> SSLROOTCERT = Option.string("sslrootcert", "File with the certificates of the authorities that are trusted")
            .at(SERVER)
            .documented(LIBPQ);

    public static final Option<String> SSLCERT = Option.string("sslcert", "File with the client certificate; that of a user mapping goes before that of the server")
            .at(SERVER, USER_MAPPING)
            .documented(LIBPQ);

    public static final Option<String> SSLKEY = Option.string("sslkey", "File with the key of the client certificate; that of a user mapping goes before that of the server")
            .at(SERVER, USER_MAPPING)
            .documented(LIBPQ);

    public static final Option<String> CHANNEL_BINDING = Option.string("channel_binding", "Whether channel binding is used with SCRAM: prefer, require or disable")
            .at(SERVER)
            .documented(LIBPQ);

    public static final Option<String> REQUIRE_AUTH = Option.string("require_auth", "Authentication methods that are accepted")
            .at(SERVER)
            .documented("PostgreSQL 16 libpq");

    public static final Option<TargetSessionAttributes> TARGET_SESSION_ATTRS = Option.oneOf("target_session_attrs", "Which of several hosts will do", TargetSessionAttributes.class)
            .at(SERVER)
            .withDefault(TargetSessionAttributes.ANY)
            .documented(LIBPQ);

    public static final Option<String> LOAD_BALANCE_HOSTS = Option.string("load_balance_hosts", "disable or random: whether hosts are tried in random order")
            .at(SERVER)
            .documented("PostgreSQL 16 libpq");

    public static final Option<String> GSSENCMODE = Option.string("gssencmode", "Whether GSSAPI encryption is used: disable, prefer or require")
            .at(SERVER)
            .documented(LIBPQ);

    public static final Option<String> KRBSRVNAME = Option.string("krbsrvname", "Kerberos service name of the server")
            .at(SERVER)
            .documented(LIBPQ);

    public static final Option<String> SERVICE = Option.string("service", "Name of a section of the connection service file")
            .at(SERVER)
            .documented(LIBPQ);

    public static final Option<String> PASSFILE = Option.string("passfile", "Connection parameter of libpq")
            .at(SERVER)
            .refused("keep the password in a user mapping, or in the user mapping file")
            .documented(LIBPQ);

    public static final Option<String> TCP_USER_TIMEOUT = Option.string("tcp_user_timeout", "Connection parameter of libpq")
            .at(SERVER)
            .refused("the JDBC driver cannot set it; use connect_timeout")
            .documented(LIBPQ);

    public static final Option<String> KEEPALIVES_IDLE = Option.string("keepalives_idle", "Connection parameter of libpq")
            .at(SERVER)
            .refused("the JDBC driver leaves it to the operating system; use keepalives")
            .documented(LIBPQ);

    public static final Option<String> KEEPALIVES_INTERVAL = Option.string("keepalives_interval", "Connection parameter of libpq")
            .at(SERVER)
            .refused("the JDBC driver leaves it to the operating system; use keepalives")
            .documented(LIBPQ);

    public static final Option<String> KEEPALIVES_COUNT = Option.string("keepalives_count", "Connection parameter of libpq")
            .at(SERVER)
            .refused("the JDBC driver leaves it to the operating system; use keepalives")
            .documented(LIBPQ);

    public static final Option<String> SSLCRL = Option.string("sslcrl", "Connection parameter of libpq")
            .at(SERVER)
            .refused("the JDBC driver does not read revocation lists; configure them for the JVM")
            .documented(LIBPQ);

    public static final Option<String> SSLCRLDIR = Option.string("sslcrldir", "Connection parameter of libpq")
            .at(SERVER)
            .refused("the JDBC driver does not read revocation lists; configure them for the JVM")
            .documented(LIBPQ);

    public static final Option<String> SSLCOMPRESSION = Option.string("sslcompression", "Connection parameter of libpq")
            .at(SERVER)
            .refused("PostgreSQL has removed it")
            .documented(LIBPQ);

    public static final Option<String> SSLSNI = Option.string("sslsni", "Connection parameter of libpq")
            .at(SERVER)
            .refused("the JDBC driver always sends the server name")
            .documented(LIBPQ);

    public static final Option<String> SSLCERTMODE = Option.string("sslcertmode", "Connection parameter of libpq")
            .at(SERVER)
            .refused("the JDBC driver sends the certificate when the server asks; leave out sslcert to send none")
            .documented(LIBPQ);

    public static final Option<String> SSL_MIN_PROTOCOL_VERSION = Option.string("ssl_min_protocol_version", "Connection parameter of libpq")
            .at(SERVER)
            .refused("the JVM decides; set jdk.tls.client.protocols")
            .documented(LIBPQ);

    public static final Option<String> SSL_MAX_PROTOCOL_VERSION = Option.string("ssl_max_protocol_version", "Connection parameter of libpq")
            .at(SERVER)
            .refused("the JVM decides; set jdk.tls.client.protocols")
            .documented(LIBPQ);

    public static final Option<String> REQUIREPEER = Option.string("requirepeer", "Connection parameter of libpq")
            .at(SERVER)
            .refused("Trino does not connect over Unix-domain sockets")
            .documented(LIBPQ);

    public static final Option<String> GSSLIB = Option.string("gsslib", "Connection parameter of libpq")
            .at(SERVER)
            .refused("the JVM brings its own GSSAPI")
            .documented(LIBPQ);

    public static final Option<String> REPLICATION = Option.string("replication", "Connection parameter of libpq")
            .at(SERVER)
            .refused("a foreign server is not a replication connection")
            .documented(LIBPQ);

    public static final Option<String> CLIENT_ENCODING = Option.string("client_encoding", "Connection parameter of libpq")
            .at(SERVER)
            .refused("it is always UTF8")
            .documented(LIBPQ);

    public static final Option<String> FALLBACK_APPLICATION_NAME = Option.string("fallback_application_name", "Connection parameter of libpq")
            .at(SERVER)
            .refused("it is always trino-fdw; use application_name")
            .documented(LIBPQ);

    public static final Option<String> MIN_PROTOCOL_VERSION = Option.string("min_protocol_version", "Connection parameter of libpq")
            .at(SERVER)
            .refused("the JDBC driver negotiates the protocol")
            .documented(LIBPQ);

    public static final Option<String> MAX_PROTOCOL_VERSION = Option.string("max_protocol_version", "Connection parameter of libpq")
            .at(SERVER)
            .refused("the JDBC driver negotiates the protocol")
            .documented(LIBPQ);

    public static final Option<String> GSSDELEGATION = Option.string("gssdelegation", "Connection parameter of libpq")
            .at(SERVER)
            .refused("Trino does not hold the Kerberos ticket of its client")
            .documented(LIBPQ);

    public static final Option<String> OAUTH_ISSUER = Option.string("oauth_issuer", "Connection parameter of libpq")
            .at(SERVER)
            .refused("the JDBC driver does not authenticate by OAuth")
            .documented(LIBPQ);

    public static final Option<String> OAUTH_CLIENT_ID = Option.string("oauth_client_id", "Connection parameter of libpq")
            .at(SERVER)
            .refused("the JDBC driver does not authenticate by OAuth")
            .documented(LIBPQ);

    public static final Option<String> OAUTH_CLIENT_SECRET = Option.string("oauth_client_secret", "Connection parameter of libpq")
            .at(SERVER)
            .refused("the JDBC driver does not authenticate by OAuth")
            .documented(LIBPQ);

    public static final Option<String> OAUTH_SCOPE = Option.string("oauth_scope", "Connection parameter of libpq")
            .at(SERVER)
            .refused("the JDBC driver does not authenticate by OAuth")
            .documented(LIBPQ);

    public static final Option<String> SCRAM_CLIENT_KEY = Option.string("scram_client_key", "Connection parameter of libpq")
            .at(SERVER)
            .refused("SCRAM keys of the client are not known to Trino; give a password in a user mapping")
            .documented(LIBPQ);

    public static final Option<String> SCRAM_SERVER_KEY = Option.string("scram_server_key", "Connection parameter of libpq")
            .at(SERVER)
            .refused("SCRAM keys of the client are not known to Trino; give a password in a user mapping")
            .documented(LIBPQ);

    public static final Option<String> SSLKEYLOGFILE = Option.string("sslkeylogfile", "Connection parameter of libpq")
            .at(SERVER)
            .refused("the JDBC driver does not log keys; use the debug settings of the JVM")
            .documented("PostgreSQL 18 libpq");

    public static final Option<String> SERVICEFILE = Option.string("servicefile", "Connection parameter of libpq")
            .at(SERVER)
            .refused("the JDBC driver finds the service file by the environment variable PGSERVICEFILE")
            .documented("PostgreSQL 18 libpq");

    public static final Option<Boolean> REMOTELY_INHERITED = Option.bool("remotely_inherited", "Whether the remote table has partitions or heirs")
            .at(TABLE)
            .refused("the remote server is asked, and rows are found by their own table")
            .documented("PostgreSQL 19, postgres_fdw");

    public static final Option<String> USER = Option.string("user", "Remote user name")
            .at(USER_MAPPING)
            .documented(POSTGRES_FDW);

    public static final Option<String> PASSWORD = Option.string("password", "Password of the remote user")
            .at(USER_MAPPING)
            .secret()
            .documented(POSTGRES_FDW);

    public static final Option<String> SSLPASSWORD = Option.string("sslpassword", "Password of the client key")
            .at(USER_MAPPING)
            .secret()
            .documented(POSTGRES_FDW);

    public static final Option<Boolean> PASSWORD_REQUIRED = Option.bool("password_required", "Whether the remote server must ask for the password; false lets trust, peer and certificate authentication pass, and is the default of everybody's mapping for the catalog's own server")
            .at(USER_MAPPING)
            .withDefault(true)
            .documented(POSTGRES_FDW);

    public static final Option<Boolean> USE_SCRAM_PASSTHROUGH = Option.bool("use_scram_passthrough", "Whether the SCRAM keys of the client are passed on; only false is possible")
            .at(SERVER, USER_MAPPING)
            .withDefault(false)
            .checked(value -> value ? Optional.of("SCRAM keys of the client are not known to Trino; give a password in a user mapping") : Optional.empty())
            .documented("PostgreSQL 18, postgres_fdw");

    public static final Option<String> SCHEMA_NAME = Option.string("schema_name", "Name of the remote schema; if not set, that of the foreign table's schema")
            .at(TABLE)
            .documented(POSTGRES_FDW);

    public static final Option<String> TABLE_NAME = Option.string("table_name", "Name of the remote table; if not set, that of the foreign table")
            .at(TABLE)
            .documented(POSTGRES_FDW);

    public static final Option<String> COLUMN_NAME = Option.string("column_name", "Name of the remote column; if not set, that of the column")
            .at(COLUMN)
            .documented(POSTGRES_FDW);

    public static final Option<Boolean> USE_REMOTE_ESTIMATE = Option.bool("use_remote_estimate", "Whether the remote server is asked for the cost of a scan")
            .at(WRAPPER, SERVER, TABLE, SESSION)
            .withDefault(false)
            .documented(POSTGRES_FDW);

    public static final Option<Double> FDW_STARTUP_COST = Option.decimal("fdw_startup_cost", "Cost of beginning a scan; with fdw_tuple_cost it says whether a join that has more rows than its tables is evaluated by the server")
            .at(WRAPPER, SERVER)
            .withDefault(100.0)
            .atLeast(0.0)
            .documented(POSTGRES_FDW);

    public static final Option<Double> FDW_TUPLE_COST = Option.decimal("fdw_tuple_cost", "Cost of moving a row, in the units of fdw_startup_cost")
            .at(WRAPPER, SERVER)
            .withDefault(0.2)
            .atLeast(0.0)
            .documented("PostgreSQL 17, postgres_fdw");

    public static final Option<List<String>> EXTENSIONS = Option.list("extensions", "Extensions of the server whose functions may be used in conditions; Trino has some of hstore's, and none of others")
            .at(SERVER)
            .withoutEffect(PostgresOptions::extensionsWithoutEffect)
            .documented(POSTGRES_FDW);

    public static final Option<Integer> FETCH_SIZE = Option.integer("fetch_size", "Rows of a page at most")
            .at(WRAPPER, SERVER, TABLE, SESSION)
            .withDefault(8192)
            .atLeast(1)
            .documented(POSTGRES_FDW);

    public static final Option<Integer> BATCH_SIZE = Option.integer("batch_size", "Rows that postgres_fdw sends together; has no effect, since all rows are written through COPY")
            .at(WRAPPER, SERVER, TABLE, SESSION)
            .withDefault(1000)
            .atLeast(1)
            .withoutEffect(_ -> Optional.of("all rows are written through COPY, in messages of their bytes"))
            .documented(POSTGRES_FDW);

    public static final Option<Boolean> ASYNC_CAPABLE = Option.bool("async_capable", "Whether postgres_fdw reads partitions at the same time; always so here")
            .at(WRAPPER, SERVER, TABLE)
            .withDefault(true)
            .withoutEffect(value -> value ? Optional.empty() : Optional.of("partitions are always read at the same time, as far as max_connections allows"))
            .documented(POSTGRES_FDW);

    public static final Option<Boolean> PARALLEL_COMMIT = Option.bool("parallel_commit", "Whether the remote transactions of a statement over several servers are ended at the same time when it succeeds")
            .at(WRAPPER, SERVER)
            .withDefault(false)
            .documented(POSTGRES_FDW);

    public static final Option<Boolean> PARALLEL_ABORT = Option.bool("parallel_abort", "Whether the remote transactions of a statement over several servers are ended at the same time when it fails")
            .at(WRAPPER, SERVER)
            .withDefault(false)
            .documented("PostgreSQL 16, postgres_fdw");

    public static final Option<Boolean> UPDATABLE = Option.bool("updatable", "Whether INSERT, UPDATE, DELETE and MERGE are allowed")
            .at(WRAPPER, SERVER, TABLE)
            .withDefault(true)
            .documented(POSTGRES_FDW);

    public static final Option<Boolean> TRUNCATABLE = Option.bool("truncatable", "Whether TRUNCATE is allowed")
            .at(WRAPPER, SERVER, TABLE)
            .withDefault(true)
            .documented(POSTGRES_FDW);

    public static final Option<Boolean> KEEP_CONNECTIONS = Option.bool("keep_connections", "Whether connections are kept for the next query")
            .at(WRAPPER, SERVER)
            .withDefault(true)
            .documented(POSTGRES_FDW);

    public static final Option<AnalyzeSampling> ANALYZE_SAMPLING = Option.oneOf("analyze_sampling", "How ANALYZE of postgres_fdw samples the remote table; has no effect, since the statistics of the server are used", AnalyzeSampling.class)
            .at(WRAPPER, SERVER, TABLE)
            .withDefault(AnalyzeSampling.AUTO)
            .withoutEffect(_ -> Optional.of("the statistics of the server are used; run ANALYZE there"))
            .documented("PostgreSQL 16, postgres_fdw");

    public static final Option<Boolean> RESTORE_STATS = Option.bool("restore_stats", "Whether the remote server's own statistics are used; only true is possible, since they always are")
            .at(WRAPPER, SERVER, TABLE)
            .withDefault(true)
            .checked(value -> value ? Optional.empty() : Optional.of("the statistics of the remote server are always used"))
            .documented("PostgreSQL 19, postgres_fdw");

    public static final Option<String> MULTI_HOSTS = Option.string("multi_hosts", "Hosts that each hold a part of the data, separated by blanks")
            .at(SERVER, TABLE)
            .refused("one server has one data set here; declare a partitioned foreign table with a partition on each server")
            .documented("Greenplum 7, postgres_fdw");

    public static final Option<String> MULTI_PORTS = Option.string("multi_ports", "Ports of multi_hosts, separated by blanks")
            .at(SERVER, TABLE)
            .refused("one server has one data set here; declare a partitioned foreign table with a partition on each server")
            .documented("Greenplum 7, postgres_fdw");

    public static final Option<Integer> MAX_CONNECTIONS = Option.integer("max_connections", "Connections of one node to the server as one remote user, at most; half of them to read and write, an eighth, from 8 on, to look up names, the others for Trino transactions, which hold one each")
            .at(WRAPPER, SERVER)
            .withDefault(64)
            .atLeast(2)
            .documented("Trino FDW");

    public static final Option<Boolean> COMPLEX_EXPRESSION_PUSHDOWN_ENABLED = Option.bool("complex_expression_pushdown_enabled", "Whether conditions over expressions are evaluated by the server where it evaluates them as Trino does")
            .at(WRAPPER, SERVER, SESSION)
            .withDefault(true)
            .documented("Trino FDW");

    public static final Option<OnConflict> ON_CONFLICT = Option.oneOf("on_conflict", "What INSERT does with a row whose key is taken", OnConflict.class)
            .at(SESSION)
            .withDefault(OnConflict.ERROR)
            .documented("Trino FDW");

    public static final Option<List<String>> ON_CONFLICT_COLUMNS = Option.list("on_conflict_columns", "The key that on_conflict is about; if not set, the primary key for 'do update' and any for 'do nothing'")
            .at(SESSION)
            .documented("Trino FDW");

    public static final Option<Boolean> PREPARED_WRITES = Option.bool("prepared_writes", "Whether writers that do not run on the coordinator copy straight into the target and prepare their transactions, instead of staging rows that are moved at the end; the server needs max_prepared_transactions")
            .at(WRAPPER, SERVER, TABLE, SESSION)
            .withDefault(false)
            .documented("Trino FDW");

    public static final Option<Boolean> TOPN_PUSHDOWN_ENABLED = Option.bool("topn_pushdown_enabled", "Whether ORDER BY with LIMIT is evaluated by the server")
            .at(WRAPPER, SERVER, SESSION)
            .withDefault(true)
            .documented("Trino FDW");

    public static final Option<Boolean> AGGREGATION_PUSHDOWN_ENABLED = Option.bool("aggregation_pushdown_enabled", "Whether aggregates, GROUP BY and DISTINCT are evaluated by the server")
            .at(WRAPPER, SERVER, SESSION)
            .withDefault(true)
            .documented("Trino FDW");

    public static final Option<Boolean> FLOAT_AGGREGATION_PUSHDOWN_ENABLED = Option.bool("float_aggregation_pushdown_enabled", "Whether, as aggregates are, sums, averages, variances and correlations of floating-point numbers are evaluated by the server, where a result beyond their range is an error instead of infinity")
            .at(WRAPPER, SERVER, SESSION)
            .withDefault(true)
            .documented("Trino FDW");

    public static final Option<Boolean> JOIN_PUSHDOWN_ENABLED = Option.bool("join_pushdown_enabled", "Whether joins of tables of one server are evaluated by the server")
            .at(WRAPPER, SERVER, SESSION)
            .withDefault(true)
            .documented("Trino FDW");

    public static final Option<Boolean> INDEX_JOIN_ENABLED = Option.bool("index_join_enabled", "Whether rows are looked up by the keys of the other side of a join, where the server has an index on them, instead of being scanned")
            .at(WRAPPER, SERVER, TABLE, SESSION)
            .withDefault(false)
            .documented("Trino FDW");

    public static final Option<UnrepresentableValue> INFINITY_POLICY = Option.oneOf("infinity_policy", "What reading infinity and -infinity of date, timestamp and timestamptz does", UnrepresentableValue.class)
            .at(CATALOG)
            .withDefault(UnrepresentableValue.ERROR)
            .documented("Trino FDW");

    public static final Option<UnrepresentableValue> NOT_A_NUMBER_POLICY = Option.oneOf("not_a_number_policy", "What reading NaN and infinities of numeric as decimal does", UnrepresentableValue.class)
            .at(CATALOG)
            .withDefault(UnrepresentableValue.ERROR)
            .documented("Trino FDW");

    public static final Option<EndOfDay> END_OF_DAY_POLICY = Option.oneOf("end_of_day_policy", "What reading the time 24:00:00 does: an error, or wrap to 00:00:00", EndOfDay.class)
            .at(CATALOG)
            .withDefault(EndOfDay.ERROR)
            .documented("Trino FDW");

    public static final Option<ExcessDigits> EXCESS_DIGITS_POLICY = Option.oneOf("excess_digits_policy", "What reading more fraction digits than a declared decimal has does", ExcessDigits.class)
            .at(CATALOG)
            .withDefault(ExcessDigits.ERROR)
            .documented("Trino FDW");

    public static final Option<InvalidText> INVALID_TEXT_POLICY = Option.oneOf("invalid_text_policy", "What reading bytes that are not UTF-8 does: an error, or replace by U+FFFD", InvalidText.class)
            .at(CATALOG)
            .withDefault(InvalidText.ERROR)
            .documented("Trino FDW");

    public static final Option<NulCharacter> NUL_CHARACTER_POLICY = Option.oneOf("nul_character_policy", "What writing the character U+0000, which PostgreSQL cannot store, does: an error, or strip it", NulCharacter.class)
            .at(CATALOG)
            .withDefault(NulCharacter.ERROR)
            .documented("Trino FDW");

    public static final OptionTable OPTION_TABLE = OptionTable.of(
            "postgres_fdw",
            ImmutableList.<Option<?>>builder()
                    .addAll(CommonOptions.ALL)
                    .add(HOST,
                            HOSTADDR,
                            PORT,
                            DBNAME,
                            CONNECT_TIMEOUT,
                            APPLICATION_NAME,
                            KEEPALIVES,
                            OPTIONS,
                            SSLMODE,
                            SSLNEGOTIATION,
                            SSLROOTCERT,
                            SSLCERT,
                            SSLKEY,
                            CHANNEL_BINDING,
                            REQUIRE_AUTH,
                            TARGET_SESSION_ATTRS,
                            LOAD_BALANCE_HOSTS,
                            GSSENCMODE,
                            KRBSRVNAME,
                            SERVICE,
                            PASSFILE,
                            TCP_USER_TIMEOUT,
                            KEEPALIVES_IDLE,
                            KEEPALIVES_INTERVAL,
                            KEEPALIVES_COUNT,
                            SSLCRL,
                            SSLCRLDIR,
                            SSLCOMPRESSION,
                            SSLSNI,
                            SSLCERTMODE,
                            SSL_MIN_PROTOCOL_VERSION,
                            SSL_MAX_PROTOCOL_VERSION,
                            REQUIREPEER,
                            GSSLIB,
                            REPLICATION,
                            CLIENT_ENCODING,
                            FALLBACK_APPLICATION_NAME,
                            MIN_PROTOCOL_VERSION,
                            MAX_PROTOCOL_VERSION,
                            GSSDELEGATION,
                            OAUTH_ISSUER,
                            OAUTH_CLIENT_ID,
                            OAUTH_CLIENT_SECRET,
                            OAUTH_SCOPE,
                            SCRAM_CLIENT_KEY,
                            SCRAM_SERVER_KEY,
                            SSLKEYLOGFILE,
                            SERVICEFILE,
                            REMOTELY_INHERITED,
                            USER,
                            PASSWORD,
                            SSLPASSWORD,
                            PASSWORD_REQUIRED,
                            USE_SCRAM_PASSTHROUGH,
                            SCHEMA_NAME,
                            TABLE_NAME,
                            COLUMN_NAME,
                            USE_REMOTE_ESTIMATE,
                            FDW_STARTUP_COST,
                            FDW_TUPLE_COST,
                            EXTENSIONS,
                            FETCH_SIZE,
                            BATCH_SIZE,
                            ASYNC_CAPABLE,
                            PARALLEL_COMMIT,
                            PARALLEL_ABORT,
                            UPDATABLE,
                            TRUNCATABLE,
                            KEEP_CONNECTIONS,
                            ANALYZE_SAMPLING,
                            RESTORE_STATS,
                            MULTI_HOSTS,
                            MULTI_PORTS,
                            MAX_CONNECTIONS,
                            COMPLEX_EXPRESSION_PUSHDOWN_ENABLED,
                            PREPARED_WRITES,
                            ON_CONFLICT,
                            ON_CONFLICT_COLUMNS,
                            TOPN_PUSHDOWN_ENABLED,
                            AGGREGATION_PUSHDOWN_ENABLED,
                            FLOAT_AGGREGATION_PUSHDOWN_ENABLED,
                            JOIN_PUSHDOWN_ENABLED,
                            INDEX_JOIN_ENABLED,
                            INFINITY_POLICY,
                            NOT_A_NUMBER_POLICY,
                            END_OF_DAY_POLICY,
                            EXCESS_DIGITS_POLICY,
                            INVALID_TEXT_POLICY,
                            NUL_CHARACTER_POLICY)
                    .build())
            .withCredentials(USER, PASSWORD)
            .withRemoteNames(new OptionTable.RemoteNames(Optional.of(SCHEMA_NAME), TABLE_NAME, COLUMN_NAME, ImmutableSet.of()));

    private PostgresOptions() {}

    private static Optional<String> extensionsWithoutEffect(List<String> names)
    {
        List<String> unknown = names.stream()
                .filter(name -> !name.equals("hstore"))
                .collect(toImmutableList());
        return unknown.isEmpty() ? Optional.empty() : Optional.of(
                "%s: of the functions of extensions, Trino has some of hstore's alone; columns of their types are compared by the server where that is exact, whether or not they are named".formatted(String.join(", ", unknown)));
    }
}
