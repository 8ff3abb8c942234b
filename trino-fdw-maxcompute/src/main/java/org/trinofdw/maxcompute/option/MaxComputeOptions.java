package org.trinofdw.maxcompute.option;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.airlift.units.DataSize;
import io.airlift.units.Duration;
import org.trinofdw.maxcompute.record.Compression;
import org.trinofdw.maxcompute.type.InstantMapping;
import org.trinofdw.option.CommonOptions;
import org.trinofdw.option.Option;
import org.trinofdw.option.OptionTable;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

import static io.airlift.units.DataSize.Unit.MEGABYTE;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.trinofdw.option.OptionLevel.COLUMN;
import static org.trinofdw.option.OptionLevel.SERVER;
import static org.trinofdw.option.OptionLevel.SESSION;
import static org.trinofdw.option.OptionLevel.TABLE;
import static org.trinofdw.option.OptionLevel.USER_MAPPING;
import static org.trinofdw.option.OptionLevel.WRAPPER;

/**
 * The options of odps_fdw: those of AnalyticDB, and ours.
 */
public final class MaxComputeOptions
{
    private static final String ANALYTICDB = "AnalyticDB for PostgreSQL, Access MaxCompute data using ODPS Foreign Tables";
    private static final String TRINO_FDW = "Trino FDW";

    public static final Option<String> TUNNEL_ENDPOINT = Option.string("tunnel_endpoint", "Endpoint of the MaxCompute Tunnel service; goes before the one that odps_endpoint leads to")
            .at(SERVER)
            .documented(ANALYTICDB);

    public static final Option<String> ODPS_ENDPOINT = Option.string("odps_endpoint", "Endpoint of the MaxCompute service, with its path: https://service.<region>.maxcompute.aliyun.com/api")
            .at(SERVER)
            .documented(ANALYTICDB);

    public static final Option<String> ID = Option.string("id", "AccessKey ID")
            .at(USER_MAPPING)
            .documented(ANALYTICDB);

    public static final Option<String> KEY = Option.string("key", "AccessKey Secret")
            .at(USER_MAPPING)
            .secret()
            .documented(ANALYTICDB);

    public static final Option<String> STS_TOKEN = Option.string("sts_token", "Security token of a temporary AccessKey")
            .at(USER_MAPPING)
            .secret()
            .documented(TRINO_FDW);

    public static final Option<String> BEARER_TOKEN = Option.string("bearer_token", "Bearer token, instead of an AccessKey")
            .at(USER_MAPPING)
            .secret()
            .documented(TRINO_FDW);

    public static final Option<String> CREDENTIALS_URI = Option.string("credentials_uri", "Address that gives out temporary AccessKeys, such as that of an ECS instance's RAM role, instead of an AccessKey")
            .at(USER_MAPPING)
            .secret()
            .checked(MaxComputeOptions::checkUri)
            .documented(TRINO_FDW);

    public static final Option<String> PROJECT = Option.string("project", "Name of the MaxCompute project; on a server, the project whose tables show live")
            .at(SERVER, TABLE)
            .documented(ANALYTICDB);

    public static final Option<String> SCHEMA = Option.string("schema", "Name of the MaxCompute schema, in projects that have schemas; if not set, \"default\"")
            .at(TABLE)
            .documented(TRINO_FDW);

    public static final Option<String> TABLE_NAME = Option.string("table", "Name of the MaxCompute table; if not set, the local name")
            .at(TABLE)
            .documented(ANALYTICDB);

    public static final Option<String> PARTITION = Option.string("partition", "Full path of the lowest-level partition that the foreign table maps to, such as pt=20170601,region=hangzhou")
            .at(TABLE)
            .documented(ANALYTICDB);

    public static final Option<String> COLUMN_NAME = Option.string("column_name", "Name of the MaxCompute column; if not set, the local name")
            .at(COLUMN)
            .documented(TRINO_FDW);

    public static final Option<SchemaModel> SCHEMA_MODEL = Option.oneOf("schema_model", "Whether the project has schemas: true, false, or auto to ask it", SchemaModel.class)
            .at(WRAPPER, SERVER)
            .withDefault(SchemaModel.AUTO)
            .documented(TRINO_FDW);

