package org.trinofdw.option;

import com.google.common.collect.ImmutableList;
import io.airlift.units.Duration;

import java.util.List;

import static org.trinofdw.option.OptionLevel.CATALOG;
import static org.trinofdw.option.OptionLevel.IMPORT;
import static org.trinofdw.option.OptionLevel.SERVER;
import static org.trinofdw.option.OptionLevel.SESSION;
import static org.trinofdw.option.OptionLevel.TABLE;
import static org.trinofdw.option.OptionLevel.WRAPPER;

/**
 * The options that every wrapper has.
 */
public final class CommonOptions
{
    private static final String CLOUDBERRY = "Cloudberry, CREATE FOREIGN TABLE";
    private static final String POSTGRES_IMPORT = "PostgreSQL 15, F.38.1.9 Importing Options";
    private static final String TRINO_FDW = "Trino FDW";

    public static final Option<MppExecute> MPP_EXECUTE = Option.oneOf("mpp_execute", "Where the table is read and written; if not set, the cheaper of 'any' and 'all segments'", MppExecute.class)
            .at(WRAPPER, SERVER, TABLE, SESSION)
            .documented(CLOUDBERRY);

    public static final Option<Integer> NUM_SEGMENTS = Option.integer("num_segments", "Number of splits and writers under mpp_execute 'all segments'; if not set, chosen by the size of the table and the number of workers")
            .at(WRAPPER, SERVER, TABLE, SESSION)
            .atLeast(1)
            .atMost(10_000)
            .documented("Greenplum 7, postgres_fdw");

    public static final Option<UnmatchedPartitionPolicy> UNMATCHED_PARTITION_POLICY = Option.oneOf("unmatched_partition_policy", "What a query does about a declared partition that the remote table does not have", UnmatchedPartitionPolicy.class)
            .at(WRAPPER, SERVER, TABLE, SESSION)
            .withDefault(UnmatchedPartitionPolicy.WARN)
            .documented("AnalyticDB for PostgreSQL, Access MaxCompute data using ODPS Foreign Tables; the policy is Trino FDW's");

    public static final Option<Duration> SLOW_SCAN_THRESHOLD = Option.duration("slow_scan_threshold", "Scans of a split that wait that long for the server, or longer, are logged with their remote SQL on the node that reads them; if not set, none")
            .at(WRAPPER, SERVER, SESSION)
            .documented(TRINO_FDW);

    public static final Option<Duration> SLOW_WRITE_THRESHOLD = Option.duration("slow_write_threshold", "Writers that work that long, or longer, are logged on the node that writes; of several servers the shortest counts; if not set, none")
            .at(WRAPPER, SERVER, SESSION)
            .documented(TRINO_FDW);

    public static final Option<Boolean> IMPORT_COLLATE = Option.bool("import_collate", "Import the COLLATE clauses of columns")
            .at(IMPORT)
            .withDefault(true)
            .documented(POSTGRES_IMPORT);

    public static final Option<Boolean> IMPORT_DEFAULT = Option.bool("import_default", "Import the DEFAULT expressions of columns")
            .at(IMPORT)
            .withDefault(false)
            .documented(POSTGRES_IMPORT);

    public static final Option<Boolean> IMPORT_GENERATED = Option.bool("import_generated", "Import the GENERATED expressions of columns")
            .at(IMPORT)
            .withDefault(true)
            .documented("PostgreSQL 15, F.38.1.9 Importing Options; since PostgreSQL 14");

    public static final Option<Boolean> IMPORT_NOT_NULL = Option.bool("import_not_null", "Import the NOT NULL constraints of columns")
            .at(IMPORT)
            .withDefault(true)
            .documented(POSTGRES_IMPORT);

    public static final Option<Boolean> IMPORT_FOREIGN_SCHEMA = Option.bool("import_foreign_schema", "Show remote tables that have no definition, as a standing IMPORT FOREIGN SCHEMA would")
            .at(CATALOG)
            .withDefault(true)
            .documented(TRINO_FDW);

    public static final Option<List<String>> IMPORT_LIMIT_TO = Option.list("import.limit_to", "Remote schemas, or schema.table names, that are shown without a definition; * stands for any characters")
            .at(CATALOG)
            .documented(TRINO_FDW);

    public static final Option<List<String>> IMPORT_EXCEPT = Option.list("import.except", "Remote schemas, or schema.table names, that are not shown without a definition; * stands for any characters")
            .at(CATALOG)
            .documented(TRINO_FDW);

    public static final Option<String> STORE_DIRECTORY = Option.string("foreign_table.store_directory", "Directory that keeps the definitions made by SQL")
            .at(CATALOG)
            .documented(TRINO_FDW);

    public static final Option<List<String>> FOREIGN_DDL_FILES = Option.list("foreign_ddl.files", "Hand-kept scripts of foreign DDL, as file name patterns")
            .at(CATALOG)
            .documented(TRINO_FDW);

    public static final Option<String> USER_MAPPING_FILE = Option.string("user_mapping.file", "JSON file of user mappings by Trino user")
            .at(CATALOG)
            .documented(TRINO_FDW);

    public static final Option<String> USER_CREDENTIAL_NAME = Option.string("user_credential_name", "Extra credential that holds the remote user name")
            .at(CATALOG)
            .documented(TRINO_FDW);

    public static final Option<String> PASSWORD_CREDENTIAL_NAME = Option.string("password_credential_name", "Extra credential that holds the remote password")
            .at(CATALOG)
            .documented(TRINO_FDW);

    public static final Option<String> DEFAULTS_FILE = Option.string("fdw.defaults_file", "Properties file of options that hold for every server of the wrapper unless it sets them itself")
            .at(CATALOG)
            .documented(TRINO_FDW);

    /**
     * All of them, for the option table of a wrapper.
     */
    public static final List<Option<?>> ALL = ImmutableList.of(
            MPP_EXECUTE,
            NUM_SEGMENTS,
            UNMATCHED_PARTITION_POLICY,
            SLOW_SCAN_THRESHOLD,
            SLOW_WRITE_THRESHOLD,
            IMPORT_COLLATE,
            IMPORT_DEFAULT,
            IMPORT_GENERATED,
            IMPORT_NOT_NULL,
            IMPORT_FOREIGN_SCHEMA,
            IMPORT_LIMIT_TO,
            IMPORT_EXCEPT,
            STORE_DIRECTORY,
            FOREIGN_DDL_FILES,
            USER_MAPPING_FILE,
            USER_CREDENTIAL_NAME,
            PASSWORD_CREDENTIAL_NAME,
            DEFAULTS_FILE);

    private CommonOptions() {}
}
