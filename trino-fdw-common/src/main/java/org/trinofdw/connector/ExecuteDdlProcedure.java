package org.trinofdw.connector;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import com.google.inject.Provider;
import io.trino.spi.classloader.ThreadContextClassLoader;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.procedure.Procedure;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.definition.ForeignSchemaImporter;

import java.lang.invoke.MethodHandle;
import java.util.Optional;

import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.lang.invoke.MethodHandles.lookup;
import static java.lang.invoke.MethodType.methodType;
import static java.util.Objects.requireNonNull;

/**
 * {@code CALL catalog.system.execute_ddl('CREATE FOREIGN TABLE …')}: one or many statements of foreign DDL, all or nothing.
 */
public final class ExecuteDdlProcedure
        implements Provider<Procedure>
{
    private static final MethodHandle EXECUTE_DDL;

    static {
        try {
            EXECUTE_DDL = lookup().findVirtual(ExecuteDdlProcedure.class, "executeDdl", methodType(void.class, ConnectorSession.class, String.class));
        }
        catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private final ForeignCatalog foreignCatalog;
    private final Optional<ForeignSchemaImporter> importer;
    private final Notices notices;

    @Inject
    public ExecuteDdlProcedure(ForeignCatalog foreignCatalog, Optional<ForeignSchemaImporter> importer, Notices notices)
    {
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
        this.importer = requireNonNull(importer, "importer is null");
        this.notices = requireNonNull(notices, "notices is null");
    }

    @Override
    public Procedure get()
    {
        return new Procedure(
                "system",
                "execute_ddl",
                ImmutableList.of(new Procedure.Argument("DDL", VARCHAR)),
                EXECUTE_DDL.bindTo(this));
    }

    public void executeDdl(ConnectorSession session, String ddl)
    {
        try (ThreadContextClassLoader _ = new ThreadContextClassLoader(getClass().getClassLoader())) {
            notices.add(session, importer
                    .map(schemaImporter -> foreignCatalog.execute(session, ddl, schemaImporter))
                    .orElseGet(() -> foreignCatalog.execute(session, ddl)));
        }
    }
}
