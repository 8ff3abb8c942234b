package org.trinofdw.ddl;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.security.ConnectorIdentity;
import io.trino.spi.type.TypeManager;
import org.trinofdw.ddl.syntax.DdlStatement;
import org.trinofdw.ddl.syntax.ForeignDdlParser;
import org.trinofdw.ddl.syntax.OptionEntry;
import org.trinofdw.ddl.syntax.Position;
import org.trinofdw.definition.DefinitionChanges;
import org.trinofdw.definition.Definitions;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.ForeignSchemaImporter;
import org.trinofdw.definition.ForeignServer;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.ForeignTableStore;
import org.trinofdw.definition.ImportFilter;
import org.trinofdw.definition.PartitionOf;
import org.trinofdw.definition.UserMapping;
import org.trinofdw.definition.UserMappingKey;
import org.trinofdw.option.CatalogOptions;
import org.trinofdw.option.EffectiveOptions;
import org.trinofdw.option.OptionTable;
import org.trinofdw.option.Options;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.ddl.syntax.DdlErrors.noServer;
import static org.trinofdw.definition.UserMapping.PUBLIC;
import static org.trinofdw.error.FdwErrorCode.USER_MAPPING_NOT_FOUND;
import static org.trinofdw.option.CommonOptions.FOREIGN_DDL_FILES;
import static org.trinofdw.option.CommonOptions.PASSWORD_CREDENTIAL_NAME;
import static org.trinofdw.option.CommonOptions.USER_CREDENTIAL_NAME;
import static org.trinofdw.option.CommonOptions.USER_MAPPING_FILE;
import static org.trinofdw.option.OptionLevel.USER_MAPPING;

/**
 * What one Trino catalog holds: its servers, user mappings and foreign tables. The catalog itself is a server of its
 * own name, with its properties as options and its credentials as the user mapping of PUBLIC. Thread-safe; readers see
 * one consistent state and never wait.
 */
