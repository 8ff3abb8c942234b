package org.trinofdw.example;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.trino.spi.Page;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.type.TypeUtils;
import org.trinofdw.option.CommonOptions;
import org.trinofdw.option.Option;
import org.trinofdw.option.OptionLevel;
import org.trinofdw.option.OptionTable;
import org.trinofdw.wrapper.ForeignDataWrapper;
import org.trinofdw.wrapper.ForeignInsert;
import org.trinofdw.wrapper.ForeignRelation;
import org.trinofdw.wrapper.ForeignScan;
import org.trinofdw.wrapper.RelationColumn;
import org.trinofdw.wrapper.RelationSize;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A wrapper that writes: one list of rows in this process, for all tables.
 */
final class ListWrapper
        implements ForeignDataWrapper
{
    /** A value that makes a writer fail. */
    static final long REFUSED = 13;

    final List<Map<String, Object>> rows = new CopyOnWriteArrayList<>();
    final Map<String, List<Map<String, Object>>> unfinished = new HashMap<>();

    private static final Option<String> LIST = Option.string("list", "Name of the list").at(OptionLevel.TABLE);
    private static final Option<String> COLUMN_NAME = Option.string("column_name", "Name in the list").at(OptionLevel.COLUMN);

    @Override
    public OptionTable options()
    {
        return OptionTable.of("list_fdw", ImmutableList.<Option<?>>builder().add(LIST, COLUMN_NAME).addAll(CommonOptions.ALL).build())
                .withRemoteNames(new OptionTable.RemoteNames(Optional.empty(), LIST, COLUMN_NAME, ImmutableSet.of()));
    }

    @Override
    public String remoteName(ForeignRelation relation)
    {
        return "list";
    }

    @Override
    public RelationSize estimateSize(ForeignRelation relation)
    {
        return new RelationSize(OptionalLong.of(rows.size()), OptionalLong.empty());
    }

    @Override
    public List<Map<String, String>> plan(ForeignRelation relation, int segments)
    {
        return List.of(Map.of());
    }

    @Override
    public ForeignScan begin(ForeignRelation relation, Map<String, String> part, List<RelationColumn> columns)
    {
        return new ForeignScan()
        {
            private final List<Map<String, Object>> snapshot = List.copyOf(rows);
            private int row = -1;

            @Override
            public boolean next()
            {
                return ++row < snapshot.size();
            }

            @Override
            public void append(int column, BlockBuilder target)
            {
                TypeUtils.writeNativeValue(columns.get(column).type(), target, snapshot.get(row).get(columns.get(column).name()));
            }

            @Override
            public long readBytes()
            {
                return 0;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public boolean insertable(ForeignRelation relation)
    {
        return true;
    }

    @Override
    public synchronized ForeignInsert beginInsert(ForeignRelation relation, List<RelationColumn> columns, String queryId)
    {
        List<Map<String, Object>> written = new ArrayList<>();
        unfinished.put(queryId, written);
        return new ForeignInsert()
        {
            @Override
            public void insert(Page page)
                    throws IOException
            {
                for (int position = 0; position < page.getPositionCount(); position++) {
                    Map<String, Object> row = new HashMap<>();
                    for (int channel = 0; channel < columns.size(); channel++) {
                        row.put(columns.get(channel).name(), TypeUtils.readNativeValue(columns.get(channel).type(), page.getBlock(channel), position));
                    }
                    if (row.containsValue(REFUSED)) {
                        throw new IOException("no " + REFUSED);
                    }
                    written.add(row);
                }
            }

            @Override
            public String finish()
            {
                return queryId;
            }

            @Override
            public void abort()
            {
                unfinished.remove(queryId);
            }
        };
    }

    @Override
    public synchronized void finishInsert(ForeignRelation relation, List<String> written)
    {
        written.forEach(queryId -> rows.addAll(unfinished.remove(queryId)));
    }
}
