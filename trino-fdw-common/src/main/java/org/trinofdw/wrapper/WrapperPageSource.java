package org.trinofdw.wrapper;

import io.trino.spi.PageBuilder;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.SourcePage;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * Gathers the rows of a scan into pages.
 */
final class WrapperPageSource
        implements ConnectorPageSource
{
    private final ForeignScan scan;
    private final int columns;
    private final PageBuilder page;
    private final String subject;

    private boolean finished;
    private long rows;
    private long readNanos;

    /**
     * @param subject what is read, for messages
     */
    WrapperPageSource(ForeignScan scan, List<RelationColumn> columns, String subject)
    {
        this.scan = requireNonNull(scan, "scan is null");
        this.columns = columns.size();
        this.page = new PageBuilder(columns.stream().map(RelationColumn::type).collect(toImmutableList()));
        this.subject = requireNonNull(subject, "subject is null");
    }

    @Override
    public SourcePage getNextSourcePage()
    {
        long start = System.nanoTime();
        try {
            return read();
        }
        catch (IOException e) {
            throw WrapperErrors.failed(subject, e);
        }
        finally {
            readNanos += System.nanoTime() - start;
        }
    }

    private SourcePage read()
            throws IOException
    {
        page.reset();
        while (!page.isFull()) {
            if (!scan.next()) {
                finished = true;
                break;
            }
            page.declarePosition();
            for (int column = 0; column < columns; column++) {
                scan.append(column, page.getBlockBuilder(column));
            }
        }
        rows += page.getPositionCount();
        return SourcePage.create(page.build());
    }

    @Override
    public boolean isFinished()
    {
        return finished;
    }

    @Override
    public long getCompletedBytes()
    {
        return scan.readBytes();
    }

    @Override
    public OptionalLong getCompletedPositions()
    {
        return OptionalLong.of(rows);
    }

    @Override
    public long getReadTimeNanos()
    {
        return readNanos;
    }

    @Override
    public void close()
            throws IOException
    {
        finished = true;
        scan.close();
    }
}