    public static final Option<String> REGION = Option.string("region", "Region of the endpoint, which selects signature version 4")
            .at(WRAPPER, SERVER)
            .documented(TRINO_FDW);

    public static final Option<String> QUOTA = Option.string("quota", "Name of the Tunnel quota; if not set, the shared one")
            .at(WRAPPER, SERVER)
            .documented(TRINO_FDW);

    public static final Option<Compression> COMPRESSION = Option.oneOf("compression", "Compression of what is read and written: zstd, lz4, snappy, deflate or none", Compression.class)
            .at(WRAPPER, SERVER)
            .withDefault(Compression.ZSTD)
            .documented(TRINO_FDW);

    public static final Option<String> TIME_ZONE = Option.string("time_zone", "Time zone in which DATETIME and TIMESTAMP, which are instants, show as wall clock times; the project's odps.sql.timezone")
            .at(WRAPPER, SERVER)
            .withDefault("Asia/Shanghai")
            .checked(MaxComputeOptions::checkZone)
            .documented(TRINO_FDW);

    public static final Option<InstantMapping> INSTANT_MAPPING = Option.oneOf("instant_mapping", "Type of DATETIME and TIMESTAMP columns without a declared type", InstantMapping.class)
            .at(WRAPPER, SERVER)
            .withDefault(InstantMapping.TIMESTAMP)
            .documented(TRINO_FDW);

    public static final Option<Duration> CONNECT_TIMEOUT = Option.duration("connect_timeout", "Time allowed for a connection to be made")
            .at(WRAPPER, SERVER)
            .withDefault(new Duration(10, SECONDS))
            .documented(TRINO_FDW);

    public static final Option<Duration> READ_TIMEOUT = Option.duration("read_timeout", "Time allowed between two bytes of an answer")
            .at(WRAPPER, SERVER)
            .withDefault(new Duration(2, MINUTES))
            .documented(TRINO_FDW);

    public static final Option<Integer> MAX_RETRIES = Option.integer("max_retries", "Attempts after the first, for failures of the network and of the service")
            .at(WRAPPER, SERVER)
            .atLeast(0)
            .withDefault(5)
            .documented(TRINO_FDW);

    public static final Option<Duration> RETRY_DELAY = Option.duration("retry_delay", "First pause between attempts; each next one is twice as long, up to half a minute")
            .at(WRAPPER, SERVER)
            .withDefault(new Duration(200, MILLISECONDS))
            .documented(TRINO_FDW);

    public static final Option<Duration> THROTTLE_TIMEOUT = Option.duration("throttle_timeout", "How long a request that the service throttles is repeated; the service allows 200 download sessions per table in 5 minutes")
            .at(WRAPPER, SERVER)
            .withDefault(new Duration(15, MINUTES))
            .documented(TRINO_FDW);

    public static final Option<Duration> METADATA_CACHE_TTL = Option.duration("metadata_cache_ttl", "How long descriptions of tables and lists of names are kept; 0s keeps nothing")
            .at(WRAPPER, SERVER)
            .withDefault(new Duration(30, SECONDS))
            .documented(TRINO_FDW);

    public static final Option<Integer> SESSION_CONCURRENCY = Option.integer("session_concurrency", "Download sessions that one scan makes at the same time")
            .at(WRAPPER, SERVER)
            .atLeast(1)
            .atMost(64)
            .withDefault(8)
            .documented(TRINO_FDW);

    public static final Option<Long> SPLIT_ROWS = Option.bigint("split_rows", "Rows of one split when num_segments is not set")
            .at(WRAPPER, SERVER, TABLE, SESSION)
            .atLeast(1L)
            .withDefault(1_000_000L)
            .documented(TRINO_FDW);

    public static final Option<Boolean> PARTITION_FILTER_REQUIRED = Option.bool("partition_filter_required", "Refuse to read a partitioned table without a condition on its partition columns")
            .at(WRAPPER, SERVER, TABLE, SESSION)
            .withDefault(false)
            .documented(TRINO_FDW);

    public static final Option<Integer> MAX_PARTITIONS_PER_SCAN = Option.integer("max_partitions_per_scan", "Refuse to read more partitions than this at once")
            .at(WRAPPER, SERVER, TABLE, SESSION)
            .atLeast(1)
            .withDefault(100_000)
            .documented(TRINO_FDW);

