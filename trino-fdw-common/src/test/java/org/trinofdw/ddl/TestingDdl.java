package org.trinofdw.ddl;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.security.ConnectorIdentity;
import io.trino.spi.type.TypeManager;
import io.trino.testing.TestingConnectorSession;
import org.trinofdw.definition.DefinitionChanges;
import org.trinofdw.definition.Definitions;
import org.trinofdw.definition.ForeignTableStore;
import org.trinofdw.option.CatalogOptions;
import org.trinofdw.option.CommonOptions;
import org.trinofdw.option.Option;
import org.trinofdw.option.OptionTable;
import org.trinofdw.option.Options;

import java.util.Map;

import static io.trino.type.InternalTypeManager.TESTING_TYPE_MANAGER;
import static org.trinofdw.option.OptionLevel.COLUMN;
import static org.trinofdw.option.OptionLevel.SERVER;
import static org.trinofdw.option.OptionLevel.SESSION;
import static org.trinofdw.option.OptionLevel.TABLE;
import static org.trinofdw.option.OptionLevel.USER_MAPPING;
import static org.trinofdw.option.OptionLevel.WRAPPER;

/**
 * A wrapper with options of every kind, for tests of foreign DDL.
 */
public final class TestingDdl
{
    public static final TypeManager TYPES = TESTING_TYPE_MANAGER;

    public static final Option<String> HOST = Option.string("host", "Host").at(SERVER);
    public static final Option<Integer> PORT = Option.integer("port", "Port").at(SERVER).atLeast(1).atMost(65535);
    public static final Option<String> DBNAME = Option.string("dbname", "Database").at(SERVER);
    public static final Option<Integer> FETCH_SIZE = Option.integer("fetch_size", "Rows").at(WRAPPER, SERVER, TABLE, SESSION).atLeast(1).withDefault(100);
    public static final Option<Boolean> UPDATABLE = Option.bool("updatable", "Writable").at(SERVER, TABLE).withDefault(true);
    public static final Option<String> USER = Option.string("user", "User").at(USER_MAPPING);
    public static final Option<String> PASSWORD = Option.string("password", "Password").at(USER_MAPPING).secret();
    public static final Option<String> SCHEMA_NAME = Option.string("schema_name", "Remote schema").at(TABLE);
    public static final Option<String> TABLE_NAME = Option.string("table_name", "Remote table").at(TABLE);
    public static final Option<String> COLUMN_NAME = Option.string("column_name", "Remote column").at(COLUMN);
    public static final Option<String> CLIENT_ENCODING = Option.string("client_encoding", "Encoding").at(SERVER).refused("it is always UTF-8");

    public static final OptionTable OPTIONS = OptionTable.of("test_fdw", ImmutableList.<Option<?>>builder()
                    .add(HOST, PORT, DBNAME, FETCH_SIZE, UPDATABLE, USER, PASSWORD, SCHEMA_NAME, TABLE_NAME, COLUMN_NAME, CLIENT_ENCODING)
                    .addAll(CommonOptions.ALL)
                    .build())
            .withCredentials(USER, PASSWORD);

    private TestingDdl() {}

    public static ForeignCatalog catalog()
    {
        return catalog(new MemoryStore(), ImmutableMap.of());
    }

    public static ForeignCatalog catalog(ForeignTableStore store, Map<String, String> properties)
    {
        return new ForeignCatalog("test", OPTIONS, CatalogOptions.of(OPTIONS, properties), Options.EMPTY, store, TYPES, "public", true);
    }

    public static ConnectorSession session(String user)
    {
        return TestingConnectorSession.builder().setIdentity(ConnectorIdentity.ofUser(user)).build();
    }

    /**
     * Keeps definitions as long as the test runs.
     */
    public static final class MemoryStore
            implements ForeignTableStore
    {
        private Definitions definitions = Definitions.EMPTY;

        @Override
        public Definitions load()
        {
            return definitions;
        }

        @Override
        public void commit(DefinitionChanges changes)
        {
            definitions = definitions.apply(changes);
        }

        @Override
        public void close() {}
    }
}
