package org.trinofdw.postgres.write;

import com.google.common.collect.ImmutableList;
import io.airlift.slice.Slice;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.connector.ConnectorMergeSink;
import org.trinofdw.postgres.handle.PostgresColumnHandle;
import org.trinofdw.postgres.handle.PostgresMergeHandle;
import org.trinofdw.write.AbandonableMergeSink;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.TinyintType.TINYINT;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;

/**
 * Copies the row changes of an UPDATE, DELETE or MERGE into a table of their own. They are applied when all writers are done.
 */
final class PostgresMergeSink
        implements AbandonableMergeSink
{
    private final PostgresMergeHandle handle;
    private final String writerId;
    private final Supplier<RemoteCopy> remoteCopySupplier;
    private final InsertCheck insertCheck;
    private Runnable whenAbandoned = () -> {};
    private RemoteCopy remoteCopy;
    private long inserts;
    private long updates;
    private long deletes;

    PostgresMergeSink(PostgresMergeHandle handle, String writerId, Supplier<RemoteCopy> remoteCopySupplier)
    {
        this.handle = requireNonNull(handle, "handle is null");
        this.writerId = requireNonNull(writerId, "writerId is null");
        this.remoteCopySupplier = requireNonNull(remoteCopySupplier, "remoteCopySupplier is null");
        this.insertCheck = new InsertCheck(handle.name(), handle.table().columns(), handle.staging().columns());
    }

    @Override
    public void whenAbandoned(Runnable action)
    {
        whenAbandoned = requireNonNull(action, "action is null");
    }

    @Override
    public long getCompletedBytes()
    {
        return remoteCopy == null ? 0 : remoteCopy.completedBytes();
    }

    @Override
    public void storeMergedRows(Page page)
    {
        if (page.getPositionCount() == 0) {
            return;
        }
        Page changes = changes(page);
        if (remoteCopy == null) {
            remoteCopy = remoteCopySupplier.get();
            remoteCopy.whenAbandoned(whenAbandoned);
        }
        remoteCopy.write(changes);
    }

    @Override
    public CompletableFuture<Collection<Slice>> finish()
    {
        if (remoteCopy == null) {
            return completedFuture(ImmutableList.of());
        }
        remoteCopy.commit();
        return completedFuture(ImmutableList.of(new RowChangeFragment(writerId, inserts, updates, deletes).toSlice()));
    }

    @Override
    public void abort()
    {
        if (remoteCopy != null) {
            remoteCopy.abort();
        }
    }

    /** From the page that {@link ConnectorMergeSink#storeMergedRows} describes to the columns of {@link RowChangeTable}. */
    private Page changes(Page page)
    {
        List<PostgresColumnHandle> columns = handle.table().columns();
        Block operations = page.getBlock(columns.size());
        Block cases = page.getBlock(columns.size() + 1);
        Block rowIds = page.getBlock(columns.size() + 2);
        Set<PostgresColumnHandle> assigned = count(page, operations, cases);

        ImmutableList.Builder<Block> blocks = ImmutableList.builder();
        blocks.add(operations, cases, rowIds, rowIds, rowIds);
        for (int channel = 0; channel < columns.size(); channel++) {
            PostgresColumnHandle column = columns.get(channel);
            if (!handle.staging().columns().contains(column)) {
                continue;
            }
            // Trino sends the old values of columns that no case sets
            blocks.add(assigned.contains(column) ? page.getBlock(channel) : RunLengthEncodedBlock.create(column.type(), null, page.getPositionCount()));
        }
        return new Page(page.getPositionCount(), blocks.build().toArray(Block[]::new));
    }

    /**
     * @return the columns that some row of the page gives a value
     */
    private Set<PostgresColumnHandle> count(Page page, Block operations, Block cases)
    {
        Set<PostgresColumnHandle> assigned = new HashSet<>();
        for (int position = 0; position < page.getPositionCount(); position++) {
            switch (TINYINT.getByte(operations, position)) {
                case INSERT_OPERATION_NUMBER -> {
                    inserts++;
                    insertCheck.check(page, position);
                    assigned.addAll(handle.staging().columns());
                }
                case UPDATE_OPERATION_NUMBER -> {
                    updates++;
                    assigned.addAll(handle.updates().get(INTEGER.getInt(cases, position)));
                }
                case DELETE_OPERATION_NUMBER -> deletes++;
                default -> throw new IllegalStateException("Unexpected operation: " + TINYINT.getByte(operations, position));
            }
        }
        return assigned;
    }
}
