package org.trinofdw.ddl;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.trino.spi.TrinoException;
import org.trinofdw.definition.ForeignColumn;
import org.trinofdw.definition.ForeignServer;
import org.trinofdw.definition.ForeignTable;
import org.trinofdw.definition.PartitionLevel;
import org.trinofdw.definition.UserMapping;
import org.trinofdw.option.OptionLevel;
import org.trinofdw.option.OptionTable;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;
import static org.trinofdw.ddl.syntax.DdlErrors.error;
import static org.trinofdw.ddl.syntax.DdlErrors.noColumn;
import static org.trinofdw.error.FdwErrorCode.INVALID_OPTION;
import static org.trinofdw.option.OptionLevel.COLUMN;
import static org.trinofdw.option.OptionLevel.SERVER;
import static org.trinofdw.option.OptionLevel.TABLE;
import static org.trinofdw.option.OptionLevel.USER_MAPPING;

/**
 * What every single definition must satisfy, however it was made. Options come out under their canonical names.
 */
final class DefinitionRules
{
    private final OptionTable options;

    DefinitionRules(OptionTable options)
    {
        this.options = requireNonNull(options, "options is null");
    }

    ForeignServer check(ForeignServer server)
    {
        if (!server.wrapper().equals(options.wrapperName())) {
            throw error("server \"%s\" cannot use foreign data wrapper \"%s\": the catalog's wrapper is \"%s\"; make the server in a catalog of the other wrapper".formatted(
                    server.name(),
                    server.wrapper(),
                    options.wrapperName()));
        }
        return new ForeignServer(server.name(), server.wrapper(), valid(SERVER, server.options(), "server \"%s\"".formatted(server.name())));
    }

    UserMapping check(UserMapping mapping)
    {
        String subject = "user mapping of \"%s\" for server \"%s\"".formatted(mapping.user(), mapping.server());
        return new UserMapping(mapping.user(), mapping.server(), valid(USER_MAPPING, mapping.options(), subject));
    }

    ForeignTable check(ForeignTable table)
    {
        ImmutableList.Builder<String> problems = ImmutableList.builder();
        Set<String> names = new HashSet<>();
        for (ForeignColumn column : table.columns()) {
            if (!names.add(column.name())) {
                throw error("column \"%s\" of foreign table \"%s\" is declared more than once; names of columns differ without regard to case".formatted(column.name(), table.name()));
            }
            if (column.defaultExpression().isPresent() && column.generationExpression().isPresent()) {
                throw error("column \"%s\" of foreign table \"%s\" has both DEFAULT and GENERATED; keep one of them".formatted(column.name(), table.name()));
            }
            options.problems(COLUMN, column.options()).forEach(problem -> problems.add("column \"%s\" of foreign table \"%s\": %s".formatted(column.name(), table.name(), problem)));
        }
        options.problems(TABLE, table.options()).forEach(problem -> problems.add("foreign table \"%s\": %s".formatted(table.name(), problem)));
        List<String> found = problems.build();
        if (!found.isEmpty()) {
            throw new TrinoException(INVALID_OPTION, OptionTable.message(found));
        }
        checkKeys(table);
        PartitionRules.checkDeclared(table);
        return table
                .withOptions(options.validate(TABLE, table.options()).asMap())
                .withColumns(table.columns().stream()
                        .map(column -> column.options().isEmpty() ? column : column.withOptions(options.validate(COLUMN, column.options()).asMap()))
                        .collect(toImmutableList()));
    }

    private static void checkKeys(ForeignTable table)
    {
        if (table.partitioning().isEmpty()) {
            return;
        }
        List<String> columns = table.columns().stream().map(ForeignColumn::name).collect(toImmutableList());
        Set<String> keys = new HashSet<>();
        for (PartitionLevel level : table.partitioning().get().levels()) {
            for (String key : level.keys()) {
                if (!columns.contains(key)) {
                    throw noColumn(key, table.name(), columns);
                }
                if (!keys.add(key)) {
                    throw error("column \"%s\" of foreign table \"%s\" is a partition key more than once".formatted(key, table.name()));
                }
            }
        }
    }

    private Map<String, String> valid(OptionLevel level, Map<String, String> raw, String subject)
    {
        List<String> problems = options.problems(level, raw);
        if (!problems.isEmpty()) {
            throw new TrinoException(INVALID_OPTION, OptionTable.message(problems.stream()
                    .map(problem -> "%s: %s".formatted(subject, problem))
                    .collect(toImmutableList())));
        }
        return ImmutableMap.copyOf(options.validate(level, raw).asMap());
    }
}
