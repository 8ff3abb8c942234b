package org.trinofdw.postgres.connector;

import com.google.common.collect.ImmutableList;
import com.google.inject.Inject;
import com.google.inject.Provider;
import io.trino.spi.classloader.ThreadContextClassLoader;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.procedure.Procedure;
import org.trinofdw.connector.Notices;
import org.trinofdw.ddl.ForeignCatalog;
import org.trinofdw.handle.ForeignServers;
import org.trinofdw.postgres.write.StagingOrphans;

import java.lang.invoke.MethodHandle;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.lang.invoke.MethodHandles.lookup;
import static java.lang.invoke.MethodType.methodType;
import static java.util.Objects.requireNonNull;

/**
 * {@code CALL system.drop_staging_tables([server])}: drops at once what statements have left whose coordinator was killed, as far as the remote user owns
 * it, and ends their prepared transactions; {@code system.warnings} tells which. Statements that run are not touched.
 */
final class DropStagingTablesProcedure
        implements Provider<Procedure>
{
    private static final MethodHandle DROP;

    static {
        try {
            DROP = lookup().findVirtual(DropStagingTablesProcedure.class, "drop", methodType(void.class, ConnectorSession.class, String.class));
        }
        catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private final ForeignCatalog foreignCatalog;
    private final ForeignServers foreignServers;
    private final StagingOrphans stagingOrphans;
    private final Notices notices;

    @Inject
    DropStagingTablesProcedure(ForeignCatalog foreignCatalog, ForeignServers foreignServers, StagingOrphans stagingOrphans, Notices notices)
    {
        this.foreignCatalog = requireNonNull(foreignCatalog, "foreignCatalog is null");
        this.foreignServers = requireNonNull(foreignServers, "foreignServers is null");
        this.stagingOrphans = requireNonNull(stagingOrphans, "stagingOrphans is null");
        this.notices = requireNonNull(notices, "notices is null");
    }

    @Override
    public Procedure get()
    {
        return new Procedure("system", "drop_staging_tables", ImmutableList.of(new Procedure.Argument("SERVER", VARCHAR, false, null)), DROP.bindTo(this));
    }

    public void drop(ConnectorSession session, String server)
    {
        try (ThreadContextClassLoader _ = new ThreadContextClassLoader(getClass().getClassLoader())) {
            String name = server == null ? foreignCatalog.ownServerName() : server;
            notices.add(session, stagingOrphans.drop(foreignServers.credentials(session, name)).stream()
                    .map(done -> "%s on server \"%s\"".formatted(done, name))
                    .collect(toImmutableList()));
        }
    }
}
