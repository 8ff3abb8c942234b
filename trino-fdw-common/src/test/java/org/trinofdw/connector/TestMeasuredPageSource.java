package org.trinofdw.connector;

import io.opentelemetry.api.trace.Span;
import io.trino.plugin.base.metrics.LongCount;
import io.trino.spi.Page;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.metrics.Metrics;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestMeasuredPageSource
{
    private static final long OPEN_NANOS = MILLISECONDS.toNanos(7);
    private static final ScanReport REPORT = new ScanReport("query", "server", "table", Span.getInvalid(), Optional.empty());

    @Test
    void testCounts()
            throws IOException
    {
        ScanStatistics statistics = new ScanStatistics();
        MeasuredPageSource source = new MeasuredPageSource(new PagesOf(List.of(0, 10, 5)), statistics, REPORT, OPEN_NANOS);
        assertThat(source.getMetrics().getMetrics()).doesNotContainKey("first row");
        while (!source.isFinished()) {
            source.getNextSourcePage();
        }
        source.close();
        source.close();

        Metrics metrics = source.getMetrics();
        assertThat(metrics.getMetrics()).containsKeys("open", "first row", "read");
        assertThat(metrics.getMetrics()).containsEntry("rows", new LongCount(15)).containsEntry("bytes", new LongCount(150)).containsEntry("own", new LongCount(1));
        assertThat(statistics.getSplits()).isEqualTo(1);
        assertThat(statistics.getRows()).isEqualTo(15);
        assertThat(statistics.getBytes()).isEqualTo(150);
        assertThat(statistics.getOpenMillis()).isEqualTo(7);
        assertThat(statistics.getReadMillis()).isEqualTo(45);
        assertThat(statistics.getFailedSplits()).isZero();
    }

    @Test
    void testFailure()
    {
        ScanStatistics statistics = new ScanStatistics();
        MeasuredPageSource source = new MeasuredPageSource(new PagesOf(List.of(-1)), statistics, REPORT, OPEN_NANOS);
        assertThatThrownBy(source::getNextSourcePage).hasMessageContaining("-1");
        assertThat(statistics.getFailedSplits()).isEqualTo(1);
    }

    /** Pages of these lengths, of 10 bytes a row, each of which takes 15 ms to read. */
    private static final class PagesOf
            implements ConnectorPageSource
    {
        private final Queue<Integer> lengths;
        private long bytes;
        private long pages;

        private PagesOf(List<Integer> lengths)
        {
            this.lengths = new ArrayDeque<>(lengths);
        }

        @Override
        public SourcePage getNextSourcePage()
        {
            int length = lengths.remove();
            if (length < 0) {
                throw new IllegalStateException("length " + length);
            }
            bytes += 10L * length;
            pages++;
            return SourcePage.create(new Page(length));
        }

        @Override
        public boolean isFinished()
        {
            return lengths.isEmpty();
        }

        @Override
        public long getCompletedBytes()
        {
            return bytes;
        }

        @Override
        public long getReadTimeNanos()
        {
            return MILLISECONDS.toNanos(15 * pages);
        }

        @Override
        public Metrics getMetrics()
        {
            return new Metrics(Map.of("own", new LongCount(1)));
        }

        @Override
        public void close() {}
    }
}