public final class ForeignCatalog
        implements AutoCloseable
{
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

    private final String catalogName;
    private final OptionTable optionTable;
    private final CatalogOptions catalogOptions;
    private final Options wrapperDefaults;
    private final ForeignTableStore store;
    private final ForeignDdlParser parser;
    private final String defaultSchema;
    private final DefinitionRules rules;
    /** What the properties of the catalog say; the only definitions that are on every node. */
    private final Definitions own;
    private final FixedDefinitions fixedSource;
    private final long checkIntervalNanos;
    private final Lock changing = new ReentrantLock();
    private volatile State state;
    private volatile long lastCheck = System.nanoTime();

    /**
     * @param fixed what SQL cannot change
     * @param stored what SQL has made
     * @param all both of them; what is fixed hides what is stored under the same name
     */
    private record State(Definitions fixed, Definitions stored, Definitions all)
    {
        static State of(Definitions fixed, Definitions stored)
        {
            return new State(fixed, stored, new Definitions(
                    merge(stored.servers(), fixed.servers()),
                    merge(stored.userMappings(), fixed.userMappings()),
                    merge(stored.tables(), fixed.tables())));
        }

        private static <K, V> Map<K, V> merge(Map<K, V> stored, Map<K, V> fixed)
        {
            return ImmutableMap.<K, V>builder().putAll(stored).putAll(fixed).buildKeepingLast();
        }
    }

    /**
     * @param defaultSchema the schema of tables that a script names without one
     * @param readFiles whether the files of definitions that the catalog names are read, which only coordinators do
     */
    public ForeignCatalog(
            String catalogName,
            OptionTable optionTable,
            CatalogOptions catalogOptions,
            Options wrapperDefaults,
            ForeignTableStore store,
            TypeManager typeManager,
            String defaultSchema,
            boolean readFiles)
    {
        this(catalogName, optionTable, catalogOptions, wrapperDefaults, store, typeManager, defaultSchema, readFiles, CHECK_INTERVAL);
    }

    ForeignCatalog(
            String catalogName,
            OptionTable optionTable,
            CatalogOptions catalogOptions,
            Options wrapperDefaults,
            ForeignTableStore store,
            TypeManager typeManager,
            String defaultSchema,
            boolean readFiles,
            Duration checkInterval)
    {
        this.catalogName = requireNonNull(catalogName, "catalogName is null");
        this.optionTable = requireNonNull(optionTable, "optionTable is null");
        this.catalogOptions = requireNonNull(catalogOptions, "catalogOptions is null");
        this.wrapperDefaults = requireNonNull(wrapperDefaults, "wrapperDefaults is null");
        this.store = requireNonNull(store, "store is null");
        this.parser = new ForeignDdlParser(typeManager);
        this.defaultSchema = requireNonNull(defaultSchema, "defaultSchema is null");
        this.rules = new DefinitionRules(optionTable);
        this.own = ownDefinitions(catalogName, optionTable, catalogOptions);
        this.fixedSource = new FixedDefinitions(
                own,
                catalogOptions.catalog().get(USER_MAPPING_FILE).filter(_ -> readFiles).map(file -> new UserMappingFile(Path.of(file), catalogName, optionTable)),
                catalogOptions.catalog().get(FOREIGN_DDL_FILES).filter(_ -> readFiles).map(ScriptFiles::new),
                optionTable,
                parser,
                catalogName,
                defaultSchema);
        this.checkIntervalNanos = checkInterval.toNanos();
        try {
            this.state = State.of(fixedSource.read(), store.load());
        }
        catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    public OptionTable optionTable()
    {
        return optionTable;
    }

    /**
     * The options that hold for every server unless it sets them itself. Known on every node.
     */
    public Options wrapperDefaults()
    {
        return wrapperDefaults;
    }

    /**
     * The settings of the catalog itself, and of its standing import.
     */
    public CatalogOptions catalogOptions()
    {
        return catalogOptions;
    }

    /**
     * The server that the catalog itself is.
     */
    public ForeignServer ownServer()
    {
        return current().servers().get(catalogName);
    }

    /**
     * The name of the catalog, which is that of its own server.
     */
    public String ownServerName()
    {
        return catalogName;
    }

    public List<ForeignServer> servers()
    {
        return ImmutableList.copyOf(current().servers().values());
    }

    /**
     * @throws TrinoException if there is no server of this name
     */
    public ForeignServer server(String name)
    {
        Definitions definitions = current();
        return definitions.server(name).orElseThrow(() -> noServer(name, definitions.servers().keySet()));
    }

    public List<UserMapping> userMappings()
    {
        return ImmutableList.copyOf(current().userMappings().values());
    }

    /**
     * The mapping of the user, else that of PUBLIC, with the user's extra credentials in it if the catalog takes them.
     */
    public Optional<UserMapping> userMapping(String server, ConnectorIdentity identity)
    {
        Definitions definitions = current();
        return withExtraCredentials(storedUserMapping(definitions, server, identity), server, identity);
    }

    private static Optional<UserMapping> storedUserMapping(Definitions definitions, String server, ConnectorIdentity identity)
    {
        return definitions.userMapping(new UserMappingKey(identity.getUser(), server)).or(() -> definitions.userMapping(new UserMappingKey(PUBLIC, server)));
    }

    private Optional<UserMapping> withExtraCredentials(Optional<UserMapping> mapping, String server, ConnectorIdentity identity)
    {
        // a user gave them to this catalog, and not to whatever servers are declared in it
        Map<String, String> extra = server.equals(catalogName) ? extraCredentials(identity) : ImmutableMap.of();
        if (extra.isEmpty()) {
            return mapping;
        }
        Map<String, String> options = new HashMap<>(mapping.map(UserMapping::options).orElseGet(ImmutableMap::of));
        options.putAll(extra);
        return Optional.of(new UserMapping(identity.getUser(), server, optionTable.validate(USER_MAPPING, options).asMap()));
    }

    /**
     * @throws TrinoException USER_MAPPING_NOT_FOUND if no mapping applies to the user
     */
    public UserMapping requireUserMapping(String server, ConnectorIdentity identity)
    {
        return userMapping(server, identity).orElseThrow(() -> noUserMapping(server, identity));
    }

    private static TrinoException noUserMapping(String server, ConnectorIdentity identity)
    {
        return new TrinoException(USER_MAPPING_NOT_FOUND, "user mapping not found for \"%s\" on server \"%s\"; create it with CREATE USER MAPPING".formatted(identity.getUser(), server));
    }

    /**
     * Whether workers, which have the properties of the catalog but none of its other definitions, reach this server as the coordinator does: as the same
     * remote user, with the same options.
     */
    public boolean isKnownOnEveryNode(String server, ConnectorIdentity identity)
    {
        Definitions definitions = current();
        return server.equals(catalogName) &&
                definitions.server(server).equals(own.server(server)) &&
                storedUserMapping(definitions, server, identity).equals(storedUserMapping(own, server, identity));
    }

    public List<ForeignTable> tables()
    {
        return ImmutableList.copyOf(current().tables().values());
    }

    public Optional<ForeignTable> table(SchemaTableName name)
    {
        return current().table(name);
    }

    /**
     * Whether the table is defined in a script file and SQL cannot change it.
     */
    public boolean isFixed(SchemaTableName name)
    {
        current();
        return state.fixed().table(name).isPresent();
    }

    /**
     * The tables that are partitions of this one.
     */
    public List<ForeignTable> partitionsOf(SchemaTableName parent)
    {
        return current().tables().values().stream()
                .filter(table -> table.partitionOf().map(PartitionOf::parent).filter(parent::equals).isPresent())
                .collect(toImmutableList());
    }

    /**
     * The tables that inherit from this one.
     */
    public List<ForeignTable> heirsOf(SchemaTableName parent)
    {
        return current().tables().values().stream()
                .filter(table -> table.inherits().contains(parent))
                .collect(toImmutableList());
    }

    /**
     * The options in force for a table: session, table, server, wrapper, default.
     */
    public EffectiveOptions options(Options session, ForeignTable table)
    {
        return EffectiveOptions.of(session, Options.fromValidated(table.options()), serverOptions(table.server()), wrapperDefaults);
    }

    /**
     * The options in force for a column: session, column, table, server, wrapper, default.
     */
    public EffectiveOptions options(Options session, ForeignTable table, ForeignColumn column)
    {
        return EffectiveOptions.of(session, Options.fromValidated(column.options()), Options.fromValidated(table.options()), serverOptions(table.server()), wrapperDefaults);
    }

    /**
     * The options in force for a table that is being created: session, table, server, wrapper, default.
     */
    public EffectiveOptions options(Options session, Options table, String server)
    {
        return EffectiveOptions.of(session, table, serverOptions(server), wrapperDefaults);
    }

    /**
     * The options in force for what has no definition: session, server, wrapper, default.
     */
    public EffectiveOptions options(Options session, String server)
    {
        return EffectiveOptions.of(session, serverOptions(server), wrapperDefaults);
    }

    /**
     * Executes a script of foreign DDL, all of its statements or none.
     *
     * @param importer makes the definitions that IMPORT FOREIGN SCHEMA asks for
     * @return what the user should know: what was passed over, accepted without effect, or dropped along
     * @throws TrinoException with the line and column of what is wrong
     */
    public List<String> execute(ConnectorSession session, String ddl, ForeignSchemaImporter importer)
    {
        List<DdlStatement> statements = parser.parse(ddl);
        return change(Optional.of(session.getUser()), importer(session, importer), executor -> statements.forEach(executor::execute));
    }

    /**
     * Imports definitions of the tables of a remote schema, as IMPORT FOREIGN SCHEMA does.
     *
     * @param options text by option name
     * @return how many tables were imported, as a notice
     */
    public List<String> importSchema(
            ConnectorSession session,
            String server,
            String remoteSchema,
            ImportFilter filter,
            String localSchema,
            Map<String, String> options,
            ForeignSchemaImporter importer)
    {
        List<OptionEntry> entries = options.entrySet().stream()
                .map(option -> new OptionEntry(option.getKey(), option.getValue(), Position.NONE))
                .collect(toImmutableList());
        DdlStatement.ImportSchema statement = new DdlStatement.ImportSchema(Position.NONE, remoteSchema, filter, server, localSchema, entries);
        return change(Optional.of(session.getUser()), importer(session, importer), executor -> executor.importSchema(statement));
    }

    private StatementExecutor.Importer importer(ConnectorSession session, ForeignSchemaImporter importer)
    {
        return (server, mapping, remoteSchema, filter, localSchema, options) -> {
            UserMapping applied = withExtraCredentials(mapping, server.name(), session.getIdentity()).orElseThrow(() -> noUserMapping(server.name(), session.getIdentity()));
            return importer.importSchema(session, server, applied, remoteSchema, filter, localSchema, options);
        };
    }

    /**
     * As above, for a wrapper that cannot import.
     */
    public List<String> execute(ConnectorSession session, String ddl)
    {
        List<DdlStatement> statements = parser.parse(ddl);
        return change(Optional.of(session.getUser()), noImporter(), executor -> statements.forEach(executor::execute));
    }

    private StatementExecutor.Importer noImporter()
    {
        return (_, _, _, _, _, _) -> {
            throw new TrinoException(NOT_SUPPORTED, "foreign data wrapper \"%s\" does not support IMPORT FOREIGN SCHEMA".formatted(optionTable.wrapperName()));
        };
    }

    /**
     * @throws TrinoException ALREADY_EXISTS, or what is wrong with the definition
     */
    public void createTable(ForeignTable table)
    {
        change(executor -> executor.definitions().createTable(table));
    }

    /**
     * @throws TrinoException TABLE_NOT_FOUND, or what is wrong with the definition
     */
    public void replaceTable(ForeignTable table)
    {
        change(executor -> executor.definitions().replaceTable(table));
    }

    /**
     * Drops a definition, and its partitions with it.
     *
     * @throws TrinoException TABLE_NOT_FOUND, or an error if other tables inherit from it
     */
    public void dropTable(SchemaTableName name)
    {
        change(executor -> executor.definitions().dropTable(name, false));
    }

    public void renameTable(SchemaTableName name, SchemaTableName newName)
    {
        change(executor -> executor.definitions().renameTable(name, newName));
    }

    @Override
    public void close()
    {
        store.close();
    }

    ForeignDdlParser parser()
    {
        return parser;
    }

    /**
     * Changes definitions, all that the action changes or nothing.
     *
     * @return the notices of the change
     */
    List<String> change(Consumer<StatementExecutor> action)
    {
        return change(Optional.empty(), noImporter(), action);
    }

    private List<String> change(Optional<String> user, StatementExecutor.Importer importer, Consumer<StatementExecutor> action)
    {
        changing.lock();
        try {
            Definitions before = state.stored();
            DefinitionEditor editor = new DefinitionEditor(rules, state.fixed(), before);
            StatementExecutor executor = new StatementExecutor(editor, optionTable, importer, user, catalogName, defaultSchema);
            action.accept(executor);
            Definitions after = editor.result();
            DefinitionChanges changes = DefinitionChanges.between(before, after);
            if (!changes.isEmpty()) {
                // readers see a state only when it is durable
                store.commit(changes);
                state = State.of(state.fixed(), after);
            }
            return ImmutableList.<String>builder()
                    .addAll(executor.notices())
                    .addAll(OptionNotices.between(optionTable, before, after))
                    .build();
        }
        finally {
            changing.unlock();
        }
    }

    private Options serverOptions(String name)
    {
        return Options.fromValidated(server(name).options());
    }

    /**
     * The definitions now. Files are looked at from time to time, by one thread, while the others go on with what is there.
     */
    private Definitions current()
    {
        if (fixedSource.hasFiles() && System.nanoTime() - lastCheck >= checkIntervalNanos && changing.tryLock()) {
            try {
                lastCheck = System.nanoTime();
                fixedSource.readIfChanged().ifPresent(fixed -> state = State.of(fixed, state.stored()));
            }
            finally {
                changing.unlock();
            }
        }
        return state.all();
    }

    private Map<String, String> extraCredentials(ConnectorIdentity identity)
    {
        if (optionTable.credentials().isEmpty()) {
            return ImmutableMap.of();
        }
        OptionTable.Credentials credentials = optionTable.credentials().get();
        ImmutableMap.Builder<String, String> extra = ImmutableMap.builder();
        catalogOptions.catalog().get(USER_CREDENTIAL_NAME)
                .map(identity.getExtraCredentials()::get)
                .ifPresent(user -> extra.put(credentials.user().name(), user));
        catalogOptions.catalog().get(PASSWORD_CREDENTIAL_NAME)
                .map(identity.getExtraCredentials()::get)
                .ifPresent(secret -> extra.put(credentials.secret().name(), secret));
        return extra.buildOrThrow();
    }

    private static Definitions ownDefinitions(String catalogName, OptionTable optionTable, CatalogOptions options)
    {
        ForeignServer server = new ForeignServer(catalogName, optionTable.wrapperName(), options.server().asMap());
        if (options.userMapping().isEmpty()) {
            return new Definitions(ImmutableMap.of(catalogName, server), ImmutableMap.of(), ImmutableMap.of());
        }
        UserMapping mapping = new UserMapping(PUBLIC, catalogName, options.userMapping().asMap());
        return new Definitions(ImmutableMap.of(catalogName, server), ImmutableMap.of(UserMappingKey.of(mapping), mapping), ImmutableMap.of());
    }
}
