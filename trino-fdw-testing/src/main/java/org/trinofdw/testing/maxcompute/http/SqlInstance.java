package org.trinofdw.testing.maxcompute.http;

import org.trinofdw.testing.maxcompute.sql.SqlException;
import org.trinofdw.testing.maxcompute.sql.SqlResult;
import org.trinofdw.testing.maxcompute.store.Project;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

import static java.util.Objects.requireNonNull;

/**
 * One SQL task. It executes when it is asked for its state, after the polls that it must stay running. Thread-safe.
 */
final class SqlInstance
{
    enum Status
    {
        RUNNING("Running", "Running"),
        SUCCESS("Terminated", "Success"),
        FAILED("Terminated", "Failed"),
        CANCELLED("Terminated", "Cancelled");

        private final String instanceText;
        private final String taskText;

        Status(String instanceText, String taskText)
        {
            this.instanceText = instanceText;
            this.taskText = taskText;
        }

        String instanceText()
        {
            return instanceText;
        }

        String taskText()
        {
            return taskText;
        }
    }

    private final String id;
    private final Project project;
    private final String taskName;
    private final Supplier<SqlResult> execution;
    private final Instant started = Instant.now();
    private int remainingPolls;
    private Status status = Status.RUNNING;
    private Optional<Instant> ended = Optional.empty();
    private SqlResult result = SqlResult.ofText("");

    SqlInstance(String id, Project project, String taskName, int polls, Supplier<SqlResult> execution)
    {
        this.id = requireNonNull(id, "id is null");
        this.project = requireNonNull(project, "project is null");
        this.taskName = requireNonNull(taskName, "taskName is null");
        this.execution = requireNonNull(execution, "execution is null");
        this.remainingPolls = polls;
        if (polls == 0) {
            execute();
        }
    }

    String id()
    {
        return id;
    }

    Project project()
    {
        return project;
    }

    String taskName()
    {
        return taskName;
    }

    Instant started()
    {
        return started;
    }

    synchronized Optional<Instant> ended()
    {
        return ended;
    }

    synchronized Status status()
    {
        return status;
    }

    synchronized SqlResult result()
    {
        return result;
    }

    /**
     * The status as a client's poll sees it.
     */
    synchronized Status poll()
    {
        if (status == Status.RUNNING && remainingPolls-- <= 0) {
            execute();
        }
        return status;
    }

    synchronized void cancel()
    {
        if (status == Status.RUNNING) {
            end(Status.CANCELLED, SqlResult.ofText("ODPS-0130252: Task was cancelled"));
        }
    }

    private synchronized void execute()
    {
        try {
            end(Status.SUCCESS, execution.get());
        }
        catch (SqlException e) {
            end(Status.FAILED, SqlResult.ofText(e.getMessage()));
        }
    }

    private void end(Status newStatus, SqlResult newResult)
    {
        status = newStatus;
        result = newResult;
        ended = Optional.of(Instant.now());
    }
}
