package org.trinofdw.ddl;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Maps;
import org.trinofdw.definition.Definitions;
import org.trinofdw.definition.ForeignServer;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.option.OptionTable;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells of options that a change of definitions has set and that have no effect.
 */
final class OptionNotices
{
    private OptionNotices() {}

    static List<String> between(OptionTable optionTable, Definitions before, Definitions after)
    {
        ImmutableList.Builder<String> notices = ImmutableList.builder();
        for (ForeignServer server : after.servers().values()) {
            Map<String, String> known = Optional.ofNullable(before.servers().get(server.name())).map(ForeignServer::options).orElse(Map.of());
            optionTable.notices(set(known, server.options())).forEach(notice -> notices.add("server \"%s\": %s".formatted(server.name(), notice)));
        }
        for (ForeignTable table : after.tables().values()) {
            Map<String, String> known = Optional.ofNullable(before.tables().get(table.name())).map(ForeignTable::options).orElse(Map.of());
            optionTable.notices(set(known, table.options())).forEach(notice -> notices.add("foreign table \"%s\": %s".formatted(table.name(), notice)));
        }
        return notices.build();
    }

    private static Map<String, String> set(Map<String, String> before, Map<String, String> after)
    {
        return Maps.filterEntries(after, option -> !option.getValue().equals(before.get(option.getKey())));
    }
}