    public static final Option<Duration> DYNAMIC_FILTER_WAIT = Option.duration("dynamic_filter_wait", "How long a scan of a partitioned table waits for the values of joins before it makes sessions")
            .at(WRAPPER, SERVER, TABLE, SESSION)
            .withDefault(new Duration(5, SECONDS))
            .documented(TRINO_FDW);

    public static final Option<DataSize> BLOCK_SIZE = Option.dataSize("block_size", "Compressed size of one block that is written; kept in memory until it is sent")
            .at(WRAPPER, SERVER, TABLE, SESSION)
            .withDefault(DataSize.of(8, MEGABYTE))
            .documented(TRINO_FDW);

    public static final Option<InsertMode> INSERT_MODE = Option.oneOf("insert_mode", "Whether INSERT adds rows, or replaces those of the tables and partitions that it writes to", InsertMode.class)
            .at(SESSION)
            .withDefault(InsertMode.APPEND)
            .documented(TRINO_FDW);

    public static final Option<List<String>> PARTITIONED_BY = Option.list("partitioned_by", "Partition columns of a new MaxCompute table, which must be its last columns")
            .at(TABLE)
            .documented(TRINO_FDW);

    public static final Option<Integer> LIFECYCLE = Option.integer("lifecycle", "Days after which MaxCompute drops the unchanged data of a new table")
            .at(TABLE)
            .atLeast(1)
            .documented(TRINO_FDW);

    public static final OptionTable TABLE_OF_OPTIONS = OptionTable.of(
            "odps_fdw",
            ImmutableList.<Option<?>>builder()
                    .addAll(CommonOptions.ALL)
                    .add(
                            TUNNEL_ENDPOINT,
                            ODPS_ENDPOINT,
                            ID,
                            KEY,
                            STS_TOKEN,
                            BEARER_TOKEN,
                            CREDENTIALS_URI,
                            PROJECT,
                            SCHEMA,
                            TABLE_NAME,
                            PARTITION,
                            COLUMN_NAME,
                            SCHEMA_MODEL,
                            REGION,
                            QUOTA,
                            COMPRESSION,
                            TIME_ZONE,
                            INSTANT_MAPPING,
                            CONNECT_TIMEOUT,
                            READ_TIMEOUT,
                            MAX_RETRIES,
                            RETRY_DELAY,
                            THROTTLE_TIMEOUT,
                            METADATA_CACHE_TTL,
                            SESSION_CONCURRENCY,
                            SPLIT_ROWS,
                            PARTITION_FILTER_REQUIRED,
                            MAX_PARTITIONS_PER_SCAN,
                            DYNAMIC_FILTER_WAIT,
                            BLOCK_SIZE,
                            INSERT_MODE,
                            PARTITIONED_BY,
                            LIFECYCLE)
                    .build())
            .withRule(SERVER, options -> options.contains(TUNNEL_ENDPOINT) || options.contains(ODPS_ENDPOINT)
                    ? Optional.empty()
                    : Optional.of("neither \"tunnel_endpoint\" nor \"odps_endpoint\" is set; set one of them"))
            .withRule(USER_MAPPING, options -> (options.contains(ID) && options.contains(KEY)) || options.contains(BEARER_TOKEN) || options.contains(CREDENTIALS_URI)
                    ? Optional.empty()
                    : Optional.of("\"id\" and \"key\" must be set, or \"bearer_token\", or \"credentials_uri\""))
            .withCredentials(ID, KEY)
            .withRemoteNames(new OptionTable.RemoteNames(Optional.empty(), TABLE_NAME, COLUMN_NAME, ImmutableSet.of(PROJECT, SCHEMA, PARTITION)));

    private MaxComputeOptions() {}

    private static Optional<String> checkUri(String text)
    {
        try {
            URI uri = new URI(text);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return Optional.empty();
            }
        }
        catch (URISyntaxException _) {
            // said below
        }
        return Optional.of("an address that begins with http:// or https://");
    }

    private static Optional<String> checkZone(String zone)
    {
        try {
            ZoneId.of(zone);
            return Optional.empty();
        }
        catch (DateTimeException e) {
            return Optional.of("a time zone, such as Asia/Shanghai, UTC or +08:00");
        }
    }
}
