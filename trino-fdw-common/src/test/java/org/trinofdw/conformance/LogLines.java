package org.trinofdw.conformance;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import static java.util.Objects.requireNonNull;

/**
 * The lines that a logger of this process writes from now on until it is closed.
 */
public final class LogLines
        extends Handler
        implements AutoCloseable
{
    private final Logger logger;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private LogLines(Logger logger)
    {
        this.logger = requireNonNull(logger, "logger is null");
    }

    public static LogLines of(String logger)
    {
        LogLines lines = new LogLines(Logger.getLogger(logger));
        lines.logger.addHandler(lines);
        return lines;
    }

    public List<String> lines()
    {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord line)
    {
        lines.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close()
    {
        logger.removeHandler(this);
    }
}
