package org.trinofdw.connector;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.inject.Inject;
import com.google.inject.Provider;
import io.trino.spi.TrinoException;
import io.trino.spi.classloader.ThreadContextClassLoader;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.procedure.Procedure;
import io.trino.spi.procedure.Procedure.Argument;
import io.trino.spi.type.ArrayType;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.definition.ForeignSchemaImporter;
import org.trinofdw.definition.ImportFilter;
import org.trinofdw.option.CommonOptions;
import org.trinofdw.option.Option;

import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;

import static io.trino.spi.StandardErrorCode.INVALID_PROCEDURE_ARGUMENT;
import static io.trino.spi.StandardErrorCode.NOT_SUPPORTED;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.lang.invoke.MethodHandles.lookup;
import static java.lang.invoke.MethodType.methodType;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;

/**
 * {@code CALL catalog.system.import_foreign_schema(remote_schema => 'Sales', local_schema => 'sales', …)}: IMPORT FOREIGN SCHEMA as a procedure. All
 * tables are imported, or none.
 */
public final class ImportForeignSchemaProcedure
        implements Provider<Procedure>
{
    private static final MethodHandle IMPORT;

    static {
        try {
            IMPORT = lookup().findVirtual(ImportForeignSchemaProcedure.class, "importForeignSchema", methodType(
                    void.class,
                    ConnectorSession.class,
                    String.class,
                    String.class,
                    String.class,
                    List.class,
                    List.class,
                    Boolean.class,
                    Boolean.class,
                    Boolean.class,
                    Boolean.class));
        }
        catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private final ForeignCatalog foreignCatalog;
    private final Optional<ForeignSchemaImporter> importer;
    private final Notices notices;

    @Inject
    public ImportForeignSchemaProcedure(ForeignCatalog foreignCatalog, Optional<ForeignSchemaImporter> importer, Notices notices)
    {
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
        this.importer = requireNonNull(importer, "importer is null");
        this.notices = requireNonNull(notices, "notices is null");
    }

    @Override
    public Procedure get()
    {
        ArrayType names = new ArrayType(VARCHAR);
        return new Procedure(
                "system",
                "import_foreign_schema",
                ImmutableList.of(
                        new Argument("REMOTE_SCHEMA", VARCHAR),
                        new Argument("LOCAL_SCHEMA", VARCHAR, false, null),
                        new Argument("SERVER", VARCHAR, false, null),
                        new Argument("LIMIT_TO", names, false, null),
                        // EXCEPT is a reserved word of Trino
                        new Argument("EXCLUDE", names, false, null),
                        new Argument("IMPORT_COLLATE", BOOLEAN, false, null),
                        new Argument("IMPORT_DEFAULT", BOOLEAN, false, null),
                        new Argument("IMPORT_GENERATED", BOOLEAN, false, null),
                        new Argument("IMPORT_NOT_NULL", BOOLEAN, false, null)),
                IMPORT.bindTo(this));
    }

    /**
     * @param localSchema by default the remote schema in lower case
     * @param server by default the catalog's own
     */
    public void importForeignSchema(
            ConnectorSession session,
            String remoteSchema,
            String localSchema,
            String server,
            List<String> limitTo,
            List<String> exclude,
            Boolean importCollate,
            Boolean importDefault,
            Boolean importGenerated,
            Boolean importNotNull)
    {
        try (ThreadContextClassLoader _ = new ThreadContextClassLoader(getClass().getClassLoader())) {
            if (remoteSchema == null) {
                throw new TrinoException(INVALID_PROCEDURE_ARGUMENT, "remote_schema cannot be null");
            }
            ImmutableMap.Builder<String, String> options = ImmutableMap.builder();
            put(options, CommonOptions.IMPORT_COLLATE, importCollate);
            put(options, CommonOptions.IMPORT_DEFAULT, importDefault);
            put(options, CommonOptions.IMPORT_GENERATED, importGenerated);
            put(options, CommonOptions.IMPORT_NOT_NULL, importNotNull);
            notices.add(session, foreignCatalog.importSchema(
                    session,
                    server == null ? foreignCatalog.ownServerName() : server,
                    remoteSchema,
                    filter(limitTo, exclude),
                    localSchema == null ? remoteSchema.toLowerCase(ENGLISH) : localSchema.toLowerCase(ENGLISH),
                    options.buildOrThrow(),
                    importer.orElseThrow(() -> new TrinoException(NOT_SUPPORTED, "foreign data wrapper \"%s\" does not support IMPORT FOREIGN SCHEMA".formatted(foreignCatalog.optionTable().wrapperName())))));
        }
    }

    private static ImportFilter filter(List<String> limitTo, List<String> exclude)
    {
        if (limitTo != null && exclude != null) {
            throw new TrinoException(INVALID_PROCEDURE_ARGUMENT, "limit_to and exclude cannot both be given; leave one of them out");
        }
        if (limitTo != null) {
            return new ImportFilter(ImportFilter.Kind.LIMIT_TO, ImmutableSet.copyOf(limitTo));
        }
        return exclude == null ? ImportFilter.ALL : new ImportFilter(ImportFilter.Kind.EXCEPT, ImmutableSet.copyOf(exclude));
    }

    private static void put(ImmutableMap.Builder<String, String> options, Option<Boolean> option, Boolean value)
    {
        if (value != null) {
            options.put(option.name(), option.print(value));
        }
    }
}
