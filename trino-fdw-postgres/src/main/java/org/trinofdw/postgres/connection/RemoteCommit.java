package org.trinofdw.postgres.connection;

import io.airlift.log.Logger;
import io.trino.spi.TrinoException;
import org.trinofdw.postgres.connection.RemoteStatements.Part;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.error.FdwErrorCode.REMOTE_ERROR;
import static org.trinofdw.postgres.connection.RemoteErrors.remoteError;

/**
 * Transactions on several servers that end alike (PostgreSQL, PREPARE TRANSACTION). What is not committed when this is closed is rolled back.
 */
final class RemoteCommit
        implements AutoCloseable
{
    private static final Logger log = Logger.get(RemoteCommit.class);
    private static final String UNDEFINED_OBJECT = "42704";

    private final ConnectionPools pools;
    private final String name;
    private final List<Participant> participants = new ArrayList<>();

    RemoteCommit(ConnectionPools pools, String name)
    {
        this.pools = requireNonNull(pools, "pools is null");
        this.name = requireNonNull(name, "name is null");
    }

    void run(Part part)
    {
        Participant participant = new Participant(part, pools.acquire(part.credentials()), "fdw_%s_%s".formatted(name, participants.size()));
        participants.add(participant);
        participant.connection.observe(pools.spans(part.credentials()));
        participant.attempt(part.activity(), () -> {
            participant.connection.execute(part.begin());
            part.work().run(participant.connection);
        });
    }

    void commit()
    {
        if (!canPrepare()) {
            commitInOrder();
            return;
        }
        for (Participant participant : participants) {
            // set before, since the answer may be lost
            participant.prepared = true;
            participant.attempt("prepare to " + participant.part.activity(), () -> participant.connection.execute("PREPARE TRANSACTION '" + participant.transaction + "'"));
        }
        // from here on the statement has succeeded, whatever happens
        Uninterrupted.run(this::commitPrepared);
        participants.forEach(participant -> participant.connection.close());
    }

    private void commitPrepared()
    {
        List<Participant> unheard = new ArrayList<>();
        List<Exception> failures = new ArrayList<>();
        for (Participant participant : participants) {
            participant.prepared = false;
            try {
                commitPrepared(participant);
            }
            catch (SQLException | RuntimeException e) {
                unheard.add(participant);
                failures.add(e);
            }
        }
        if (!unheard.isEmpty()) {
            TrinoException failure = new TrinoException(REMOTE_ERROR, "the statement has succeeded, but not all servers could be told so; run there: %s".formatted(
                    unheard.stream()
                            .map(participant -> "COMMIT PREPARED '%s' on \"%s\"".formatted(participant.transaction, participant.server()))
                            .collect(joining(", "))));
            failures.forEach(failure::addSuppressed);
            throw failure;
        }
    }

    private void commitPrepared(Participant participant)
            throws SQLException
    {
        String commit = "COMMIT PREPARED '" + participant.transaction + "'";
        try {
            participant.connection.execute(commit);
        }
        catch (SQLException e) {
            // the connection may have broken, before or after the server has heard it
            end(participant, commit);
        }
    }

    /** Ends a prepared transaction over a connection of its own. Does nothing if it has ended. */
    private void end(Participant participant, String sql)
            throws SQLException
    {
        RemoteConnection connection = pools.acquire(participant.part.credentials());
        connection.observe(pools.spans(participant.part.credentials()));
        try {
            connection.execute(sql);
            connection.close();
        }
        catch (SQLException e) {
            if (!UNDEFINED_OBJECT.equals(e.getSQLState())) {
                throw e;
            }
        }
        finally {
            connection.discard();
        }
    }

    private boolean canPrepare()
    {
        return participants.stream().allMatch(participant -> {
            try {
                return participant.connection.queryBoolean("SELECT current_setting('max_prepared_transactions')::int > 0");
            }
            catch (SQLException e) {
                throw remoteError(participant.server(), participant.part.activity(), e);
            }
        });
    }

    private void commitInOrder()
    {
        List<String> committed = new ArrayList<>();
        for (Participant participant : participants) {
            try {
                participant.connection.execute("COMMIT");
                participant.connection.close();
                committed.add(participant.server());
            }
            catch (SQLException e) {
                if (committed.isEmpty()) {
                    throw remoteError(participant.server(), participant.part.activity(), e);
                }
                throw new TrinoException(
                        REMOTE_ERROR,
                        "foreign server \"%s\": cannot commit: %s (SQLSTATE %s). %s, but %s had committed; set max_prepared_transactions on all servers to have all or nothing".formatted(
                                participant.server(),
                                e.getMessage(),
                                e.getSQLState(),
                                // class 08: the connection broke, before or after the server had heard it
                                e.getSQLState() == null || e.getSQLState().startsWith("08") ?
                                        "Whether it has committed is not known, and the servers after it have changed nothing" :
                                        "It and the servers after it have changed nothing",
                                String.join(", ", committed)),
                        e);
            }
        }
    }

    @Override
    public void close()
    {
        for (Participant participant : participants) {
            // does nothing to a connection that was given back, and rolls back what another one has not committed
            participant.connection.discard();
            if (participant.prepared) {
                Uninterrupted.run(() -> rollBackPrepared(participant));
            }
        }
    }

    private void rollBackPrepared(Participant participant)
    {
        String rollback = "ROLLBACK PREPARED '" + participant.transaction + "'";
        try {
            end(participant, rollback);
        }
        catch (SQLException | RuntimeException e) {
            // the statement fails anyway
            log.warn(e, "A transaction may be left prepared on server %s; run there: %s", participant.server(), rollback);
        }
    }

    private interface RemoteStep
    {
        void run()
                throws SQLException;
    }

    /**
     * One of the servers.
     */
    private static final class Participant
    {
        private final Part part;
        private final RemoteConnection connection;
        private final String transaction;
        private boolean prepared;

        Participant(Part part, RemoteConnection connection, String transaction)
        {
            this.part = part;
            this.connection = connection;
            this.transaction = transaction;
        }

        String server()
        {
            return part.credentials().server().name();
        }

        void attempt(String activity, RemoteStep step)
        {
            try {
                step.run();
            }
            catch (SQLException e) {
                throw remoteError(server(), activity, e);
            }
        }
    }
}
