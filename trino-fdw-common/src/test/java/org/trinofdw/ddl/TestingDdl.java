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
final class TestingDdl
{
    static final TypeManager TYPES = TESTING_TYPE_MANAGER;

    static final Option<String> HOST = Option.string("host", "Host").at(SERVER);
    static final Option<Integer> PORT = Option.integer("port", "Port").at(SERVER).atLeast(1).atMost(65535);
    static final Option<String> DBNAME = Option.string("dbname", "Database").at(SERVER);
    static final Option<Integer> FETCH_SIZE = Option.integer("fetch_size", "Rows").at(WRAPPER, SERVER, TABLE, SESSION).atLeast(1).withDefault(100);
    static final Option<Boolean> UPDATABLE = Option.bool("updatable", "Writable").at(SERVER, TABLE).withDefault(true);
    static final Option<String> USER = Option.string("user", "User").at(USER_MAPPING);
    static final Option<String> PASSWORD = Option.string("password", "Password").at(USER_MAPPING).secret();
    static final Option<String> SCHEMA_NAME = Option.string("schema_name", "Remote schema").at(TABLE);
    static final Option<String> TABLE_NAME = Option.string("table_name", "Remote table").at(TABLE);
    static final Option<String> COLUMN_NAME = Option.string("column_name", "Remote column").at(COLUMN);
    static final Option<String> CLIENT_ENCODING = Option.string("client_encoding", "Encoding").at(SERVER).refused("it is always UTF-8");

    static final OptionTable OPTIONS = OptionTable.of("test_fdw", ImmutableList.<Option<?>>builder()
                    .add(HOST, PORT, DBNAME, FETCH_SIZE, UPDATABLE, USER, PASSWORD, SCHEMA_NAME, TABLE_NAME, COLUMN_NAME, CLIENT_ENCODING)
                    .addAll(CommonOptions.ALL)
                    .build())
            .withCredentials(USER, PASSWORD);

    private TestingDdl() {}

    static ForeignCatalog catalog()
    {
        return catalog(new MemoryStore(), ImmutableMap.of());
    }

    static ForeignCatalog catalog(ForeignTableStore store, Map<String, String> properties)
    {
        return new ForeignCatalog("test", OPTIONS, CatalogOptions.of(OPTIONS, properties), Options.EMPTY, store, TYPES, "public", true);
    }

    static ConnectorSession session(String user)
    {
        return TestingConnectorSession.builder().setIdentity(ConnectorIdentity.ofUser(user)).build();
    }

    /**
     * Keeps definitions as long as the test runs.
     */
    static final class MemoryStore
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
